#include "asn/protocol.hpp"

#include <algorithm>
#include <array>

#include "asn/ladder.hpp"
#include "asn/transitions.hpp"

namespace calloff::asn {
namespace {

using namespace std::chrono_literals;
using adapter_api::ResendClass;
using transitions::Handler;

// The order of Happening's alternatives.
constexpr std::array<std::string_view, kEvents> kEventNames{"freeze",   "approve", "claim",       "unprepared",
                                                            "answered", "restart", "looked",      "due",
                                                            "decide",   "cancel",  "acknowledged"};

struct Row {
  Phase from;
  std::size_t event;
  Handler* handler;
};

constexpr std::size_t kFreeze = 0, kApprove = 1, kClaim = 2, kUnprepared = 3, kAnswered = 4, kRestart = 5, kLooked = 6,
                      kDue = 7, kDecide = 8, kCancel = 9, kAcknowledged = 10;

// Every step that is allowed. What does not stand here is asn/illegal_step.
constexpr Row kTransitions[] = {
    {Phase::draft, kFreeze, transitions::freeze},
    {Phase::draft, kCancel, transitions::cancel},
    {Phase::ready, kFreeze, transitions::freeze_again},
    {Phase::ready, kApprove, transitions::approve},
    {Phase::ready, kCancel, transitions::cancel},
    {Phase::queued, kApprove, transitions::refuse_second_approval},
    {Phase::queued, kClaim, transitions::claim},
    {Phase::queued, kUnprepared, transitions::unprepared},
    {Phase::queued, kRestart, transitions::found_approved},
    {Phase::queued, kDue, transitions::due_attempt},
    {Phase::queued, kCancel, transitions::cancel},
    {Phase::sending, kApprove, transitions::refuse_second_approval},
    {Phase::sending, kAnswered, transitions::answered},
    {Phase::sending, kRestart, transitions::lost_owner},
    {Phase::sending, kAcknowledged, transitions::acknowledged},
    {Phase::not_sent, kApprove, transitions::refuse_second_approval},
    {Phase::not_sent, kClaim, transitions::claim},
    {Phase::not_sent, kUnprepared, transitions::unprepared},
    {Phase::not_sent, kRestart, transitions::found_approved},
    {Phase::not_sent, kDue, transitions::due_attempt},
    {Phase::not_sent, kCancel, transitions::cancel},
    {Phase::not_sent, kAcknowledged, transitions::acknowledged},
    {Phase::unknown, kApprove, transitions::refuse_second_approval},
    {Phase::unknown, kClaim, transitions::claim_unknown},
    {Phase::unknown, kUnprepared, transitions::unprepared},
    {Phase::unknown, kRestart, transitions::found_unknown},
    {Phase::unknown, kLooked, transitions::looked_unknown},
    {Phase::unknown, kDue, transitions::due_unknown},
    {Phase::unknown, kDecide, transitions::decide},
    {Phase::unknown, kCancel, transitions::refuse_cancel_unknown},
    {Phase::unknown, kAcknowledged, transitions::acknowledged},
    {Phase::held, kApprove, transitions::refuse_second_approval},
    {Phase::held, kDue, transitions::due_held},
    {Phase::held, kDecide, transitions::decide},
    {Phase::held, kCancel, transitions::refuse_cancel_unknown},
    {Phase::held, kAcknowledged, transitions::acknowledged_held},
    {Phase::sent, kApprove, transitions::refuse_second_approval},
    {Phase::sent, kLooked, transitions::looked_sent},
    {Phase::sent, kDue, transitions::due_sent},
    {Phase::sent, kDecide, transitions::decide_sent},
    {Phase::sent, kCancel, transitions::refuse_cancel_sent},
    {Phase::sent, kAcknowledged, transitions::acknowledged},
    {Phase::delivered, kApprove, transitions::refuse_second_approval},
    {Phase::delivered, kAnswered, transitions::answered_late},
    {Phase::delivered, kLooked, transitions::looked_sent},
    {Phase::delivered, kDue, transitions::due_sent},
    {Phase::delivered, kDecide, transitions::decide_sent},
    {Phase::delivered, kCancel, transitions::refuse_cancel_sent},
    {Phase::delivered, kAcknowledged, transitions::acknowledged},
    {Phase::accepted, kApprove, transitions::refuse_second_approval},
    {Phase::accepted, kAnswered, transitions::answered_late},
    {Phase::accepted, kLooked, transitions::looked_sent},
    {Phase::accepted, kDue, transitions::due_sent},
    {Phase::accepted, kCancel, transitions::refuse_cancel_sent},
    {Phase::accepted, kAcknowledged, transitions::acknowledged},
    {Phase::goods_received, kApprove, transitions::refuse_second_approval},
    {Phase::goods_received, kAnswered, transitions::answered_late},
    {Phase::goods_received, kCancel, transitions::refuse_cancel_sent},
    {Phase::goods_received, kAcknowledged, transitions::acknowledged},
    {Phase::rejected, kApprove, transitions::refuse_second_approval},
    {Phase::rejected, kAnswered, transitions::answered_late},
    {Phase::rejected, kAcknowledged, transitions::acknowledged_closed},
    {Phase::cancelled, kApprove, transitions::refuse_second_approval},
    {Phase::cancelled, kAcknowledged, transitions::acknowledged_closed},
};

Handler* find_handler(Phase phase, std::size_t event) {
  for (const auto& row : kTransitions)
    if (row.from == phase && row.event == event) return row.handler;
  // A new owner restarts every row it finds; only a running attempt is changed by it.
  if (event == kRestart) return transitions::keep;
  return nullptr;
}

}  // namespace

std::string_view event_name(const Happening& what) { return kEventNames[what.index()]; }

std::string_view to_string(Judgement::Verdict verdict) {
  constexpr std::array<std::string_view, 6> words{"found",      "found_other", "found_draft",
                                                  "found_many", "absent",      "inconclusive"};
  return words[std::size_t(verdict)];
}

bool is_listed(Phase phase, std::size_t event_index) { return find_handler(phase, event_index) != nullptr; }

Result<Step> step(const Policy& policy, const State& state, const Event& event) {
  auto* handler = find_handler(state.phase, event.what.index());
  if (!handler)
    return Error(Recovery::ask_person, "asn/illegal_step",
                 {{"state", std::string(to_string(state.phase))}, {"event", std::string(event_name(event.what))}});
  return handler(policy, state, event);
}

std::optional<Instant> next_due(const Policy& policy, const State& state) {
  if (is_closed(state.phase, policy.terminal)) return std::nullopt;
  const auto rung = next_rung(policy, state);
  if (!state.act_at || !rung) return state.act_at ? state.act_at : rung;
  return std::min(*state.act_at, *rung);
}

std::chrono::seconds pause_after(int tries) {
  constexpr std::array<std::chrono::seconds, 6> pauses{30s, 1min, 2min, 5min, 10min, 15min};
  return pauses[std::size_t(std::clamp(tries, 1, int(pauses.size())) - 1)];
}

std::chrono::seconds negative_gap(const Policy& policy) { return std::max<std::chrono::seconds>(policy.settle, 5min); }

}  // namespace calloff::asn
