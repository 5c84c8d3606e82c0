// Files that people bring: what is refused, and with which words.
#include "inbound/import.hpp"

#include <fstream>
#include <sstream>

#include "mapping/load.hpp"
#include "settings/document.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

using namespace calloff;

namespace {

/// table: what the part's selector says of it
std::shared_ptr<const mapping::Plan> plan_of(const std::string& table) {
  const std::string text =
      "mapping: test/one\nrecord: asn_status\nformat: table\nparts:\n  file: {" + table +
      "gives: records}\nfields:\n  - {field: remote_id, from: ASN号}\n  - {field: state, from: 状态}\n";
  auto loaded = mapping::load_mapping(
      "test/one", [&](const std::string& file) -> Result<settings::Node> { return settings::read_yaml(text, file); });
  REQUIRE(loaded.errors.empty());
  return loaded.plan;
}

inbound::Assembled assembled(const std::shared_ptr<const mapping::Plan>& plan, const std::string& bytes) {
  mapping::DocumentContext context{"", "JQ", "asn_status", *parse_local_time("2026-03-10T10:00")};
  return inbound::assemble({plan, nullptr}, {{"asns.html", "", bytes}}, context);
}

std::string table(const std::string& id, const std::string& number) {
  return "<table id=" + id + "><tr><th>ASN号<th>状态<tr><td>" + number + "<td>已提交</table>";
}

}  // namespace

TEST_CASE("a file with two tables that fit is refused, unless the mapping names one") {
  const auto file = "<html><body>" + table("old", "A1") + table("new", "A2") + "</body></html>";
  const auto either = assembled(plan_of(""), file);
  CHECK(either.documents.empty());
  REQUIRE(either.refused.size() == 1);
  CHECK(either.refused.front().error.code == "map/ambiguous_table");

  const auto named = assembled(plan_of("table: new, "), file);
  CHECK(named.refused.empty());
  REQUIRE(named.documents.size() == 1);
  CHECK(named.documents.front().entry == "A2");
}

namespace {

std::string page(const std::string& name) {
  std::ostringstream bytes;
  bytes << std::ifstream(test::source_folder() / "fixtures/customers/sgm/weekly_page" / name, std::ios::binary).rdbuf();
  return bytes.str();
}

/// The release's own page, as of that revision.
std::string detail_of(const std::string& revision) {
  auto bytes = page("detail.html");
  const std::string first = "<td>1</td></tr>";
  const auto at = bytes.find(first, bytes.find("WDF-JQ-"));
  REQUIRE(at != bytes.npos);
  return bytes.replace(at, first.size(), "<td>" + revision + "</td></tr>");
}

std::shared_ptr<const mapping::Plan> weekly(const std::string& name) {
  return mapping::load_mapping((test::source_folder() / "mappings").string(), "customers/sgm/" + name).plan;
}

}  // namespace

TEST_CASE("a page is never married to the row of another revision") {
  const mapping::DocumentContext context{"", "JQ", "weekly", *parse_local_time("2026-03-06T10:00")};
  const auto taken = [&](const std::string& revision, bool has_sheet_plan) {
    return inbound::assemble({weekly("weekly"), has_sheet_plan ? weekly("weekly_file") : nullptr},
                             {{"list.html", "", page("row.html")}, {"release.html", "", detail_of(revision)}}, context);
  };
  for (const bool has_sheet_plan : {false, true}) {
    const auto same = taken("1", has_sheet_plan);
    REQUIRE(same.documents.size() == 1);
    CHECK(same.documents.front().files == std::vector<std::string>{"list.html", "release.html"});
  }
  const auto later = taken("2", false);
  CHECK(later.documents.empty());
  REQUIRE(later.refused.size() == 1);
  CHECK(later.refused.front().error.code == "import/no_row");
  const auto alone = taken("2", true);
  REQUIRE(alone.documents.size() == 1);
  CHECK(alone.documents.front().files == std::vector<std::string>{"release.html"});
  CHECK(alone.documents.front().entry.ends_with("/2"));
}
