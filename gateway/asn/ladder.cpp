#include "asn/ladder.hpp"

#include <algorithm>

namespace calloff::asn {
namespace {

using namespace std::chrono_literals;

constexpr int kClerk = 1, kCoordinator = 2, kCallOut = 3;

bool needs_person(Phase phase) { return phase == Phase::unknown || phase == Phase::held; }
bool is_outstanding(Phase phase) { return phase == Phase::queued || phase == Phase::not_sent; }

std::optional<Instant> call_out_at(const State& state) {
  if (!state.deadline) return std::nullopt;
  return *state.deadline - 15min;
}

Instant coordinator_at(const State& state) {
  std::chrono::milliseconds wait = 10min;
  if (state.deadline) wait = std::clamp<std::chrono::milliseconds>((*state.deadline - state.since) / 2, 0ms, 10min);
  return state.since + wait;
}

struct Rung {
  int told;
  Instant at;
  Notify notice;
};

std::optional<Rung> rung(const Policy& policy, const State& state) {
  const bool is_acknowledging = state.phase == Phase::sent || state.phase == Phase::delivered;
  if (is_acknowledging && !is_closed(state.phase, policy.terminal) && state.told < kClerk)
    return Rung{kClerk, state.since + policy.acknowledged_within, {Audience::clerk, "asn/notice_unacknowledged"}};
  if (needs_person(state.phase) && state.told < kCoordinator)
    return Rung{kCoordinator, coordinator_at(state), {Audience::coordinator, "asn/notice_still_open"}};
  if ((needs_person(state.phase) || is_outstanding(state.phase)) && state.told < kCallOut)
    if (const auto at = call_out_at(state)) return Rung{kCallOut, *at, {Audience::call_out, "asn/notice_call_out"}};
  return std::nullopt;
}

}  // namespace

std::optional<Instant> next_rung(const Policy& policy, const State& state) {
  const auto next = rung(policy, state);
  return next ? std::optional(next->at) : std::nullopt;
}

std::vector<Effect> climb(const Policy& policy, State& state, Instant at) {
  std::vector<Effect> notices;
  for (auto next = rung(policy, state); next && next->at <= at; next = rung(policy, state)) {
    state.told = next->told;
    notices.emplace_back(next->notice);
  }
  return notices;
}

}  // namespace calloff::asn
