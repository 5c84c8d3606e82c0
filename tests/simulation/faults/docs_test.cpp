// docs/faults.md is written from what the faults' tests lived through: a stale page fails here, and CALLOFF_UPDATE=1
// rewrites it.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "simulation/faults/rows.hpp"
#include "support/faults/fault_page.hpp"
#include "support/paths.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

std::vector<FaultRow> all_rows() {
  std::vector<FaultRow> all;
  for (const auto* rows : {&login_faults(), &session_faults(), &transport_faults(), &content_faults(), &asn_faults()})
    all.insert(all.end(), rows->begin(), rows->end());
  return all;
}

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("docs/faults.md is what the tests lived through") {
  const auto rows = all_rows();
  CHECK(std::is_sorted(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.number < b.number; }));
  const auto page = fault_page(rows);
  const auto file = source_folder() / "docs/faults.md";
  if (std::getenv("CALLOFF_UPDATE")) std::ofstream(file, std::ios::binary) << page;
  if (contents(file) != page)
    FAIL(file << " is stale: run CALLOFF_UPDATE=1 build/dev/tests/simulation_faults, then read the diff");
}
