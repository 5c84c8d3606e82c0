#include "formats/page.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::formats;

namespace {

Page read(std::string_view html) {
  auto page = decode_page(html, {.http_charset = "UTF-8"});
  REQUIRE(page);
  return *page;
}

/// `path|path` of the columns, then a line for each row: `cell|cell`; ^ before what a span repeats, total rows marked.
std::string drawn(const Table& table) {
  std::string text;
  for (const auto& column : table.columns) text += (&column == &table.columns.front() ? "" : "|") + column.path();
  for (const auto& row : table.rows) {
    text += row.is_total ? "\ntotal: " : "\n";
    for (const auto& cell : row.cells)
      text.append(&cell == &row.cells.front() ? "" : "|").append(cell.is_spanned ? "^" : "").append(cell.text);
  }
  return text;
}

}  // namespace

TEST_CASE("a table becomes columns with header paths and rows of as many cells") {
  struct Case {
    const char *what, *html, *drawn;
  };
  const auto c = GENERATE(values<Case>({
      {"th row", "<table><tr><th>零件号</th><th>数量</th></tr><tr><td>001</td><td>5</td></tr></table>",
       "零件号|数量\n001|5"},
      {"nothing closed", "<table><tr><th>A<th>B<tr><td>1<td>2<tr><td>3<td>4</table>", "A|B\n1|2\n3|4"},
      {"header is a td row", "<table><tr><td>状态</td><td>单号</td></tr><tr><td>未读</td><td>P1</td></tr></table>",
       "状态|单号\n未读|P1"},
      {"header row alone", "<table><tr><td>状态</td><td>单号</td></tr></table>", "状态|单号"},
      {"thead of td", "<table><thead><tr><td>1</td><td>2</td></tr></thead><tr><td>3</td><td>4</td></tr></table>",
       "1|2\n3|4"},
      {"two header rows with spans",
       "<table><tr><td rowspan=2>零件号</td><td colspan=2>本周</td><td>第1周</td></tr>"
       "<tr><td>03/10</td><td>03/11</td><td>03/16</td></tr><tr><td>001</td><td>1</td><td>2</td><td>3</td></tr></table>",
       "零件号|本周/03/10|本周/03/11|第1周/03/16\n001|1|2|3"},
      {"the same with blanks instead of row spans",
       "<table><tr><td>零件号</td><td colspan=2>本周</td></tr><tr><td></td><td>03/10</td><td>03/11</td></tr>"
       "<tr><td>001</td><td>1</td><td>2</td></tr></table>",
       "零件号|本周/03/10|本周/03/11\n001|1|2"},
      {"a header group over two link columns does not swallow the first row",
       "<table><tr><td>单号</td><td colspan=2>操作</td></tr><tr><td>P1</td><td>查看</td><td>下载</td></tr></table>",
       "单号|操作|操作\nP1|查看|下载"},
      {"a blank first figure below thead is data",
       "<table><thead><tr><th>零件号</th><th "
       "colspan=2>本周</th></tr></thead><tr><td></td><td>5</td><td>6</td></tr></table>",
       "零件号|本周|本周\n|5|6"},
      {"three header levels",
       "<table><tr><th rowspan=3>P<th colspan=2>2026<tr><th colspan=2>March<tr><th>1<th>2<tr><td>x<td>8<td>9</table>",
       "P|2026/March/1|2026/March/2\nx|8|9"},
      {"class says head", "<table><tr class=listHead><td>A<td>B<tr class=listHead><td>C<td>D<tr><td>1<td>2</table>",
       "A/C|B/D\n1|2"},
      {"no header: begins with a figure", "<table><tr><td>1</td><td>x</td></tr><tr><td>2</td><td>y</td></tr></table>",
       "|\n1|x\n2|y"},
      {"row headers are cells", "<table><tr><th>A<th>B<tr><th>1<td>x<tr><th>2<td>y</table>", "A|B\n1|x\n2|y"},
      {"short and long rows", "<table><tr><th>A<th>B<th>C<tr><td>1<tr><td>1<td>2<td>3<td>4</table>",
       "A|B|C|\n1|||\n1|2|3|4"},
      {"one wide cell", "<table><tr><td>A<td>B<tr><td colspan=100>没有符合条件的记录</table>",
       "A|B\n没有符合条件的记录|^没有符合条件的记录"},
      {"row spans in data", "<table><tr><th>A<th>B<tr><td rowspan=2>1<td>x<tr><td>y<tr><td>2<td>z</table>",
       "A|B\n1|x\n^1|y\n2|z"},
      {"row span beyond the end", "<table><tr><th>A<th>B<tr><td rowspan=99999>1<td>x<tr><td>y</table>",
       "A|B\n1|x\n^1|y"},
      {"row span 0 is to the end", "<table><tr><th>A<th>B<tr><td rowspan=0>1<td>x<tr><td>y<tr><td>z</table>",
       "A|B\n1|x\n^1|y\n^1|z"},
      {"huge, negative and senseless spans",
       "<table><tr><th>A<th>B<tr><td colspan=1000000>w<tr><td colspan=-5>1<td rowspan=x>2</table>", "A|B\nw|^w\n1|2"},
      {"total rows",
       "<table><tr><th>P<th>Q<tr><td>合计<td>5<tr><td>合计器<td>1<tr><td><td>总计：<tr><td>Total "
       "3<td>5<tr><td>totals<td>5</table>",
       "P|Q\ntotal: 合计|5\n合计器|1\ntotal: |总计：\ntotal: Total 3|5\ntotals|5"},
      {"comments and scripts",
       "<table><tr><th>A<th>B</tr><!-- iterator begin --><tr><td>1<!-- x --><td>2<script>var "
       "a='<td>';</script></tr><!-- tableend --></table>",
       "A|B\n1|2"},
      {"white space", "<table><tr><th>A<th>B<tr><td>&nbsp; 1\r\n\t 2　3&nbsp;<td>&nbsp;</table>", "A|B\n1 2 3|"},
      {"entities", "<table><tr><th>A<th>B<tr><td>&lt;a&gt; &amp;amp; &#20013;&#x6587;<td>&copy;</table>",
       "A|B\n<a> &amp; 中文|©"},
      {"full-width digits stay", "<table><tr><th>A<th>B<tr><td>１２<td>（５）</table>", "A|B\n１２|（５）"},
      {"line breaks", "<table><tr><th>交货说明<br>Delivery<th>B<tr><td><p>1</p><p>2</p><td>a<b>b</b>c</table>",
       "交货说明 Delivery|B\n1 2|abc"},
      {"what stands in fields",
       "<table><tr><th>A<th>B<th>C<tr><td><input value=5><input type=hidden value=9><td><select><option>x<option "
       "selected>y</select>"
       "<td><textarea>z</textarea><input type=password value=s><input type=button value=b></table>",
       "A|B|C\n5|y|z"},
      {"hidden text", "<table><tr><th>A<th>B<tr><td>1<span style='DISPLAY: none'>x</span><td>2<i hidden>y</i></table>",
       "A|B\n1|2"},
      {"an attribute twice: the first counts", "<table><tr><th>A<th>B<th>C<tr><td colspan=2 colspan=3>1<td>2</table>",
       "A|B|C\n1|^1|2"},
  }));
  INFO(c.what);
  const auto page = read(c.html);
  REQUIRE(page.tables.size() == 1);
  CHECK(drawn(page.tables[0]) == c.drawn);
}

TEST_CASE("a row of one wide cell above the header is the caption") {
  const auto page = read(
      "<table><tr><td colspan=2>交货计划</td></tr><tr><td>A</td><td>B</td></tr><tr><td>x</td><td>1</td></tr></table>");
  CHECK(page.tables.at(0).caption == "交货计划");
  CHECK(drawn(page.tables[0]) == "A|B\nx|1");
  CHECK(read("<table><caption>C</caption><tr><td colspan=2>T<tr><th>A<th>B</table>").tables.at(0).caption == "C");
}

TEST_CASE("a nested table is a table of its own and not text of its owner's cell") {
  const auto page = read(
      "<table id=outer><tr><th>A<th>B</tr><tr><td>1<table "
      "id=inner><tr><th>C<th>D<tr><td>2<td>3</table></td><td>4</td></tr></table>");
  REQUIRE(page.tables.size() == 2);
  CHECK(drawn(*page.find_table("outer")) == "A|B\n1|4");
  CHECK(drawn(*page.find_table("inner")) == "C|D\n2|3");
}

TEST_CASE("a table that only lays out others has no header") {
  const auto page = read("<table><tr><td>left<td><table><tr><th>A<th>B<tr><td>1<td>2</table></table>");
  REQUIRE(page.tables.size() == 2);
  CHECK(page.tables[0].header.empty());
  CHECK(drawn(page.tables[1]) == "A|B\n1|2");
}

TEST_CASE("cells as written are counted, so that a portal's 14 or 15 cells can be told") {
  const auto page = read("<table><tr><th>A<th>B<th>C<tr><td>1<td>2<td>3<tr><td colspan=2>1<td>2<tr><td>1</table>");
  const auto& rows = page.tables.at(0).rows;
  CHECK(rows.at(0).cell_count == 3);
  CHECK(rows.at(1).cell_count == 2);
  CHECK(rows.at(2).cell_count == 1);
}

TEST_CASE("the first link of a cell is kept as written") {
  struct Case {
    const char *cell, *link;
  };
  const auto c = GENERATE(values<Case>({
      {"<a href=\"javascript:showDetail('9000001');\">查看</a><a href='x'>下载</a>",
       "javascript:showDetail('9000001');"},
      {"<a href='#' onclick=\"open('1')\">查看</a>", "open('1')"},
      {"<a href='javascript:void(0)' onclick=\"open('1')\">查看</a>", "open('1')"},
      {"<a href='a.do?x=1&amp;y=2'>查看</a>", "a.do?x=1&y=2"},
      {"<img src=x onclick='go(2)'>", "go(2)"},
      {"text", ""},
      {"<table><tr><td><a href=inner>x</a></table>", "inner"},
      {"<table><tr><td><a href=inner>x</a></table><a href=own>y</a>", "own"},
  }));
  INFO(c.cell);
  const auto page = read("<table><tr><th>A<th>B<tr><td>1<td>" + std::string(c.cell) + "</table>");
  CHECK(page.tables.at(0).rows.at(0).cells.at(1).link == c.link);
  CHECK(read("<table><tr><th>A<th>B<tr><td>1<td onclick='go(3)'>x</table>").tables.at(0).rows.at(0).cells.at(1).link ==
        "go(3)");
}

TEST_CASE("tables are found by id before class") {
  const auto page = read(
      "<table class='a pusListTab'><tr><td>1</table><table id=pusListTab><tr><td>2</table><table class='b "
      "c'><tr><td>3</table>");
  CHECK(page.find_table("pusListTab") == &page.tables.at(1));
  CHECK(page.find_table("c") == &page.tables.at(2));
  CHECK(page.find_table("a") == &page.tables.at(0));
  CHECK(page.find_table("none") == nullptr);
}
