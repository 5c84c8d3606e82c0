// From the draft to the answer of an attempt.
#include "asn/ladder.hpp"
#include "asn/transitions.hpp"

namespace calloff::asn::transitions {
namespace {

using namespace std::chrono_literals;
using adapter_api::ResendClass;

Error defect(const char* code) { return Error(Recovery::fix_code, code); }

Result<Step> open_attempt(const Policy& policy, const State& state, const Event& event) {
  const auto epoch = std::get<Claim>(event.what).epoch;
  if (epoch <= state.epoch) return defect("asn/epoch_not_risen");
  if (state.attempt >= policy.max_attempts) return defect("asn/no_attempts_left");
  Step step{state, {}};
  enter(step.state, Phase::sending, event.at);
  step.state.attempt = state.attempt + 1;
  step.state.epoch = epoch;
  step.state.has_receipt = false;
  if (!step.state.first_sending) step.state.first_sending = event.at;
  step.effects = {OpenAttempt{}, Submit{}};
  return step;
}

// Half the window, because the customer's clock and ours differ and answers travel.
bool may_repeat_blindly(const Policy& policy, const State& state, Instant at) {
  return !state.is_restored && policy.resend == ResendClass::deduplicated && state.attempt < policy.max_attempts &&
         state.first_sending && at - *state.first_sending < policy.dedup_window / 2;
}

}  // namespace

Result<Step> keep(const Policy&, const State& state, const Event&) { return Step{state, {}}; }

Result<Step> freeze(const Policy&, const State& state, const Event& event) {
  Step step{state, {}};
  enter(step.state, Phase::ready, event.at);
  step.state.body_sha256 = std::get<Freeze>(event.what).body_sha256;
  return step;
}

Result<Step> freeze_again(const Policy&, const State& state, const Event& event) {
  if (std::get<Freeze>(event.what).body_sha256 != state.body_sha256) return defect("asn/frozen_differs");
  return Step{state, {}};
}

Result<Step> approve(const Policy&, const State& state, const Event& event) {
  Step step{state, {}};
  enter(step.state, Phase::queued, event.at);
  step.state.act_at = event.at;
  step.state.deadline = std::get<Approve>(event.what).deadline;
  step.effects = {Enqueue{}};
  return step;
}

Result<Step> refuse_second_approval(const Policy&, const State& state, const Event&) {
  return Error(Recovery::ask_person, "asn/already_approved", {{"state", std::string(to_string(state.phase))}});
}

Result<Step> claim(const Policy& policy, const State& state, const Event& event) {
  return open_attempt(policy, state, event);
}

Result<Step> claim_unknown(const Policy& policy, const State& state, const Event& event) {
  if (!may_repeat_blindly(policy, state, event.at)) return defect("asn/claim_of_unknown");
  auto step = open_attempt(policy, state, event);
  if (step) step->effects.insert(step->effects.begin(), CloseAttempt{"repeated"});
  return step;
}

Result<Step> unprepared(const Policy&, const State& state, const Event& event) {
  Step step{state, {}};
  ++step.state.tries;
  step.state.act_at = event.at + pause_after(step.state.tries);
  if (step.state.tries == 3 && step.state.told == 0) {
    step.state.told = 1;
    step.effects.emplace_back(Notify{Audience::clerk, "asn/notice_not_going_out"});
  }
  return step;
}

Result<Step> answered(const Policy& policy, const State& state, const Event& event) {
  const auto& answer = std::get<Answered>(event.what);
  if (answer.epoch != state.epoch || answer.attempt != state.attempt) return defect("asn/stale_owner");
  Step step{state, {}};
  switch (answer.kind) {
    case Answered::Kind::sent:
      step.state.remote_id = answer.remote_id;
      step.effects.emplace_back(CloseAttempt{"sent"});
      enter_reached(policy, step, Phase::sent, event.at);
      break;
    case Answered::Kind::refused:
      step.effects.emplace_back(CloseAttempt{"refused"});
      // "More than is open" after an attempt that was only judged absent may mean that the attempt is there after all.
      if (state.absence_was_judged) {
        enter_held(step, event.at, "asn/notice_refused_after_absent");
        break;
      }
      enter(step.state, Phase::rejected, event.at);
      step.effects.emplace_back(LeaveOutbox{});
      step.effects.emplace_back(Notify{Audience::clerk, "asn/notice_rejected"});
      break;
    case Answered::Kind::not_sent:
      step.effects.emplace_back(CloseAttempt{"not_sent"});
      enter_not_sent(policy, step, event.at, pause_after(state.attempt));
      break;
    case Answered::Kind::unknown:
      enter_unknown(policy, step, event.at);
      break;
  }
  return step;
}

// The customer's acknowledgement was quicker than its answer: the higher of the two stands already.
Result<Step> answered_late(const Policy&, const State& state, const Event& event) {
  const auto& answer = std::get<Answered>(event.what);
  if (answer.epoch != state.epoch || answer.attempt != state.attempt) return defect("asn/stale_owner");
  Step step{state, {}};
  if (step.state.remote_id.empty()) step.state.remote_id = answer.remote_id;
  return step;
}

Result<Step> lost_owner(const Policy& policy, const State& state, const Event& event) {
  const auto epoch = std::get<Restart>(event.what).epoch;
  if (epoch <= state.epoch) return defect("asn/epoch_not_risen");
  Step step{state, {}};
  step.state.epoch = epoch;
  enter_unknown(policy, step, event.at);
  return step;
}

// In a store put back to a backup, what waits to be sent may be at the customer: it is looked for first.
Result<Step> found_approved(const Policy& policy, const State& state, const Event& event) {
  if (!std::get<Restart>(event.what).is_restored) return keep(policy, state, event);
  auto step = lost_owner(policy, state, event);
  if (step) step->state.is_restored = true;
  return step;
}

// Somebody may have cancelled it since: not there is then no reason to send it.
Result<Step> found_unknown(const Policy&, const State& state, const Event& event) {
  Step step{state, {}};
  step.state.is_restored = state.is_restored || std::get<Restart>(event.what).is_restored;
  return step;
}

Result<Step> due_attempt(const Policy& policy, const State& state, const Event& event) {
  Step step{state, {}};
  step.effects = climb(policy, step.state, event.at);
  if (state.act_at && *state.act_at <= event.at) step.effects.emplace_back(StartAttempt{});
  return step;
}

Result<Step> due_unknown(const Policy& policy, const State& state, const Event& event) {
  Step step{state, {}};
  step.effects = climb(policy, step.state, event.at);
  if (!state.act_at || *state.act_at > event.at) return step;
  if (may_repeat_blindly(policy, state, event.at))
    step.effects.emplace_back(StartAttempt{});
  else
    step.effects.emplace_back(LookUp{});
  return step;
}

}  // namespace calloff::asn::transitions
