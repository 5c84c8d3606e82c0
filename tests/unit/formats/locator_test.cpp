#include <algorithm>
#include <random>

#include "formats/page.hpp"
#include "formats/utf8.hpp"
#include "support/catch.hpp"
#include "unit/formats/bytes.hpp"

using namespace calloff;
using namespace calloff::formats;
using namespace calloff::formats::test;

namespace {

const std::string kPage =
    "<html>\r\n<head><meta http-equiv=\"Content-Type\" content=\"text/html; "
    "charset=gb2312\"><title>明细</title></head><body>\r\n"
    "<p>计划编号：&nbsp;P-1　版本：<b>２</b></p>\r\n"
    "<table class=\"pusHead\"><tr><td>取货单号</td><td>PUS01</td></tr></table>\r\n"
    "<table id=\"t\"><tr><td rowspan=2>零件号</td><td colspan=2>本周</td><td>备注</td></tr>\r\n"
    "<tr><td>03/10</td><td>03/11</td><td>说明</td></tr><!-- iterator begin -->\r\n"
    "<tr><td> 00123&amp;4 </td><td>&nbsp;</td><td>1,200</td><td>镕𠮷 <b>A</b>&#20013;x</td></tr>\r\n"
    "<tr><td>合计<td><input value='１２'><td>&nbsp;5&nbsp;<td><a href=\"x.do\">查　看</a>\r\n"
    "</table><!-- tableend --></body></html>\r\n";

/// Every locator with the text that it should lead to.
std::vector<std::pair<model::Locator, std::string>> all_locators(const Page& page) {
  std::vector<std::pair<model::Locator, std::string>> found;
  for (const auto& table : page.tables) {
    found.emplace_back(table.locator, "");
    for (const auto* rows : {&table.header, &table.rows})
      for (const auto& row : *rows) {
        found.emplace_back(row.locator, "");
        for (const auto& cell : row.cells) found.emplace_back(cell.locator, cell.text);
      }
  }
  for (const auto& [label, value] : page.labels) found.emplace_back(value.locator, value.text);
  return found;
}

}  // namespace

TEST_CASE("every locator leads to archived bytes that say its cell's text when they are decoded again") {
  const auto* header = GENERATE("GBK", "UTF-8", "ISO-8859-1", "");
  INFO(header);
  const auto bytes = gb(kPage);
  const auto page = decode_page(bytes, {.http_charset = header, .part = "page 1"});
  REQUIRE(page);
  CHECK(page->charset == "GB18030");
  const auto located = all_locators(*page);
  CHECK(located.size() > 25);
  for (const auto& [locator, text] : located) {
    INFO(locator.position << ": " << text);
    REQUIRE(locator.offset + locator.length <= bytes.size());
    CHECK(locator.part == "page 1");
    const auto again = decode_page(bytes.substr(locator.offset, locator.length), {.http_charset = "GBK"});
    REQUIRE(again);
    if (!text.empty()) CHECK(again->text == text);
  }
}

TEST_CASE("locators are exact: a cell's own text and nothing beside it") {
  const auto bytes = gb(kPage);
  const auto page = decode_page(bytes, {});
  REQUIRE(page);
  const auto written = [&](const model::Locator& locator) {
    return from_gb(bytes.substr(locator.offset, locator.length));
  };
  const auto& rows = page->find_table("t")->rows;
  REQUIRE(rows.size() == 2);
  CHECK(written(rows[0].cells[0].locator) == "00123&amp;4");
  CHECK(written(rows[0].cells[1].locator).empty());
  CHECK(written(rows[0].cells[2].locator) == "1,200");
  CHECK(written(rows[0].cells[3].locator) == "镕𠮷 <b>A</b>&#20013;x");
  CHECK(written(rows[1].cells[1].locator) == "１２");
  CHECK(written(rows[1].cells[2].locator) == "5");
  CHECK(written(rows[1].cells[3].locator) == "查　看");
  CHECK(written(page->find_label("计划编号")->locator) == "P-1");
  CHECK(written(page->find_label("版本")->locator) == "２");
  CHECK(written(rows[0].locator).starts_with("<tr><td> 00123"));
  CHECK(written(rows[0].locator).ends_with("x</td></tr>"));
  CHECK(written(page->find_table("pusHead")->locator) ==
        "<table class=\"pusHead\"><tr><td>取货单号</td><td>PUS01</td></tr></table>");
  CHECK(rows[0].cells[2].locator.position == "table t, row 1, column 本周/03/11");
  CHECK(page->find_table("t")->header[1].cells[2].locator.position == "table t, header row 2, column 本周/03/11");
  CHECK(page->find_table("t")->columns[3].path() == "备注/说明");
}

TEST_CASE("a damaged page is refused or read, but never crashes and never points outside of itself") {
  const auto original = gb(kPage);
  std::minstd_rand dice(20260310);
  const auto pick = [&](std::size_t below) { return static_cast<std::size_t>(dice() % below); };
  static constexpr std::string_view kPieces[] = {"<table>",
                                                 "</table>",
                                                 "<tr>",
                                                 "<td colspan=9>",
                                                 "<td rowspan=3>",
                                                 "</td>",
                                                 "<form>",
                                                 "&#x",
                                                 "&nbsp;",
                                                 "<!--",
                                                 "-->",
                                                 "<b>",
                                                 "<script>",
                                                 "\"",
                                                 "<",
                                                 ">",
                                                 "\xC1"};
  std::size_t read = 0;
  for (int i = 0; i < 3000; ++i) {
    auto bytes = original;
    for (auto edits = 1 + pick(4); edits > 0; --edits) {
      const auto at = pick(bytes.size());
      switch (pick(4)) {
        case 0:
          bytes[at] = static_cast<char>(pick(256));
          break;
        case 1:
          bytes.erase(at, 1 + pick(30));
          break;
        case 2:
          bytes.insert(at, kPieces[pick(std::size(kPieces))]);
          break;
        default:
          bytes.insert(at, bytes.substr(pick(bytes.size()), 1 + pick(60)));
          break;
      }
    }
    INFO("mutation " << i);
    const auto page = decode_page(bytes, {});
    if (!page) continue;
    ++read;
    for (const auto& [locator, text] : all_locators(*page)) {
      const bool is_inside = locator.offset <= bytes.size() && locator.length <= bytes.size() - locator.offset;
      if (!is_inside || (!text.empty() && locator.length == 0))
        FAIL(locator.position << " at " << locator.offset << ": " << text);
      if (valid_utf8_length(text) != text.size()) FAIL(locator.position << " is not UTF-8");
    }
  }
  CHECK(read > 500);
}
