// Whom an ASN that is stuck is shown to, and when. Pure.
#pragma once
#include <optional>

#include "asn/protocol.hpp"

namespace calloff::asn {

/// When the next rung is due: for UNKNOWN and HELD the coordinator ten minutes (or half the remaining time) after, and
/// the call-out a quarter of an hour before the truck leaves; for what is not out yet only the call-out; for SENT the
/// clerk when the acknowledgement is overdue.
std::optional<Instant> next_rung(const Policy& policy, const State& state);

/// Climbs every rung that is due at `at`: raises state.told, gives the notices in order.
std::vector<Effect> climb(const Policy& policy, State& state, Instant at);

}  // namespace calloff::asn
