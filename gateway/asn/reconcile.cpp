// Step 5: look at the customer's own list, judge what it says, write that down.
#include <algorithm>

#include "asn/evidence.hpp"
#include "asn/service.hpp"

namespace calloff::asn {
namespace {

constexpr std::size_t kControls = 3;

bool is_proven(const store::AsnRecord& record) {
  return record.state == to_string(Phase::accepted) || record.state == to_string(Phase::goods_received);
}

store::LookUpRecord look_up_record(const store::AsnRecord& record, int attempt, Instant started,
                                   const std::vector<adapter_api::Known>& controls, const adapter_api::Sighting& seen,
                                   const Judgement& judged, std::string evidence) {
  store::LookUpRecord look;
  look.asn = record.id;
  look.attempt = attempt;
  look.at = started;
  look.is_complete = seen.complete;
  look.is_negative = judged.verdict == Judgement::Verdict::absent;
  for (const auto& control : controls) look.controls_asked.push_back(control.key);
  look.controls_seen = seen.controls_seen;
  for (const auto& match : seen.matches) look.matches.push_back(match.remote_id);
  if (look.is_negative) look.is_shipped_unchanged = true;
  if (judged.why.code == "asn/judged_shipped_changed") look.is_shipped_unchanged = false;
  look.verdict = to_string(judged.verdict);
  look.evidence = std::move(evidence);
  return look;
}

}  // namespace

Task<std::vector<adapter_api::Known>> AsnService::controls_for(store::AsnRecord record) {
  co_return co_await store_.read([record](store::Reader& reader) -> Result<std::vector<adapter_api::Known>> {
    std::vector<adapter_api::Known> controls;
    for (const auto& known : store::known_submissions(reader, record.notice.customer, 50)) {
      const auto other = known.asn == record.id ? std::nullopt : store::find_asn(reader, known.asn);
      if (other && is_proven(*other)) controls.push_back({known.shipment_id, known.remote_id});
      if (controls.size() == kControls) break;
    }
    return controls;
  });
}

Task<void> AsnService::look_up(Opened opened) {
  auto controls = co_await controls_for(opened.record);
  if (!controls) co_return controls.error();
  auto submission = co_await submission_of(opened.record, opened.channel.rules.feed);
  if (!submission) co_return submission.error();
  // The customer's number is known after a receipt or a person's word; the adapter may look by it.
  submission->refers_to = opened.record.remote_id;
  auto look = std::make_shared<Look>();
  look->submission = std::move(*submission);
  look->controls = std::move(*controls);
  SessionWork work = [this, look](Lent lent) { return look_up_in_session(look, lent); };
  look->started = clock_.now();
  auto ran = co_await gate_.with_session(opened.record.notice.customer, Purpose::look_up, std::move(work));
  if (!ran) look->failure = ran.error();
  co_return co_await settle_look_up(std::move(opened), look);
}

Task<void> AsnService::look_up_in_session(std::shared_ptr<Look> look, Lent lent) {
  look->started = clock_.now();
  auto seen = co_await lent.adapter.look_up(lent.run, look->submission, look->controls);
  if (!seen) co_return seen.error();
  look->seen = std::move(*seen);
  co_return Result<void>();
}

Task<void> AsnService::settle_look_up(Opened opened, std::shared_ptr<Look> look) {
  Judgement judged;
  judged.why = look->failure.value_or(Error(Recovery::retry, "asn/judged_incomplete"));
  if (!look->failure)
    judged = judge(opened.channel.rules.words,
                   {opened.record.notice, opened.state.vouched_id, shipped_before(opened.record), look->controls},
                   look->seen);
  auto parts = std::move(look->seen.evidence);
  if (!look->failure) parts.push_back(in_words(look->seen));
  auto evidence = co_await keep_evidence(store_, std::move(parts));
  // Without its pages in the archive a look proves nothing.
  if (!evidence) judged = {Judgement::Verdict::inconclusive, Phase::sent, {}, evidence.error()};
  const auto kept = evidence ? std::move(*evidence) : Evidence();

  auto row =
      look_up_record(opened.record, opened.state.attempt, look->started, look->controls, look->seen, judged, kept.list);
  const Looked looked{opened.state.epoch, opened.state.attempt, look->started, judged};
  const Cause cause{kGatewayActor, judged.why, kept.list, kept.files};
  const auto written = co_await store_.write(
      "asn.look_up",
      [policy = opened.policy, asn = opened.record.id, row, looked, cause](store::Writer& writer) -> Result<void> {
        store::put_look_up(writer, row);
        const auto stepped = step_record(writer, policy, asn, looked, cause);
        if (!stepped) return stepped.error();
        return {};
      });
  // Somebody decided while we looked: what we saw is about the past.
  if (!written && (written.error().code == "asn/stale_look_up" || written.error().code == "asn/illegal_step"))
    co_return Result<void>();
  co_return written;
}

}  // namespace calloff::asn
