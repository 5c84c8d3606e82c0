// Every order of events that the protocol can meet, with a customer that keeps what it was sent: not a model of the
// transition function, the function itself. Two crashes, owners whose answers come late, all three classes.
#include <deque>
#include <set>
#include <sstream>

#include "asn/protocol.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::asn;
using namespace std::chrono_literals;
using adapter_api::ResendClass;

namespace {

constexpr int kCrashes = 2;
constexpr auto kPause = 11min;  // longer than the settle time and the gap between negatives: every timer is due

/// The ASN, what became of it at the customer, and bytes that may still arrive there.
struct World {
  State state;
  Instant at = Instant(1'800'000'000s);
  int creates = 0;          ///< at the customer, under our key
  bool in_flight = false;   ///< the newest attempt's bytes may still arrive
  bool has_landed = false;  ///< the newest attempt's bytes did
  int crashes = 0;
  bool was_cancelled = false;
  std::set<std::pair<std::uint64_t, int>> late;  ///< owners and attempts whose answers may still come

  std::string key() const {
    std::ostringstream out;
    out << int(state.phase) << ' ' << state.attempt << ' ' << state.epoch << ' ' << state.has_receipt
        << state.absence_was_judged << state.negative.has_value() << state.act_at.has_value() << ' ' << state.told
        << state.absent_said_by << ' ' << creates << in_flight << has_landed << crashes << was_cancelled << ' '
        << late.size();
    return out.str();
  }
};

class Explorer {
 public:
  explicit Explorer(ResendClass resend) {
    policy_.resend = resend;
    policy_.settle = 6min;
    policy_.dedup_window = 2h;
  }

  std::size_t run() {
    World first;
    first.state.phase = Phase::queued;
    first.state.body_sha256 = "h";
    first.state.since = first.at;
    first.state.act_at = first.at;
    visit(first);
    while (!todo_.empty()) {
      const World world = todo_.front();
      todo_.pop_front();
      moves(world);
    }
    return seen_.size();
  }

  std::set<Phase> phases;

 private:
  void moves(const World& w) {
    network(w);
    owner(w);
    customer(w);
    people(w);
    if (w.crashes < kCrashes) apply(w, Restart{w.state.epoch + 1}, [](World& n) { ++n.crashes; });
    for (const auto& [epoch, attempt] : w.late) {  // a paused owner speaks up: it must not be heard
      for (const auto kind : {Answered::Kind::sent, Answered::Kind::refused, Answered::Kind::not_sent})
        CHECK(!step(policy_, w.state, {w.at, Answered{epoch, attempt, kind, "ASN1"}}));
      CHECK(!step(policy_, w.state,
                  {w.at, Looked{epoch, attempt, w.at, {Judgement::Verdict::absent, Phase::sent, "", {}}}}));
    }
  }

  // Bytes under way arrive or are lost, at any moment.
  void network(const World& w) {
    if (!w.in_flight) return;
    World landed = w, lost = w;
    landed.in_flight = lost.in_flight = false;
    landed.has_landed = true;
    landed.creates += policy_.resend == ResendClass::deduplicated && w.creates > 0 ? 0 : 1;
    CHECK(!(w.was_cancelled && landed.creates > w.creates));  // I8
    visit(landed);
    visit(lost);
  }

  void owner(const World& w) {
    const auto due = step(policy_, w.state, {w.at + kPause, Due{}});
    if (!due) return on_answers(w);
    World later = w;
    later.state = due->state;
    later.at += kPause;
    visit(later);
    for (const auto& effect : due->effects) {
      if (std::holds_alternative<StartAttempt>(effect)) claim(later);
      // The settle time is chosen so that nothing is under way any more when we look.
      if (std::holds_alternative<LookUp>(effect) && !w.in_flight) look(later);
    }
  }

  void claim(const World& w) {
    const bool is_repeat_of_unknown = w.state.phase == Phase::unknown;
    apply(w, Claim{w.state.epoch + 1}, [&](World& n) {
      CHECK(n.state.epoch > w.state.epoch);  // I7
      const bool is_closed_before = w.state.attempt == 0 || w.state.phase == Phase::not_sent;
      CHECK((is_closed_before || (is_repeat_of_unknown && policy_.resend == ResendClass::deduplicated)));  // I4
      CHECK(n.state.attempt <= policy_.max_attempts);
      n.in_flight = true;
      n.has_landed = false;
    });
    apply(w, Unprepared{}, [](World&) {});
  }

  void on_answers(const World& w) {
    if (w.state.phase != Phase::sending) return;
    const auto answer = [&](Answered::Kind kind) {
      apply(w, Answered{w.state.epoch, w.state.attempt, kind, "ASN1"}, [&](World& n) {
        if (kind == Answered::Kind::refused || kind == Answered::Kind::not_sent) n.in_flight = false;
      });
    };
    answer(Answered::Kind::unknown);
    if (w.has_landed) answer(Answered::Kind::sent);
    if (w.in_flight && w.creates == 0) {  // only these are told of bytes that did nothing
      answer(Answered::Kind::refused);
      answer(Answered::Kind::not_sent);
    }
  }

  void look(const World& w) {
    const auto saw = [&](Judgement::Verdict verdict, Phase level = Phase::accepted) {
      apply(w, Looked{w.state.epoch, w.state.attempt, w.at, {verdict, level, "ASN1", {}}}, [](World&) {});
    };
    saw(Judgement::Verdict::inconclusive);
    if (w.creates == 0) saw(Judgement::Verdict::absent);
    if (w.creates == 1) saw(Judgement::Verdict::found);
    if (w.creates == 1) saw(Judgement::Verdict::found_other);
    if (w.creates > 1) saw(Judgement::Verdict::found_many);
  }

  void customer(const World& w) {
    if (w.creates == 0) return;
    for (const auto level : {Phase::accepted, Phase::goods_received, Phase::rejected})
      apply(w, Acknowledged{level, "ASN1"}, [](World&) {});
  }

  // People tell the truth about what the portal shows, once nothing is under way.
  void people(const World& w) {
    apply(w, Cancel{}, [](World& n) { n.was_cancelled = true; });
    if (w.in_flight) return;
    for (const auto* actor : {"li", "wang"})
      if (w.creates == 0) apply(w, Decide{Decide::Choice::absent, "", actor}, [](World&) {});
    if (w.creates > 0) apply(w, Decide{Decide::Choice::found, "ASN1", "li"}, [](World&) {});
    apply(w, Decide{Decide::Choice::abandon, "", "li"}, [](World& n) { n.was_cancelled = true; });
  }

  template <class Then>
  void apply(const World& w, Happening what, Then then) {
    const auto next = step(policy_, w.state, {w.at, std::move(what)});
    if (!next) return;
    World world = w;
    world.state = next->state;
    if (world.state.epoch != w.state.epoch && w.state.phase == Phase::sending)
      world.late.insert({w.state.epoch, w.state.attempt});
    then(world);
    visit(world);
  }

  void visit(const World& w) {
    if (!seen_.insert(w.key()).second) return;
    CHECK(w.creates <= 1);  // I2
    // I1: closed, or the clock, a running owner or a person (who was told) goes on with it.
    const bool goes_on = next_due(policy_, w.state) || w.state.phase == Phase::sending || w.state.told > 0;
    CHECK((is_closed(w.state.phase, policy_.terminal) || goes_on));
    // An ASN that the customer has is never among those that may be sent again.
    if (w.creates > 0 && policy_.resend != ResendClass::deduplicated) CHECK(w.state.phase != Phase::not_sent);
    phases.insert(w.state.phase);
    todo_.push_back(w);
  }

  Policy policy_;
  std::set<std::string> seen_;
  std::deque<World> todo_;
};

}  // namespace

TEST_CASE("no order of events sends twice, loses, or hears a stale owner") {
  struct Case {
    ResendClass resend;
    const char* name;
  };
  const auto c =
      GENERATE(Case{ResendClass::queryable, "Q"}, Case{ResendClass::never, "N"}, Case{ResendClass::deduplicated, "D"});
  Explorer explorer(c.resend);
  const auto states = explorer.run();
  INFO("class " << c.name << ": " << states << " states");
  CHECK(states > 300);
  for (const auto phase : {Phase::not_sent, Phase::unknown, Phase::held, Phase::accepted, Phase::goods_received,
                           Phase::rejected, Phase::cancelled})
    CHECK(explorer.phases.contains(phase));
  WARN("class " << c.name << ": " << states << " states");
}
