// docs/faults.md, from what the faults' rows lived through.
#pragma once
#include <string>
#include <vector>

#include "support/faults/fault_row.hpp"

namespace calloff::test {

/// The page with the lines of these rows' numbers made anew: one line for each way in which a fault was let loose.
/// page: as it stands; may be empty. Lines of other numbers stay: another program lives through those.
std::string updated_page(const std::string& page, const std::vector<FaultRow>& rows);

/// Numbers that the page has lines of.
std::vector<int> numbers_of(const std::string& page);

}  // namespace calloff::test
