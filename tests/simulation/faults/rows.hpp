// The faults by theme; each theme's test says what must come of them, docs_test.cpp writes them all down.
#pragma once
#include "support/catch.hpp"
#include "support/faults/fault_row.hpp"

namespace calloff::test {

const std::vector<FaultRow>& login_faults();
const std::vector<FaultRow>& session_faults();
const std::vector<FaultRow>& transport_faults();
const std::vector<FaultRow>& content_faults();
const std::vector<FaultRow>& asn_faults();

/// A section for each row, by its name.
inline void live_all(const std::vector<FaultRow>& rows) {
  for (const auto& row : rows) {
    DYNAMIC_SECTION(name_of(row)) {
      for (const auto& violation : lived(row).violations) FAIL_CHECK(violation);
    }
  }
}

}  // namespace calloff::test
