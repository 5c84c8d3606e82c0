// Faults that an ASN meets.
#pragma once
#include "support/faults/fault_row.hpp"

namespace calloff::test {

/// An ASN that went well, then one under the fault, until it is closed or waits for a person; the person then does what
/// the gateway asks. What the portal truly holds is counted.
Lived live_asn(const FaultRow& row);

}  // namespace calloff::test
