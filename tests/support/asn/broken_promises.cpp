// The invariants of the submit protocol, by name, over the event log and the portal's own table.
#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "store/outbox.hpp"
#include "support/asn/asn_day.hpp"

namespace calloff::test {

using asn::Phase;

namespace {

class Checker {
 public:
  Checker(store::Store& store, std::deque<Held>& truth) : store_(store), truth_(truth) {}

  void check(const asn::AsnView& view) {
    one_way_on(view);
    one_create(view);
    intent_first(view);
    closed_before_next(view);
    one_body(view);
    proof_kept(view);
    nothing_after_cancel(view);
  }
  std::vector<std::string> broken;

 private:
  void fail(const asn::AsnView& view, const std::string& promise) {
    broken.push_back(view.record.id + " (" + view.record.notice.shipment_id + ", " + view.record.state +
                     "): " + promise);
  }

  void one_way_on(const asn::AsnView& view) {
    if (!view.record.is_open || view.phase == Phase::draft || view.phase == Phase::ready) return;
    const auto row = store_.read_now([&](store::Reader& reader) -> Result<bool> {
      return store::find_outbox(reader, asn::kOutboxKind, view.record.id).has_value();
    });
    if (!*row || !view.record.next_at) fail(view, "I1 open without a timer");
  }

  void one_create(const asn::AsnView& view) {
    const auto count = std::count_if(truth_.begin(), truth_.end(), [&](const Held& held) {
      return held.sid == view.record.notice.shipment_id && held.state == "已提交";
    });
    if (count > 1) fail(view, "I2 the portal holds " + std::to_string(count));
    const bool is_proven = view.phase == Phase::accepted || view.phase == Phase::goods_received;
    if (is_proven && count != 1) fail(view, "I2 ACCEPTED and the portal holds " + std::to_string(count));
    if (view.phase == Phase::rejected && count != 0) fail(view, "REJECTED and the portal holds it");
  }

  void intent_first(const asn::AsnView& view) {
    for (const auto& held : truth_) {
      if (held.sid != view.record.notice.shipment_id) continue;
      const bool has_intent = std::any_of(view.history.begin(), view.history.end(), [&](const store::Event& event) {
        return event.to == "SENDING" && event.at <= held.created &&
               event.body.find(held.body_sha256) != std::string::npos;
      });
      if (!has_intent) fail(view, "I3 the portal holds it without our SENDING");
    }
  }

  void closed_before_next(const asn::AsnView& view) {
    for (std::size_t i = 1; i < view.attempts.size(); ++i) {
      const auto& before = view.attempts[i - 1];
      if (before.outcome != "not_sent" && before.outcome != "absent")
        fail(view, "I4 attempt after one that is " + before.outcome);
      if (!before.settled || *before.settled > view.attempts[i].committed) fail(view, "I4 closed after the next began");
      if (view.attempts[i].epoch <= before.epoch) fail(view, "I7 the epoch did not rise");
    }
  }

  void one_body(const asn::AsnView& view) {
    for (const auto& attempt : view.attempts)
      if (!view.record.frozen || attempt.body_sha256 != view.record.frozen->sha256) fail(view, "I5 other bytes");
    for (const auto& held : truth_)
      if (held.sid == view.record.notice.shipment_id && held.body_sha256 != view.record.frozen->sha256)
        fail(view, "I5 other bytes at the portal");
  }

  void proof_kept(const asn::AsnView& view) {
    if (view.phase != Phase::accepted) return;
    const auto& body = view.history.back().body;
    const auto at = body.find("\"evidence\":\"");
    const auto list = store_.archive().get(body.substr(at + 12, 64));
    if (!list) return fail(view, "I6 ACCEPTED without archived proof");
    bool names_us = false;
    for (const auto line : split(*list, '\n')) {
      const auto part =
          line.size() < 64 ? Result<std::string>(std::string()) : store_.archive().get(line.substr(0, 64));
      names_us |= part && part->find(view.record.notice.shipment_id) != std::string::npos;
    }
    if (!names_us) fail(view, "I6 the proof does not name it");
  }

  void nothing_after_cancel(const asn::AsnView& view) {
    for (const auto& event : view.history)
      for (const auto& held : truth_)
        if (event.to == "CANCELLED" && held.sid == view.record.notice.shipment_id && !held.by_hand &&
            held.created > event.at)
          fail(view, "I8 created after CANCELLED");
  }

  store::Store& store_;
  std::deque<Held>& truth_;
};

}  // namespace

std::vector<std::string> broken_promises(store::Store& store, std::deque<Held>& truth,
                                         const std::vector<asn::AsnView>& asns) {
  Checker checker(store, truth);
  for (const auto& view : asns) checker.check(view);
  return std::move(checker.broken);
}

}  // namespace calloff::test
