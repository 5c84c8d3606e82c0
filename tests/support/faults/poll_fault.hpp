// Faults that a poll meets.
#pragma once
#include "support/faults/fault_row.hpp"

namespace calloff::test {

Lived live_polls(const FaultRow& row);

}  // namespace calloff::test
