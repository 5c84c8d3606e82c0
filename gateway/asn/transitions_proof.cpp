// What the customer shows and says, and what people decide.
#include <algorithm>

#include "asn/ladder.hpp"
#include "asn/transitions.hpp"

namespace calloff::asn::transitions {
namespace {

using adapter_api::ResendClass;
using Verdict = Judgement::Verdict;

Error refusal(const char* code) { return Error(Recovery::ask_person, code); }

bool is_stale(const State& state, const Looked& looked) {
  return looked.epoch != state.epoch || looked.attempt != state.attempt || looked.started < state.since;
}

const char* held_notice(Verdict verdict) {
  switch (verdict) {
    case Verdict::found_draft:
      return "asn/notice_held_draft";
    case Verdict::found_many:
      return "asn/notice_held_many";
    default:
      return "asn/notice_held_other";
  }
}

void look_again(State& state, Instant at) {
  ++state.tries;
  state.act_at = at + pause_after(state.tries);
}

// A negative counts towards ABSENT only after the settle time and only where repeating is allowed at all; the second
// one must have begun the full gap after the first.
void count_negative(const Policy& policy, Step& step, const Event& event, const Looked& looked) {
  auto& state = step.state;
  if (policy.resend == ResendClass::never || looked.started < state.since + policy.settle)
    return look_again(state, event.at);
  if (!state.negative) {
    state.negative = looked.started;
    state.act_at = looked.started + negative_gap(policy);
    return;
  }
  if (looked.started - *state.negative < negative_gap(policy)) {
    state.act_at = *state.negative + negative_gap(policy);
    return;
  }
  // A person may have cancelled it since the backup, or entered it by hand elsewhere: a person says that it goes out.
  if (state.is_restored) return enter_held(step, event.at, "asn/notice_held_restored");
  state.absence_was_judged = true;
  step.effects.emplace_back(CloseAttempt{"absent"});
  enter_not_sent(policy, step, event.at, std::chrono::seconds(0));
}

// Two people for a customer where nothing can be proven by looking. Nothing happens until the second one.
bool waits_for_second_person(const Policy& policy, const State& state, const Decide& decision) {
  return policy.resend == ResendClass::never &&
         (state.absent_said_by.empty() || state.absent_said_by == decision.actor);
}

Result<Step> decide_absent(const Policy& policy, Step step, const Event& event, const Decide& decision) {
  if (waits_for_second_person(policy, step.state, decision)) {
    if (step.state.absent_said_by == decision.actor) return refusal("asn/second_person_required");
    step.state.absent_said_by = decision.actor;
    step.effects.emplace_back(Notify{Audience::coordinator, "asn/notice_second_person"});
    return step;
  }
  step.state.absence_was_judged = true;
  step.effects.emplace_back(CloseAttempt{"absent"});
  enter_not_sent(policy, step, event.at, std::chrono::seconds(0));
  return step;
}

Result<Step> raise_to(const Policy& policy, const State& state, const Event& event, Phase level,
                      const std::string& remote_id) {
  Step step{state, {}};
  if (!remote_id.empty()) step.state.remote_id = remote_id;
  const auto had = acknowledged_level(state.phase);
  const auto has = acknowledged_level(level).value_or(0);
  if (had && *had >= has) return step;
  if (!had) step.effects.emplace_back(CloseAttempt{"found"});
  enter_reached(policy, step, level, event.at);
  return step;
}

}  // namespace

Result<Step> looked_unknown(const Policy& policy, const State& state, const Event& event) {
  const auto& looked = std::get<Looked>(event.what);
  if (is_stale(state, looked)) return Error(Recovery::fix_code, "asn/stale_look_up");
  Step step{state, {}};
  switch (looked.judgement.verdict) {
    case Verdict::found:
      return raise_to(policy, state, event, looked.judgement.level, looked.judgement.remote_id);
    case Verdict::found_other:
    case Verdict::found_draft:
    case Verdict::found_many:
      step.state.remote_id = looked.judgement.remote_id;
      enter_held(step, event.at, held_notice(looked.judgement.verdict));
      break;
    case Verdict::absent:
      count_negative(policy, step, event, looked);
      break;
    case Verdict::inconclusive:
      look_again(step.state, event.at);
      break;
  }
  return step;
}

Result<Step> looked_sent(const Policy& policy, const State& state, const Event& event) {
  const auto& looked = std::get<Looked>(event.what);
  if (is_stale(state, looked)) return Error(Recovery::fix_code, "asn/stale_look_up");
  Step step{state, {}};
  switch (looked.judgement.verdict) {
    case Verdict::found: {
      auto raised = raise_to(policy, state, event, looked.judgement.level, looked.judgement.remote_id);
      if (raised->state.phase == state.phase) look_again(raised->state, event.at);
      return raised;
    }
    case Verdict::found_other:
    case Verdict::found_draft:
    case Verdict::found_many:
      enter_held(step, event.at, held_notice(looked.judgement.verdict));
      break;
    case Verdict::absent:  // its receipt names it: only shown late
    case Verdict::inconclusive:
      look_again(step.state, event.at);
      break;
  }
  return step;
}

Result<Step> due_sent(const Policy& policy, const State& state, const Event& event) {
  Step step{state, {}};
  if (is_closed(state.phase, policy.terminal)) return step;
  step.effects = climb(policy, step.state, event.at);
  if (state.act_at && *state.act_at <= event.at) step.effects.emplace_back(LookUp{});
  return step;
}

Result<Step> due_held(const Policy& policy, const State& state, const Event& event) {
  Step step{state, {}};
  step.effects = climb(policy, step.state, event.at);
  return step;
}

Result<Step> decide(const Policy& policy, const State& state, const Event& event) {
  const auto& decision = std::get<Decide>(event.what);
  Step step{state, {}};
  switch (decision.choice) {
    case Decide::Choice::found:
      if (decision.reference.empty()) return refusal("asn/reference_required");
      step.state.remote_id = step.state.vouched_id = decision.reference;
      step.effects.emplace_back(CloseAttempt{"found"});
      enter_reached(policy, step, Phase::sent, event.at);
      return step;
    case Decide::Choice::absent:
      if (state.has_receipt) return refusal("asn/receipt_not_absent");
      return decide_absent(policy, std::move(step), event, decision);
    case Decide::Choice::abandon:
      enter(step.state, Phase::cancelled, event.at);
      step.effects = {CloseAttempt{"abandoned"}, LeaveOutbox{}};
      return step;
  }
  return step;
}

// The customer's receipt named it: a person is asked only when it has not shown it for too long.
Result<Step> decide_sent(const Policy& policy, const State& state, const Event& event) {
  if (is_closed(state.phase, policy.terminal) || state.told == 0) return refusal("asn/nothing_to_decide");
  return decide(policy, state, event);
}

Result<Step> cancel(const Policy&, const State& state, const Event& event) {
  Step step{state, {}};
  enter(step.state, Phase::cancelled, event.at);
  step.effects = {LeaveOutbox{}};
  return step;
}

Result<Step> refuse_cancel_unknown(const Policy&, const State&, const Event&) { return refusal("asn/cancel_unknown"); }
Result<Step> refuse_cancel_sent(const Policy&, const State&, const Event&) { return refusal("asn/cancel_sent"); }

Result<Step> acknowledged(const Policy& policy, const State& state, const Event& event) {
  const auto& acknowledgement = std::get<Acknowledged>(event.what);
  if (acknowledgement.level != Phase::rejected) {
    auto raised = raise_to(policy, state, event, acknowledgement.level, acknowledgement.remote_id);
    if (state.phase == Phase::not_sent)
      raised->effects.emplace_back(Notify{Audience::coordinator, "asn/notice_there_after_all"});
    return raised;
  }
  Step step{state, {}};
  enter(step.state, Phase::rejected, event.at);
  step.effects = {CloseAttempt{"refused"}, LeaveOutbox{}, Notify{Audience::clerk, "asn/notice_rejected"}};
  return step;
}

Result<Step> acknowledged_held(const Policy& policy, const State& state, const Event& event) {
  if (std::get<Acknowledged>(event.what).level == Phase::rejected) return acknowledged(policy, state, event);
  return Step{state, {Notify{Audience::clerk, "asn/notice_acknowledged_held"}}};
}

Result<Step> acknowledged_closed(const Policy&, const State& state, const Event& event) {
  if (std::get<Acknowledged>(event.what).level == Phase::rejected) return Step{state, {}};
  return Step{state, {Notify{Audience::coordinator, "asn/notice_acknowledged_closed"}}};
}

}  // namespace calloff::asn::transitions
