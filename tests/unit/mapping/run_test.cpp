#include "mapping/explain.hpp"
#include "pages.hpp"

using namespace calloff;
using namespace calloff::mapping;

namespace {

const DocumentContext kContext{"E1", "JQ", "daily", {*parse_date("2026-03-10"), std::chrono::hours(11)}};

const std::string kSheet = R"(mapping: test/one
record: delivery_schedule
format: html
numbers: {group: ","}
blanks: ["-"]
times: ["MM-dd HH:mm"]
parts:
  page: {table: lines, gives: lines, ignore: ["操作*"]}
fields:
  - {field: pus_no, label: [取货单号, PUS]}
  - {field: state, constant: unread}
  - {field: portal_sid, context: entry_id}
  - {field: pickup, label: 取货时间, optional: true}
  - {field: line.part_no, from: [物料号, 零件号]}
  - {field: line.required, from: 需求数量}
  - {field: line.committed, from: 承诺数量, optional: true}
  - {field: line.uom, from: 单位, values: {件: C62}, optional: true}
)";

formats::Page sheet_page(formats::Table table) {
  formats::Page page;
  const formats::Position position(page.memory->keep_words({"page", "label 取货单号"}));
  page.labels = {{"取货单号：", {"P-1", "", {5, 3, position}, false}}};
  page.tables.push_back(std::move(table));
  return page;
}

MappedDocument map_sheet(const formats::Page& page, const Plan& plan) {
  return map_document(plan, {{"page", &page}}, kContext);
}

}  // namespace

TEST_CASE("rows become lines; totals are none, blanks are none, zero is a value") {
  const auto plan = plan_of(kSheet);
  const auto page = sheet_page(table_of("lines", plain({"序号", "零件 号", "需求数量", "承诺数量"}),
                                        {{"1", "A", "1,200", "-"}, {"2", "B", "0", "0"}, {"合计", "", "1,200", ""}}));
  const auto mapped = map_sheet(page, *plan);
  REQUIRE(mapped.errors.empty());
  REQUIRE(mapped.drafts.size() == 1);
  const auto& [head, lines] = mapped.drafts.front();
  CHECK(head.text("pus_no") == "P-1");
  CHECK(head.text("portal_sid") == "E1");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].quantity("line.required") == Decimal::whole(1200));
  CHECK_FALSE(lines[0].quantity("line.committed"));
  CHECK(lines[1].quantity("line.required") == Decimal::whole(0));
  CHECK(lines[1].quantity("line.committed") == Decimal::whole(0));
  CHECK(lines[0].find("line.required")->text == "1,200");
  CHECK(lines[0].find("line.required")->locator->offset == 2);
  CHECK(mapped.new_columns == std::vector<std::string>{"page: 序号"});
}

TEST_CASE("bad cells are all named, with row, column, text, byte and mapping line") {
  const auto plan = plan_of(kSheet);
  const auto page =
      sheet_page(table_of("lines", plain({"零件号", "需求数量", "单位"}), {{"A", "many", "件"}, {"", "5", "桶"}}));
  const auto errors = map_sheet(page, *plan).errors;
  REQUIRE(errors.size() == 3);
  CHECK(errors[0].code == "map/bad_quantity");
  CHECK(errors[0].recovery == Recovery::quarantine);
  CHECK(errors[0].arg("column") == "需求数量");
  CHECK(errors[0].arg("text") == "many");
  CHECK(errors[0].arg("mapping") == "test/one.yaml:15:5");
  CHECK(errors[0].where.offset == 1u);
  CHECK(errors[0].where.position == "part page, row 1");
  CHECK(errors[1].code == "map/blank_field");
  CHECK(errors[2].code == "map/unknown_value");
  CHECK(errors[2].arg("known") == "件");
}

TEST_CASE("a page that is not as promised holds the feed") {
  const auto plan = plan_of(kSheet);
  struct Case {
    formats::Table table;
    const char *code, *arg, *value;
  };
  const auto c = GENERATE(
      Case{table_of("lines", plain({"零件号", "数量"}), {{"A", "1"}}), "map/missing_column", "headers", "零件号, 数量"},
      Case{table_of("other", plain({"零件号", "需求数量"}), {{"A", "1"}}), "map/missing_table", "tables", "other"},
      Case{table_of("lines", plain({"零件号", "需求数量", "需求数量"}), {{"A", "1", "2"}}), "map/ambiguous_column",
           "column", "需求数量"});
  INFO(c.code);
  const auto page = sheet_page(c.table);
  const auto mapped = map_sheet(page, *plan);
  REQUIRE(mapped.errors.size() == 1);
  CHECK(mapped.errors[0].code == c.code);
  CHECK(mapped.errors[0].recovery == Recovery::hold_feed);
  CHECK(mapped.errors[0].arg(c.arg) == c.value);
}

TEST_CASE("a missing part, a missing label and a table without rows are errors") {
  const auto plan = plan_of(kSheet);
  CHECK(map_document(*plan, {}, kContext).errors.front().code == "map/missing_part");
  auto page = sheet_page(table_of("lines", plain({"零件号", "需求数量"}), {}));
  page.labels.clear();
  const auto errors = map_sheet(page, *plan).errors;
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].code == "map/missing_label");
  CHECK(errors[1].code == "map/no_rows");
}

TEST_CASE("headers that are not marked up are found in the first rows") {
  const auto plan = plan_of(kSheet);
  auto table = table_of("lines", plain({"", ""}), {{"交货明细", ""}, {"零件号", "需求数量"}, {"A", "7"}});
  table.header.clear();
  for (auto& column : table.columns) column.header.clear();
  const auto page = sheet_page(table);
  const auto mapped = map_sheet(page, *plan);
  REQUIRE(mapped.errors.empty());
  REQUIRE(mapped.drafts.front().lines.size() == 1);
  CHECK(mapped.drafts.front().lines.front().quantity("line.required") == Decimal::whole(7));
}

TEST_CASE("headers that are dates become lines: an unpivot") {
  const auto plan = plan_of(R"yaml(mapping: test/one
record: forecast_release
format: html
blanks: ["-"]
times: ["yyyy-MM-dd HH:mm"]
reference_date: issued
parts:
  page:
    table: wdf
    gives: lines
    columns:
      - {pattern: "本周/(?P<start>\\d\\d/\\d\\d)", set: {bucket: day}}
      - {pattern: "第\\d+周/起始(?P<start>\\d\\d/\\d\\d)", set: {bucket: week}}
      - {pattern: "(?P<start>\\d{4}年\\d\\d月)", set: {bucket: month}}
fields:
  - {field: release_no, label: 计划编号}
  - {field: issued, label: 发布时间}
  - {field: line.part_no, from: 零件号}
  - {field: line.bucket_start, capture: start, formats: [MM/dd, yyyy年MM月]}
  - {field: line.bucket, capture: bucket}
  - {field: line.qty, capture: cell, blank: no_row}
  - {field: line.past_due, from: 欠交}
)yaml");
  formats::Page page;
  page.labels = {{"计划编号", {"W1", "", {}, false}}, {"发布时间", {"2026-12-24 09:00", "", {}, false}}};
  page.tables.push_back(
      table_of("wdf", {{"零件号"}, {"欠交"}, {"本周", "12/31"}, {"第1周", "起始01/04"}, {"2027年02月"}, {"备注"}},
               {{"A", "3", "10", "-", "40", ""}, {"B", "", "0", "20", "", ""}, {"合计", "3", "10", "20", "40", ""}}));
  const auto mapped = map_document(*plan, {{"page", &page}}, kContext);
  for (const auto& error : mapped.errors) UNSCOPED_INFO(sentence(error));
  REQUIRE(mapped.errors.empty());
  std::vector<std::string> lines;
  for (const auto& line : mapped.drafts.front().lines)
    lines.push_back(line.text("line.part_no") + " " + to_string(*line.date("line.bucket_start")) + " " +
                    line.text("line.bucket") + " " + to_string(*line.quantity("line.qty")));
  CHECK(lines == std::vector<std::string>{"A 2026-12-31 day 10", "A 2027-02-01 month 40", "B 2026-12-31 day 0",
                                          "B 2027-01-04 week 20"});
  CHECK(mapped.drafts.front().lines[0].find("line.qty")->locator->offset == 2);
  CHECK(mapped.drafts.front().lines[0].find("line.bucket_start")->locator->offset == 9002);
  CHECK(mapped.new_columns == std::vector<std::string>{"page: 备注"});

  // A quantity that can not be read is an error, not a blank that leaves the line out.
  page.tables[0].rows[0].cells[2].text = "1O";
  const auto misread = map_document(*plan, {{"page", &page}}, kContext);
  REQUIRE(misread.errors.size() == 1);
  CHECK(misread.errors[0].code == "map/bad_quantity");
  CHECK(misread.errors[0].where.offset == 2);

  page.tables[0] = table_of("wdf", plain({"零件号", "欠交", "下周"}), {{"A", "3", "1"}});
  CHECK(map_document(*plan, {{"page", &page}}, kContext).errors.front().code == "map/missing_column");
}

TEST_CASE("a key that does not look like this customer's is refused, with its cell") {
  const auto plan = plan_of(R"yaml(mapping: test/one
record: asn_status
format: table
parts:
  row: {gives: records}
fields:
  - {field: remote_id, from: ASN号, remove: "-", matches: "[0-9]{8}"}
  - {field: state, from: 状态}
)yaml");
  formats::Page page;
  page.kind = formats::PageKind::xlsx;
  page.tables.push_back(
      table_of("S", plain({"ASN号", "状态"}), {{"0091-2345", "x"}, {"912345", "y"}, {"x00912345", "z"}}));
  auto& lost = page.tables[0].rows[1].cells[0].locator;
  lost = {0, 0, formats::Position(page.memory->keep_words({"row", "S!A3"}))};
  const auto mapped = map_document(*plan, {{"row", &page}}, kContext);
  REQUIRE(mapped.errors.size() == 2);
  const auto& error = mapped.errors[0];
  CHECK(error.code == "map/bad_key");
  CHECK(error.recovery == Recovery::quarantine);
  CHECK(error.arg("text") == "912345");
  CHECK(error.arg("field") == "remote_id");
  CHECK(error.arg("pattern") == "[0-9]{8}");
  CHECK(error.where.position == "part row, S!A3");
  CHECK_FALSE(error.where.offset);
  CHECK(mapped.errors[1].arg("text") == "x00912345");
}

TEST_CASE("the identity of a document is its values") {
  const auto plan = plan_of(kSheet);
  const auto hash = [&](formats::Table table) {
    const auto page = sheet_page(std::move(table));
    return drafts_hash(map_sheet(page, *plan).drafts);
  };
  const auto first = hash(table_of("lines", plain({"零件号", "需求数量"}), {{"A", "1,200"}, {"B", "5"}}));
  CHECK(hash(table_of("lines", plain({"需求数量", "会话", "零件号"}), {{"1200", "x", "A"}, {"5", "y", "B"}})) == first);
  CHECK(hash(table_of("lines", plain({"零件号", "需求数量"}), {{"A", "1201"}, {"B", "5"}})) != first);
  CHECK(hash(table_of("lines", plain({"零件号", "需求数量"}), {{"B", "5"}, {"A", "1200"}})) != first);
}

TEST_CASE("a value is walked back to its text, its place and its mapping line") {
  const auto plan = plan_of(kSheet);
  const auto page = sheet_page(table_of("lines", plain({"零件号", "需求数量"}), {{"A", "1,200"}, {"B", "5"}}));
  const auto explained = explain_line(*plan, {{"page", &page}}, kContext, 0, 1);
  REQUIRE(explained);
  const auto& required = (*explained)[1];
  CHECK(required.field == "line.required");
  CHECK(required.value == "5");
  CHECK(required.locator.offset == 101);
  CHECK(required.rule == "test/one.yaml:15:5");
  CHECK(explain_line(*plan, {{"page", &page}}, kContext, 0, 2).error().code == "map/no_such_line");
}
