#include "simulation/faults/rows.hpp"

namespace calloff::test {

TEST_CASE("docs/faults.md is what the tests lived through") {
  std::vector<FaultRow> all;
  for (const auto* rows : {&login_faults(), &session_faults(), &transport_faults(), &asn_faults()})
    all.insert(all.end(), rows->begin(), rows->end());
  check_page(all);
}

}  // namespace calloff::test
