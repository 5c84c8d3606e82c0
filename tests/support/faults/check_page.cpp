#include <cstdlib>
#include <fstream>
#include <numeric>
#include <set>
#include <sstream>

#include "support/faults/fault_page.hpp"
#include "support/faults/fault_titles.hpp"
#include "support/faults/live_all.hpp"
#include "support/paths.hpp"

namespace calloff::test {
namespace {

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A row's number is the simulator's; every fault that the simulator knows of these numbers has a row.
void check_names(const std::vector<FaultRow>& rows) {
  std::set<int> numbers;
  std::set<std::string_view> names;
  for (const auto& row : rows) {
    INFO(name_of(row));
    const auto* kind = simulator::fault_named(row.wish.fault);
    REQUIRE(kind);
    CHECK(kind->number == row.number);
    numbers.insert(row.number);
    names.insert(row.wish.fault);
  }
  for (const auto& kind : simulator::known_faults()) {
    INFO(kind.number << " " << kind.name);
    CHECK((numbers.count(kind.number) == 0 || names.count(kind.name) == 1));
  }
}

}  // namespace

void check_page(const std::vector<FaultRow>& rows) {
  check_names(rows);
  const auto file = source_folder() / "docs/faults.md";
  const auto page = updated_page(contents(file), rows);
  if (std::getenv("CALLOFF_UPDATE")) std::ofstream(file, std::ios::binary) << page;
  if (contents(file) != page) FAIL(file << " is stale: run CALLOFF_UPDATE=1 with this program, then read the diff");
  std::vector<int> all(kFaults);
  std::iota(all.begin(), all.end(), 1);
  CHECK(numbers_of(page) == all);
}

}  // namespace calloff::test
