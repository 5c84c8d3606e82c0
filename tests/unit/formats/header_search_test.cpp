#include "formats/cursor.hpp"
#include "formats/table_document.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::formats;

namespace {

Page page_of(const std::string& text) {
  auto page = decode_table_document(text, {});
  REQUIRE(page);
  return std::move(*page);
}

TableReader reader(std::vector<std::string> columns, std::vector<std::string> patterns = {}) {
  TableSelector selector;
  for (auto& column : columns) selector.columns.push_back({{std::move(column)}, false});
  for (auto& pattern : patterns) selector.patterns.push_back({std::move(pattern), {}});
  return *TableReader::compile(std::move(selector));
}

std::string joined(const std::vector<std::string>& texts) {
  std::string text;
  for (const auto& one : texts) text += (text.empty() ? "" : ",") + one;
  return text;
}

}  // namespace

TEST_CASE("header rows that nothing marks are found by the columns that are wanted") {
  struct Case {
    const char* what;
    std::string text, headers, first;
    std::vector<std::string> columns, patterns;
  };
  const Case cases[] = {
      {"one row", "零件号\t数量\n001\t5\n", "零件号,数量", "001", {"零件号", "数量"}, {}},
      {"below a title and labels",
       "交货计划\n供应商：一厂\n计划编号\tP-1\n零件号\t数量\n001\t5\n",
       "零件号,数量",
       "001",
       {"零件号"},
       {}},
      {"two rows of groups",
       "零件号\t欠交\t本周\t\t备注\n\t\t03/10\t03/11\t\n001\t0\t5\t6\tx\n",
       "零件号,欠交,本周/03/10,本周/03/11,备注",
       "001",
       {"零件号"},
       {"本周/\\d\\d/\\d\\d"}},
      {"two rows, all wanted in the upper one",
       "零件号\t本周\t\t备注\n\t03/10\t03/11\t\n001\t5\t6\tx\n",
       "零件号,本周/03/10,本周/03/11,备注",
       "001",
       {"零件号", "备注"},
       {}},
      {"two groups side by side",
       "零件号\t本周\t\t周计划\t\n\t03/10\t03/11\t第1周\t第2周\n001\t5\t6\t7\t8\n",
       "零件号,本周/03/10,本周/03/11,周计划/第1周,周计划/第2周",
       "001",
       {"零件号"},
       {"周计划/.*"}},
      {"three rows",
       "零件号\t计划\t\t\t\n\t本周\t\t下周\t\n\t03/10\t03/11\t03/16\t03/17\n001\t5\t6\t7\t8\n",
       "零件号,计划/本周/03/10,计划/本周/03/11,计划/下周/03/16,计划/下周/03/17",
       "001",
       {"零件号"},
       {"计划/下周/.*"}},
      {"a blank cell in the first row of data is no second header",
       "零件号\t名称\t数量\n001\t\t5\n002\tx\t6\n",
       "零件号,名称,数量",
       "001",
       {"零件号"},
       {}},
      {"a column without a header", "零件号\t名称\t数量\t\n001\t\t5\tx\n", "零件号,名称,数量,", "001", {"零件号"}, {}},
  };
  for (const auto& c : cases) {
    INFO(c.what);
    const auto page = page_of(c.text);
    const auto opened = reader(c.columns, c.patterns).open(page);
    if (!opened) UNSCOPED_INFO(sentence(opened.error()));
    REQUIRE(opened);
    CHECK(joined(opened->view.headers) == c.headers);
    REQUIRE(opened->cursor->next());
    CHECK(opened->cursor->field(0).text == c.first);
  }
}

TEST_CASE("a worksheet that lost a column is told by the column, with the headers that are there") {
  const auto page = page_of("交货计划\t\t\n零件号\t数量\t单位\n001\t5\tEA\n");
  const auto opened = reader({"零件号", "数量", "承诺数量"}).open(page);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == "map/missing_column");
  CHECK(opened.error().arg("column") == "承诺数量");
  CHECK(opened.error().arg("headers") == "零件号, 数量, 单位");
}

TEST_CASE("a table's name means nothing in a workbook without a sheet of that name") {
  const auto page = page_of("零件号\t数量\n001\t5\n");
  TableSelector selector;
  selector.table = "wdfDetailTab";
  selector.columns.push_back({{"零件号"}, false});
  CHECK(TableReader::compile(selector)->open(page));
}

TEST_CASE("what stands above a worksheet's table becomes labels") {
  struct Case {
    const char* text;
    std::vector<std::pair<std::string, std::string>> labels;
  };
  const Case cases[] = {
      {"供应商：一厂 DUNS：123\n零件号\t数量\n1\t5\n", {{"供应商", "一厂"}, {"DUNS", "123"}}},
      {"供应商：\t一厂\n零件号\t数量\n1\t5\n", {{"供应商", "一厂"}}},
      {"计划编号\tP-1\t版本\t2\n零件号\t数量\t单位\t备注\n001\t5\tEA\tx\n", {{"计划编号", "P-1"}, {"版本", "2"}}},
      {"供应商\t一厂\n零件号\t数量\t单位\t备注\n001\t5\tEA\tx\n", {{"供应商", "一厂"}}},
      {"零件号\t数量\t单位\t备注\n001\t5\tEA\t注意：易碎\n", {}},
  };
  for (const auto& c : cases) {
    INFO(c.text);
    std::vector<std::pair<std::string, std::string>> got;
    for (const auto& label : page_of(c.text).labels) got.emplace_back(label.label, label.value.text);
    CHECK(got == c.labels);
  }
}

TEST_CASE("a sentence is no header") {
  const std::string sentence(300, 'x'), header(256, 'y');
  const auto page = page_of(sentence + "\t" + header + "\n001\t5\n");
  CHECK(reader({header}).open(page));
  CHECK_FALSE(reader({sentence}).open(page));
  CHECK_FALSE(reader({}, {"x+"}).open(page));
}

// Each header compared anew with every spelling takes minutes: the test's time limit is the proof.
TEST_CASE("long rows and many spellings are compared in time") {
  std::string text;
  for (int r = 0; r < 45; ++r) {
    for (int c = 0; c < 200; ++c) text += std::string(200, 'x') + "\t";
    text += "x\n";
  }
  TableSelector selector;
  selector.columns.push_back({{}, false});
  for (int s = 0; s < 200; ++s) selector.columns[0].spellings.push_back("零件号" + std::to_string(s));
  const auto opened = TableReader::compile(std::move(selector))->open(page_of(text));
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == "map/missing_table");
}

TEST_CASE("two tables with the columns and with rows: neither is read, unless one is named") {
  const std::string one = "<table id=first><tr><th>零件号<th>数量<tr><td>001<td>5</table>";
  const std::string other = "<table id=second><tr><th>零件号<th>数量<tr><td>002<td>6</table>";
  const std::string bare = "<table id=bare><tr><th>零件号<th>数量</table>";
  const auto html = [](const std::string& tables) { return page_of("<html><body>" + tables + "</body></html>"); };

  const auto both = html(one + other);
  const auto opened = reader({"零件号"}).open(both);
  REQUIRE(!opened);
  CHECK(opened.error().code == "map/ambiguous_table");
  CHECK(opened.error().recovery == Recovery::quarantine);
  CHECK(opened.error().arg("first").find("first") != std::string_view::npos);
  CHECK(opened.error().arg("second").find("second") != std::string_view::npos);

  TableSelector named;
  named.table = "second";
  named.columns = {{{"零件号"}, false}};
  auto second = TableReader::compile(named)->open(both);
  REQUIRE(second);
  REQUIRE(second->cursor->next());
  CHECK(second->cursor->field(0).text == "002");

  // A table without rows is no second one, wherever it stands.
  for (const auto& tables : {bare + other, other + bare}) {
    const auto page = html(tables);
    auto only = reader({"零件号"}).open(page);
    REQUIRE(only);
    REQUIRE(only->cursor->next());
    CHECK(only->cursor->field(0).text == "002");
  }
}

TEST_CASE("two worksheets with the columns and with rows: neither is read, unless one is named") {
  const auto sheet = [](const std::string& name, const std::string& part) {
    return "<Worksheet ss:Name=\"" + name +
           "\"><Table><Row><Cell><Data ss:Type=\"String\">零件号</Data></Cell></Row><Row><Cell><Data "
           "ss:Type=\"String\">" +
           part + "</Data></Cell></Row></Table></Worksheet>";
  };
  const auto book = page_of(
      "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
      "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">" +
      sheet("三月", "A") + sheet("四月", "B") + "</Workbook>");
  TableSelector selector;
  selector.columns = {{{"零件号"}, false}};
  for (const std::string name : {"", "五月"}) {  // none, and one that the workbook has not
    INFO(name);
    selector.table = name;
    const auto opened = TableReader::compile(selector)->open(book);
    REQUIRE(!opened);
    CHECK(opened.error().code == "map/ambiguous_table");
    CHECK(opened.error().arg("first").find("三月") != std::string_view::npos);
    CHECK(opened.error().arg("second").find("四月") != std::string_view::npos);
  }
  selector.table = "四月";
  auto april = TableReader::compile(selector)->open(book);
  REQUIRE(april);
  REQUIRE(april->cursor->next());
  CHECK(april->cursor->field(0).text == "B");
}
