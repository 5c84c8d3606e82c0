// Workbooks of Excel 97 to 2003, built record by record after [MS-XLS] and [MS-CFB]; whole ones of another writer are
// in tests/golden/sheets.
#include <bit>

#include "formats/table_document.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::formats;

namespace {

std::string u16(unsigned value) { return {char(value & 0xff), char(value >> 8 & 0xff)}; }
std::string u32(unsigned long value) { return u16(unsigned(value & 0xffff)) + u16(unsigned(value >> 16 & 0xffff)); }
std::string f64(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return u32(bits & 0xffffffff) + u32(bits >> 32);
}
std::string record(unsigned type, const std::string& bytes) { return u16(type) + u16(unsigned(bytes.size())) + bytes; }
std::string begin() { return record(0x809, u16(0x600) + u16(5) + std::string(12, '\0')); }
std::string end() { return record(0x0A, ""); }
std::string narrow_text(const std::string& text) { return u16(unsigned(text.size())) + '\0' + text; }

/// A compound file with one stream, which is filled up to the size from which streams have sectors of their own.
std::string compound(std::string stream, const std::string& name = "Workbook") {
  stream.resize(std::max<std::size_t>(4096, (stream.size() + 511) / 512 * 512), '\0');
  const auto sectors = unsigned(stream.size() / 512);
  std::string header = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(16, '\0') + u16(0x3E) + u16(3) + u16(0xFFFE) +
                       u16(9) + u16(6) + std::string(10, '\0') + u32(1) + u32(1) + u32(0) + u32(4096) +
                       u32(0xFFFFFFFE) + u32(0) + u32(0xFFFFFFFE) + u32(0) + u32(0);
  while (header.size() < 512) header += u32(0xFFFFFFFF);
  std::string table = u32(0xFFFFFFFD) + u32(0xFFFFFFFE);
  for (unsigned i = 0; i < sectors; ++i) table += u32(i + 1 < sectors ? i + 3 : 0xFFFFFFFE);
  while (table.size() < 512) table += u32(0xFFFFFFFF);
  std::string entry;
  for (const char c : name) entry += {c, '\0'};
  entry.resize(64, '\0');
  entry += u16(unsigned(name.size() * 2 + 2)) + '\x02' + std::string(49, '\0') + u32(2) + u32(stream.size()) + u32(0);
  std::string directory = std::string(66, '\0') + '\x05' + std::string(61, '\0') + entry;
  directory.resize(512, '\0');
  return header + table + directory + stream;
}

/// A workbook of one sheet named S with these records; `globals` go before the sheet's place in the book.
std::string stream_of(const std::string& cells, const std::string& globals = "") {
  const auto bound = [](std::size_t at) { return record(0x85, u32(at) + u16(0) + '\x01' + '\0' + "S"); };
  const auto book = begin() + globals;
  const auto at = book.size() + bound(0).size() + end().size();
  return book + bound(at) + end() + begin() + cells + end();
}

std::string workbook(const std::string& cells, const std::string& globals = "") {
  return compound(stream_of(cells, globals));
}

std::string styles() {
  std::string records =
      record(0x41E, u16(164) + narrow_text("yyyy-mm-dd hh:mm")) + record(0x41E, u16(165) + narrow_text("000000"));
  for (const unsigned format : {0u, 14u, 164u, 165u})
    records += record(0xE0, u16(0) + u16(format) + std::string(16, '\0'));
  return records;
}

std::string at(unsigned row, unsigned column, unsigned style = 0) { return u16(row) + u16(column) + u16(style); }
std::string formula(const std::string& result) { return record(0x06, at(0, 0) + result + u16(0) + u32(0) + u16(0)); }

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

TEST_CASE("a cell of an .xls says what a person sees in it") {
  struct Case {
    const char* what;
    std::string records, text;
  };
  const Case cases[] = {
      {"number", record(0x203, at(0, 0) + f64(0.125)), "0.125"},
      {"number without artefacts", record(0x203, at(0, 0) + f64(0.1 + 0.2)), "0.3"},
      {"RK: whole", record(0x27E, at(0, 0) + u32(1200u << 2 | 2)), "1200"},
      {"RK: whole, negative", record(0x27E, at(0, 0) + u32(0xFFFFFFEEu)), "-5"},
      {"RK: hundredths", record(0x27E, at(0, 0) + u32(12345u << 2 | 3)), "123.45"},
      {"RK: half a double", record(0x27E, at(0, 0) + u32(std::bit_cast<std::uint64_t>(1.5) >> 32)), "1.5"},
      {"several RKs", record(0xBD, at(0, 0) + u32(7u << 2 | 2) + u16(0) + u32(8u << 2 | 2) + u16(1)), "7"},
      {"text in the cell", record(0x204, at(0, 0) + narrow_text("00123")), "00123"},
      {"text, wide", record(0x204, at(0, 0) + u16(1) + '\x01' + u16(0x4EF6)), "件"},
      {"a pair of surrogates", record(0x204, at(0, 0) + u16(2) + '\x01' + u16(0xD842) + u16(0xDFB7)), "𠮷"},
      {"date", record(0x203, at(0, 0, 1) + f64(46091)), "2026-03-10"},
      {"date and time", record(0x203, at(0, 0, 2) + f64(46091.260416666664)), "2026-03-10 06:15"},
      {"leading zeros by format", record(0x203, at(0, 0, 3) + f64(77)), "000077"},
      {"a formula's number", formula(f64(48)), "48"},
      {"a formula's text", formula('\0' + std::string(5, '\0') + u16(0xFFFF)) + record(0x207, narrow_text("OK")), "OK"},
      {"a formula's truth", formula(std::string("\1\0\1\0\0\0", 6) + u16(0xFFFF)), "TRUE"},
      {"a formula's error", formula(std::string("\2\0\7\0\0\0", 6) + u16(0xFFFF)), "#DIV/0!"},
      {"truth", record(0x205, at(0, 0) + '\x01' + '\0'), "TRUE"},
      {"error", record(0x205, at(0, 0) + '\x2A' + '\x01'), "#N/A"},
  };
  for (const auto& c : cases) {
    INFO(c.what);
    const auto page = page_of(workbook(c.records, styles()));
    REQUIRE(page.tables.size() == 1);
    REQUIRE(page.tables[0].rows.size() == 1);
    CHECK(page.tables[0].rows[0].cells[0].text == c.text);
    CHECK(page.tables[0].rows[0].cells[0].locator.position == "S!A1");
  }
}

TEST_CASE("strings of the book go on over the ends of records, narrow or wide anew") {
  const auto first = u32(2) + u32(2) + u16(4) + '\0' + "ab";
  const auto second = '\x01' + u16(0x4EF6) + u16(0x4EF7) + u16(2) + '\x08' + u16(1) + "xy" + u32(0);
  const auto globals = record(0xFC, first) + record(0x3C, second);
  const auto page = page_of(workbook(
      record(0xFD, at(0, 0) + u32(0)) + record(0xFD, at(0, 1) + u32(1)) + record(0xFD, at(0, 2) + u32(9)), globals));
  const auto& cells = page.tables.at(0).rows.at(0).cells;
  CHECK(cells.at(0).text == "ab件价");
  CHECK(cells.at(1).text == "xy");
  CHECK(cells.at(2).text == "#REF!");
}

TEST_CASE("merged cells of an .xls are filled in, and 1904 counts") {
  const auto page =
      page_of(workbook(record(0x204, at(1, 1) + narrow_text("up")) + record(0x203, at(2, 3, 1) + f64(44629)) +
                           record(0xE5, u16(1) + u16(1) + u16(1) + u16(1) + u16(3)),
                       record(0x22, u16(1)) + styles()));
  const auto& table = page.tables.at(0);
  CHECK(table.rows.at(0).cells.at(3).text == "up");
  CHECK(table.rows[0].cells[3].is_spanned);
  CHECK(table.rows.at(1).cells.at(3).text == "2026-03-10");
  CHECK(table.rows[1].cells[3].locator.position == "S!D3");
}

TEST_CASE("the stream of an .xls alone, without a file around it") {
  const auto page = page_of(stream_of(record(0x203, at(0, 0) + f64(7)), styles()));
  CHECK(page.tables.at(0).rows.at(0).cells.at(0).text == "7");
  CHECK(code_of(record(0x809, u16(0x500) + u16(5) + u32(0)) + std::string(60, '\0')) == "decode/unknown_kind");
}

TEST_CASE("a chart within a sheet holds no cells of it") {
  const auto chart = begin() + record(0x203, at(0, 0) + f64(1)) + end();
  const auto page = page_of(workbook(chart + record(0x203, at(0, 1) + f64(2))));
  CHECK(page.tables.at(0).rows.at(0).cells.at(0).is_blank());
}

TEST_CASE("an .xls that can not be read says why") {
  struct Case {
    const char* what;
    std::string bytes;
    const char* code;
  };
  const auto good = workbook(record(0x203, at(0, 0) + f64(1)));
  auto circle = good;
  circle.replace(512 + 4 * 5, 4, u32(3));
  auto astray = good;
  astray.replace(512 + 4 * 5, 4, u32(90));
  const Case cases[] = {
      {"cut", good.substr(0, 1600), "decode/bad_workbook"},
      {"sectors in a circle", circle, "decode/bad_workbook"},
      {"sectors out of the file", astray, "decode/bad_workbook"},
      {"a password", workbook("", record(0x2F, std::string(54, '\1'))), "decode/unknown_kind"},
      {"Excel 95", compound(record(0x809, u16(0x500) + u16(5) + u32(0))), "decode/unknown_kind"},
      {"an encrypted package", compound("x", "EncryptedPackage"), "decode/unknown_kind"},
      {"a Word document", compound("x", "WordDocument"), "decode/unknown_kind"},
      {"no sheet", compound(begin() + end()), "decode/bad_workbook"},
      {"no end", compound(begin()), "decode/bad_workbook"},
      {"Excel 4", std::string("\x09\x08\x08\0\0\4", 6) + std::string(60, '\0'), "decode/unknown_kind"},
  };
  for (const auto& c : cases) {
    INFO(c.what);
    CHECK(code_of(c.bytes) == c.code);
  }
  TableLimits limits;
  limits.max_cells = 1;
  CHECK(code_of(workbook(record(0x203, at(0, 0) + f64(1)) + record(0x203, at(0, 1) + f64(1))), limits) ==
        "decode/too_large");
}

TEST_CASE("one shared string in many cells is counted in each") {
  const auto strings = record(0xFC, u32(3) + u32(1) + narrow_text(std::string(1'000, 'x')));
  std::string cells;
  for (unsigned r = 0; r < 3; ++r) cells += record(0xFD, at(r, 0) + u32(0));
  TableLimits limits;
  CHECK(code_of(workbook(cells, strings), limits) == "none");
  limits.max_text = 2'999;
  CHECK(code_of(workbook(cells, strings), limits) == "decode/too_large");
}
