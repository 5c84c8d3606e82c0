// Faults 21 to 36: what the pages hold. Harmless differences change no record; the others are named, and nothing is
// taken from such a page.
#include "simulation/faults/rows.hpp"

namespace calloff::test {

const std::vector<FaultRow>& content_faults() {
  static const std::vector<FaultRow> rows{
      {24, {"empty_with_text", "JQ", "list"}, "JQ daily", "no_data", ""},
      {24, {"empty_with_text", "OMX", "query"}, "orders", "no_data", ""},
      {25, {"empty_without_text", "JQ", "list"}, "JQ daily", "page_changed", "page/empty_without_proof"},
      {25, {"empty_without_text", "OMX", "query"}, "orders", "page_changed", "page/empty_without_proof"},
      {26, {"inserted_column", "JQ", "list"}, "JQ daily", "ok", "", InForce::undisturbed, Next::nothing},
      {26, {"inserted_column", "JQ", "detail"}, "JQ daily", "ok", "", InForce::undisturbed, Next::nothing},
      {26, {"inserted_column", "OMX", "lines"}, "orders", "ok", "", InForce::undisturbed, Next::nothing},
      {27, {"renamed_column", "JQ", "list"}, "JQ daily", "page_changed", "page/missing_column"},
      {27, {"renamed_column", "JQ", "detail"}, "JQ daily", "page_changed", "map/missing_column"},
      {27, {"renamed_column", "OMX", "query"}, "orders", "page_changed", "page/missing_column"},
      {27, {"renamed_column", "OMX", "lines"}, "orders", "page_changed", "map/missing_column"},
  };
  return rows;
}

TEST_CASE("faults of the pages") { live_all(content_faults()); }

}  // namespace calloff::test
