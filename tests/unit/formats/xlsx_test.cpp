#include "bytes.hpp"
#include "formats/sheet/cell_text.hpp"
#include "formats/table_document.hpp"
#include "sheet_bytes.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::formats;
using namespace calloff::formats::test;

namespace {

Page page_of(const std::string& bytes) {
  auto page = decode_table_document(bytes, {});
  if (!page) UNSCOPED_INFO(sentence(page.error()));
  REQUIRE(page);
  return std::move(*page);
}

std::string code_of(const std::string& bytes, const TableLimits& limits = {}) {
  const auto page = decode_table_document(bytes, {}, limits);
  return page ? "none" : page.error().code;
}

}  // namespace

TEST_CASE("a cell of an .xlsx says what a person sees in it") {
  struct Case {
    const char *cell, *text;
  };
  const auto c = GENERATE(
      Case{"<c r='A1'><v>1200</v></c>", "1200"}, Case{"<c r='A1'><v>1.2E3</v></c>", "1200"},
      Case{"<c r='A1'><v>0.125</v></c>", "0.125"}, Case{"<c r='A1'><v>0.10000000000000001</v></c>", "0.1"},
      Case{"<c r='A1'><v>1234.5600000000001</v></c>", "1234.56"}, Case{"<c r='A1'><v>-5</v></c>", "-5"},
      Case{"<c r='A1'><v>1E-3</v></c>", "0.001"}, Case{"<c r='A1'><v>123456789012</v></c>", "123456789012"},
      Case{"<c r='A1'><v>-0</v></c>", "0"}, Case{"<c r='A1' t='s'><v>0</v></c>", "零件号"},
      Case{"<c r='A1' t='s'><v>1</v></c>", "左前"}, Case{"<c r='A1' t='s'><v>9</v></c>", "#REF!"},
      Case{"<c r='A1' t='inlineStr'><is><t>00123</t></is></c>", "00123"},
      Case{"<c r='A1' t='str'><f>B1</f><v>0077</v></c>", "0077"}, Case{"<c r='A1'><f>B1*2</f><v>48</v></c>", "48"},
      Case{"<c r='A1'><f>B1*2</f></c>", "=B1*2"}, Case{"<c r='A1' t='b'><v>1</v></c>", "TRUE"},
      Case{"<c r='A1' t='e'><v>#N/A</v></c>", "#N/A"}, Case{"<c r='A1' s='1'><v>46091</v></c>", "2026-03-10"},
      Case{"<c r='A1' s='2'><v>46091.260416666664</v></c>", "2026-03-10 06:15"},
      Case{"<c r='A1' s='2'><v>46091</v></c>", "2026-03-10 00:00"},
      Case{"<c r='A1' s='3'><v>46091</v></c>", "2026-03-10"}, Case{"<c r='A1' s='4'><v>912345</v></c>", "00912345"},
      Case{"<c r='A1' s='5'><v>0.25</v></c>", "06:00"}, Case{"<c r='A1' s='1'><v>1</v></c>", "1900-01-01"},
      Case{"<c r='A1' s='1'><v>61</v></c>", "1900-03-01"}, Case{"<c r='A1' s='99'><v>7</v></c>", "7"},
      Case{"<c r='A1' t='inlineStr'><is><t> a_x000D_b </t></is></c>", "a b"});
  INFO(c.cell);
  const auto page = page_of(workbook("<row r='1'>" + std::string(c.cell) + "</row>"));
  REQUIRE(page.tables.size() == 1);
  REQUIRE(page.tables[0].rows.size() == 1);
  CHECK(page.tables[0].rows[0].cells[0].text == c.text);
  CHECK(page.tables[0].rows[0].cells[0].locator.position == "Sheet1!A1");
}

TEST_CASE("workbooks that count from 1904 give the same dates") {
  const auto page =
      page_of(workbook("<row r='1'><c r='A1' s='1'><v>44629</v></c></row>", "", "<workbookPr date1904='1'/>"));
  CHECK(page.tables[0].rows[0].cells[0].text == "2026-03-10");
}

TEST_CASE("merged cells are filled in, blank rows left out, cells keep their names") {
  const auto page =
      page_of(workbook("<row r='2'><c r='B2' t='inlineStr'><is><t>up</t></is></c></row>"
                       "<row r='5'><c r='B5'><v>1</v></c><c r='C5'><v>2</v></c><c r='D5'><v>3</v></c></row>",
                       "<mergeCells><mergeCell ref='B2:D2'/></mergeCells>"));
  const auto& table = page.tables.at(0);
  CHECK(table.caption == "Sheet1");
  REQUIRE(table.rows.size() == 2);
  REQUIRE(table.rows[0].cells.size() == 4);
  CHECK(table.rows[0].cells[3].text == "up");
  CHECK(table.rows[0].cells[3].is_spanned);
  CHECK(table.rows[0].cells[3].locator.position == "Sheet1!B2");
  CHECK(table.rows[0].cell_count == 1);
  CHECK(table.rows[1].cells[2].locator.position == "Sheet1!C5");
  CHECK(table.rows[1].cells[0].locator.position == "Sheet1!A5");
}

TEST_CASE("what is no workbook says what it is") {
  struct Case {
    ZipEntries entries;
    const char* looks_like;
  };
  const Case cases[] = {{{{"word/document.xml", "<w/>"}}, "Word"},
                        {{{"xl/workbook.bin", "x"}}, ".xlsb"},
                        {{{"content.xml", "<x/>"}}, "OpenDocument"},
                        {{{"readme.txt", "hello"}}, "readme.txt"}};
  for (const auto& c : cases) {
    const auto page = decode_table_document(zipped(c.entries), {});
    REQUIRE_FALSE(page);
    CHECK(page.error().code == "decode/unknown_kind");
    CHECK(page.error().arg("looks_like").find(c.looks_like) != std::string_view::npos);
  }
}

TEST_CASE("a damaged workbook is refused with what is damaged") {
  const auto whole = workbook("<row r='1'><c r='A1'><v>1</v></c></row>");
  CHECK(code_of(whole.substr(0, whole.size() / 2)) == "decode/bad_archive");
  CHECK(code_of(workbook("<row r='1'><c r='A1'><v>1</v></row>")) == "decode/bad_xml");
  for (const std::string text : {"a\xFF", "a&#xD800;", "a&#x110000;", "a&#55296;", "a&#99999999999999999999999;",
                                 "12&#0;34", "a&#x000000000000000000000000D800;"}) {
    INFO(text);
    CHECK(code_of(workbook("<row r='1'><c r='A1' t='inlineStr'><is><t>" + text + "</t></is></c></row>")) ==
          "decode/bad_xml");
  }
  CHECK(code_of(workbook("<row r='1'><c r='A1' t='inlineStr'><is><t>&#x4EF6;&#65;</t></is></c></row>")) == "none");
  auto parts = workbook_parts("");
  parts.pop_back();
  CHECK(code_of(zipped(parts)) == "decode/bad_workbook");
  auto flipped = whole;
  const auto name = flipped.find("xl/worksheets/sheet1.xml");
  REQUIRE(name != flipped.npos);
  flipped[name + 24 + 20] = char(flipped[name + 24 + 20] ^ 0x55);
  CHECK(code_of(flipped) == "decode/bad_archive");
}

TEST_CASE("a small file that unpacks to a large one is not unpacked") {
  const std::string blanks(8u << 20, ' ');
  CHECK(code_of(workbook("<row r='1'><c r='A1'><v>1</v></c></row>" + blanks)) == "decode/packed_too_tight");
  TableLimits limits;
  limits.max_unpacked = 200;
  CHECK(code_of(workbook("<row r='1'><c r='A1'><v>1</v></c></row>"), limits) == "decode/too_large");
}

TEST_CASE("more than a workbook of a portal holds is refused, each limit by its name") {
  struct Case {
    const char *rows, *what;
    TableLimits limits;
  };
  TableLimits few_cells, few_rows, few_columns, few_elements;
  few_cells.max_cells = 2;
  few_rows.max_rows = 3;
  few_columns.max_columns = 2;
  few_elements.max_elements = 3;
  const Case cases[] = {
      {"<row><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>", "cells", few_cells},
      {"<row r='9'><c r='A9'><v>1</v></c></row>", "rows", few_rows},
      {"<row r='1'><c r='ZZ1'><v>1</v></c></row>", "columns", few_columns},
      {"<row><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>", "elements", few_elements},
  };
  for (const auto& c : cases) {
    const auto page = decode_table_document(workbook(c.rows), {}, c.limits);
    INFO(c.what);
    REQUIRE_FALSE(page);
    CHECK(page.error().code == "decode/too_large");
    CHECK(page.error().arg("what") == c.what);
  }
}

TEST_CASE("a title merged to the sheet's last column makes the table no wider") {
  const auto page =
      page_of(workbook("<row r='1'><c r='A1' t='inlineStr'><is><t>Title</t></is></c></row>"
                       "<row r='2'><c r='A2'><v>1</v></c><c r='B2'><v>2</v></c></row>",
                       "<mergeCells><mergeCell ref='A1:XFD1'/></mergeCells>"));
  CHECK(page.tables.at(0).columns.size() == 2);
  CHECK(page.tables.at(0).rows.at(0).cells.at(1).text == "Title");
}

TEST_CASE("cells merged over each other end the reading, not the day") {
  std::string rows, merges = "<mergeCells>";
  for (int r = 1; r <= 300; ++r) {
    rows += "<row r='" + std::to_string(r) + "'>";
    for (char c = 'A'; c <= 'Z'; ++c) {
      const auto name = std::string(1, c) + std::to_string(r);
      rows += "<c r='" + name + "'><v>1</v></c>";
      merges += "<mergeCell ref='" + name + ":Z300'/>";
    }
    rows += "</row>";
  }
  CHECK(code_of(workbook(rows, merges + "</mergeCells>")) == "decode/too_large");
}

TEST_CASE("one long text in many cells ends the reading") {
  const std::string words(1'000'000, 'x');
  std::string rows;
  for (int r = 0; r < 70; ++r) rows += "<row><c t='s'><v>0</v></c></row>";
  auto shared = workbook_parts(rows);
  shared[4].second = "<sst><si><t>" + words + "</t></si></sst>";
  auto named = workbook_parts(rows);
  named[1].second.replace(named[1].second.find("Sheet1"), 6, words);
  const auto merged = workbook_parts("<row r='1'><c r='A1' t='inlineStr'><is><t>" + words + "</t></is></c></row>",
                                     "<mergeCells><mergeCell ref='A1:CV1'/></mergeCells>");
  for (const auto& parts : {shared, named, merged}) {
    const auto page = decode_table_document(zipped(parts), {});
    REQUIRE_FALSE(page);
    CHECK(page.error().code == "decode/too_large");
    CHECK(page.error().arg("what") == "bytes of text");
  }
}

TEST_CASE("a part that is too large for a tree is not read as one") {
  std::string numbers, attributes;
  for (int i = 0; numbers.size() <= (32u << 20); ++i) numbers += std::to_string(i) + " ";
  CHECK(code_of(workbook("<!-- " + numbers + "-->")) == "decode/too_large");
  TableLimits limits;
  limits.max_elements = 40;
  for (int i = 0; i < 200; ++i) attributes += " a" + std::to_string(i) + "=''";
  const auto page = decode_table_document(workbook("<row" + attributes + "/>"), {}, limits);
  REQUIRE_FALSE(page);
  CHECK(page.error().arg("what") == "attributes");
}

TEST_CASE("a format of many zeros makes no long number") {
  CHECK(number_format_of("000000").zeros == 6);
  CHECK(number_format_of(std::string(100'000, '0')).zeros == 32);
}
