// Files that people bring: what is refused, and with which words.
#include "inbound/import.hpp"

#include "mapping/load.hpp"
#include "settings/document.hpp"
#include "support/catch.hpp"

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
