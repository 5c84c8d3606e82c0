// The right-hand sides of the protocol's table: what one event does in one phase. Pure; called by step() alone.
#pragma once
#include "asn/protocol.hpp"

namespace calloff::asn::transitions {

using Handler = Result<Step>(const Policy&, const State&, const Event&);

Handler keep;
Handler freeze, freeze_again, approve, refuse_second_approval;                   // until the outbox
Handler claim, claim_unknown, unprepared, answered, answered_late, lost_owner;   // an attempt
Handler found_approved, found_unknown;                                           // what a restart finds
Handler due_attempt, due_unknown, due_held, due_sent;                            // the clock
Handler looked_unknown, looked_sent;                                             // what the customer shows
Handler decide, decide_sent, cancel, refuse_cancel_unknown, refuse_cancel_sent;  // people
Handler acknowledged, acknowledged_held, acknowledged_closed;                    // what the customer says

/// Enters `phase` at `at`: its own counters begin anew.
void enter(State& state, Phase phase, Instant at);
/// Attempt n is proven not to be at the customer: the next one, or a person when there is none left.
void enter_not_sent(const Policy& policy, Step& step, Instant at, std::chrono::seconds pause);
/// Nobody knows where attempt n is.
void enter_unknown(const Policy& policy, Step& step, Instant at);
/// The customer has it, as far as `phase`.
void enter_reached(const Policy& policy, Step& step, Phase phase, Instant at);
void enter_held(Step& step, Instant at, std::string notice);

}  // namespace calloff::asn::transitions
