// One plant's feed from sign-in to sign-out, as served by the simulated portal: two pages of sheets, each with its row
// and its detail.
#include <algorithm>

#include "formats/page.hpp"
#include "support/catch.hpp"
#include "support/portal/adapter_bench.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

formats::Page decoded(const adapter_api::Part& part) {
  formats::PageOptions options;
  options.http_charset = part.content_type.substr(part.content_type.find("charset=") + 8);
  return formats::decode_page(part.bytes, options).value();
}

std::string cell(const formats::Table& table, const std::string& column) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].path() == column) return std::string(table.rows.at(0).cells[i].text);
  return "no column " + column;
}

}  // namespace

TEST_CASE("sign in, list two pages, fetch every sheet, sign out") {
  AdapterBench bench("sgm_eschedule");
  auto* portal = bench.portals().eschedule("JQ");
  REQUIRE(bench.open());
  const auto listing = bench.list("daily");
  REQUIRE(listing);
  CHECK(listing->entries.size() == 35);
  CHECK(!listing->is_proven_empty);
  CHECK(listing->evidence.size() == 3);  // page 1, page 2, page 1 again

  for (const auto& entry : listing->entries) {
    INFO(entry.id);
    const auto document = bench.fetch("daily", entry);
    REQUIRE(document);
    REQUIRE(document->parts.size() == 2);
    CHECK(document->entry.id == entry.id);
    CHECK(document->parts[0].name == "row");
    CHECK(document->parts[1].name == "detail");
    const auto row = decoded(document->parts[0]);
    const auto* table = row.find_table("pusListTab");
    REQUIRE(table);
    REQUIRE(table->rows.size() == 1);
    CHECK(cell(*table, "取货单号") == entry.id);
    CHECK(cell(*table, "工厂") == "JQ");
    // The row is a piece of the page as served.
    const auto& snippet = document->parts[0].bytes;
    const auto own = snippet.substr(snippet.rfind("<tr"), snippet.rfind("</table>") - snippet.rfind("<tr"));
    CHECK(std::any_of(listing->evidence.begin(), listing->evidence.end(),
                      [&](const auto& page) { return page.bytes.find(own) != std::string::npos; }));
    const auto detail = decoded(document->parts[1]);
    CHECK(detail.find_table("table_double_head") != nullptr);
    REQUIRE(detail.find_label("取货单号") != nullptr);
    CHECK(detail.find_label("取货单号")->text == entry.id);
    CHECK(bench.settle("daily", entry, adapter_api::Disposition::archived));
    CHECK(bench.settle("daily", entry, adapter_api::Disposition::archived));
  }
  REQUIRE(portal != nullptr);
  CHECK(bench.close());
  CHECK(bench.list("daily").error().code == "sign_in/session_expired");
}

TEST_CASE("opening a sheet does not change its mark; being accepted does") {
  AdapterBench bench("sgm_eschedule");
  REQUIRE(bench.open());
  const auto before = bench.list("daily").value();
  for (const auto& entry : before.entries) REQUIRE(bench.fetch("daily", entry));
  const auto after = bench.list("daily").value();
  REQUIRE(after.entries.size() == before.entries.size());
  for (std::size_t i = 0; i < after.entries.size(); ++i) {
    INFO(after.entries[i].id);
    CHECK(after.entries[i].mark == before.entries[i].mark);
  }
}
