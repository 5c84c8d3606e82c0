// docs/faults.md, from what the faults' rows lived through.
#pragma once
#include <string>
#include <vector>

#include "support/faults/fault_row.hpp"

namespace calloff::test {

/// Markdown: one line for each way in which a fault was let loose, in the order given.
std::string fault_page(const std::vector<FaultRow>& rows);

}  // namespace calloff::test
