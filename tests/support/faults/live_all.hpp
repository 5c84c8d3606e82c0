// Rows of faults as tests: a section for each, by its name.
#pragma once
#include "support/catch.hpp"
#include "support/faults/fault_row.hpp"

namespace calloff::test {

inline const std::string kDaily = "sgm JQ daily", kWeekly = "sgm JQ weekly", kOrders = "sgm orders";

inline void live_all(const std::vector<FaultRow>& rows) {
  for (const auto& row : rows) {
    DYNAMIC_SECTION(name_of(row)) {
      for (const auto& violation : lived(row).violations) FAIL_CHECK(violation);
    }
  }
}

/// docs/faults.md holds exactly what these rows lived through; CALLOFF_UPDATE=1 writes it.
void check_page(const std::vector<FaultRow>& rows);

}  // namespace calloff::test
