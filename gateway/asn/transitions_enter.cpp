// What it means to enter a phase.
#include "asn/transitions.hpp"

namespace calloff::asn::transitions {

using adapter_api::ResendClass;

void enter(State& state, Phase phase, Instant at) {
  state.phase = phase;
  state.since = at;
  state.act_at.reset();
  state.negative.reset();
  state.absent_said_by.clear();
  state.tries = 0;
  state.told = 0;
}

void enter_not_sent(const Policy& policy, Step& step, Instant at, std::chrono::seconds pause) {
  enter(step.state, Phase::not_sent, at);
  step.state.is_restored = false;
  if (step.state.attempt < policy.max_attempts) {
    step.state.act_at = at + pause;
    return;
  }
  step.state.told = 1;
  step.effects.emplace_back(Notify{Audience::clerk, "asn/notice_given_up"});
}

void enter_unknown(const Policy& policy, Step& step, Instant at) {
  enter(step.state, Phase::unknown, at);
  step.state.told = 1;
  step.state.act_at = at + (policy.resend == ResendClass::deduplicated ? pause_after(1) : policy.settle);
  step.effects.emplace_back(CloseAttempt{"unknown"});
  step.effects.emplace_back(Notify{Audience::clerk, "asn/notice_unknown"});
}

void enter_reached(const Policy& policy, Step& step, Phase phase, Instant at) {
  enter(step.state, phase, at);
  step.state.has_receipt = true;
  step.state.is_restored = false;
  if (is_closed(phase, policy.terminal))
    step.effects.emplace_back(LeaveOutbox{});
  else
    step.state.act_at = at;
}

void enter_held(Step& step, Instant at, std::string notice) {
  enter(step.state, Phase::held, at);
  step.state.told = 1;
  step.effects.emplace_back(Notify{Audience::clerk, std::move(notice)});
}

}  // namespace calloff::asn::transitions
