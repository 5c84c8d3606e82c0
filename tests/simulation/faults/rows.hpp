// Faults of the way to the portal, of sessions and of ASNs, by theme.
#pragma once
#include "support/faults/live_all.hpp"

namespace calloff::test {

const std::vector<FaultRow>& login_faults();
const std::vector<FaultRow>& session_faults();
const std::vector<FaultRow>& transport_faults();
const std::vector<FaultRow>& asn_faults();

}  // namespace calloff::test
