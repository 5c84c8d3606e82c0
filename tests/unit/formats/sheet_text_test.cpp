// Tab text, CSV, XML 2003, and what is no table at all.
#include "bytes.hpp"
#include "formats/table_document.hpp"
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

/// Cells joined by `|`, rows by a line.
std::string shown(const Table& table) {
  std::string text;
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.cells.size(); ++c) text.append(c ? "|" : "").append(row.cells[c].text);
    text += '\n';
  }
  return text;
}

std::string wrapped(const std::string& rows) {
  return "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
         "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Styles><Style ss:ID=\"d\"><NumberFormat "
         "ss:Format=\"Short Date\"/></Style><Style ss:ID=\"z\"><NumberFormat ss:Format=\"00000\"/></Style></Styles>"
         "<Worksheet ss:Name=\"S\"><Table>" +
         rows + "</Table></Worksheet></Workbook>";
}

}  // namespace

TEST_CASE("text with separators is read as people's programs write it") {
  struct Case {
    std::string bytes, rows;
  };
  const Case cases[] = {
      {"a\tb\n1\t2\n", "a|b\n1|2\n"},
      {"a,b\r\n1,2\r\n", "a|b\n1|2\n"},
      {"a;b\n\"1,5\";2\n", "a|b\n1,5|2\n"},
      {"a;b;c\n1,5;2,5;3,5\n1;2;3\n", "a|b|c\n1,5|2,5|3,5\n1|2|3\n"},
      {"a|b\n1|2\n", "a|b\n1|2\n"},
      {"\xEF\xBB\xBF零件号,数量\n00123,5\n", "零件号|数量\n00123|5\n"},
      {gb("零件号\t数量\n00123\t5\n"), "零件号|数量\n00123|5\n"},
      {converted("零件号\t数量\n00123\t5\n", "UTF-8", "UTF-16LE"), "零件号|数量\n00123|5\n"},
      {"\xFE\xFF" + converted("零件号\t数量\n", "UTF-8", "UTF-16BE"), "零件号|数量\n"},
      {"a,b\n\"x \"\"y\"\"\",\"two\nlines\"\n", "a|b\nx \"y\"|two lines\n"},
      {"a,b\n=\"00123\",\"=\"\"0077\"\"\"\n", "a|b\n00123|0077\n"},
      {"a\tb\n5\" pipe\t\"open\n", "a|b\n5\" pipe|\"open\n"},
      {"sep=;\na;b\n", "a|b\n"},
      {"a,b\n\n ,\n1,2", "a|b\n1|2\n"},
      {"a\tb\n1\t\xC2\xA0 2 \n", "a|b\n1|2\n"},
      {"a,b,c\n1\n", "a|b|c\n1||\n"},
      {"a\rb,c\r1,2\r", "a|\nb|c\n1|2\n"},
  };
  for (const auto& c : cases) {
    INFO(c.bytes);
    const auto page = page_of(c.bytes);
    REQUIRE(page.tables.size() == 1);
    CHECK(shown(page.tables[0]) == c.rows);
    CHECK(page.kind == PageKind::separated_text);
  }
}

TEST_CASE("every cell of a text points at its bytes") {
  const auto bytes =
      GENERATE(std::string("\xEF\xBB\xBF零件号,数量\r\n\" 00123 \",5\r\n"), gb("零件号\t数量\r\n 00123 \t5\r\n"),
               "\xFF\xFE" + converted("零件号\t数量\n00123\t5\n", "UTF-8", "UTF-16LE"));
  const auto page = page_of(bytes);
  const bool is_wide = page.charset == "UTF-16LE";
  const auto& cell = page.tables.at(0).rows.at(1).cells.at(0);
  CHECK(cell.text == "00123");
  CHECK(bytes.substr(cell.locator.offset, cell.locator.length) ==
        (is_wide ? converted("00123", "UTF-8", "UTF-16LE") : "00123"));
  CHECK(cell.locator.position == "row 2, column 1");
}

TEST_CASE("a quote that is not closed is named by line, column and byte") {
  const auto page = decode_table_document("a,b\n1,2\n零,\"cut off\n", {});
  REQUIRE_FALSE(page);
  CHECK(page.error().code == "decode/bad_quote");
  CHECK(page.error().arg("line") == "3");
  CHECK(page.error().arg("column") == "3");
  CHECK(page.error().where.offset == 12);
}

TEST_CASE("an XML 2003 cell says what a person sees in it") {
  struct Case {
    const char *cell, *text;
  };
  const auto c = GENERATE(
      Case{"<Cell><Data ss:Type=\"Number\">1.2E3</Data></Cell>", "1200"},
      Case{"<Cell><Data ss:Type=\"String\">00123</Data></Cell>", "00123"},
      Case{"<Cell><Data ss:Type=\"String\"><![CDATA[a<b]]></Data></Cell>", "a<b"},
      Case{"<Cell><Data ss:Type=\"String\">a&amp;b</Data></Cell>", "a&b"},
      Case{"<Cell><ss:Data ss:Type=\"String\" xmlns=\"h\"><B>bold</B> <I>and <U>not</U></I></ss:Data></Cell>",
           "bold and not"},
      Case{"<Cell ss:StyleID=\"d\"><Data ss:Type=\"DateTime\">2026-03-10T00:00:00.000</Data></Cell>", "2026-03-10"},
      Case{"<Cell><Data ss:Type=\"DateTime\">2026-03-10T06:15:00.000</Data></Cell>", "2026-03-10 06:15"},
      Case{"<Cell ss:StyleID=\"z\"><Data ss:Type=\"Number\">77</Data></Cell>", "00077"},
      Case{"<Cell><Data ss:Type=\"Boolean\">1</Data></Cell>", "TRUE"}, Case{"<Cell ss:Formula=\"=R1C1\"/>", "=R1C1"});
  INFO(c.cell);
  const auto page = page_of(wrapped("<Row>" + std::string(c.cell) + "</Row>"));
  CHECK(page.tables.at(0).rows.at(0).cells.at(0).text == c.text);
  CHECK(page.tables[0].rows[0].cells[0].locator.position == "S!A1");
}

TEST_CASE("rows and cells of XML 2003 stand where their index says, and point at their bytes") {
  const auto bytes =
      wrapped("<Row ss:Index=\"4\"><Cell ss:Index=\"3\"><Data ss:Type=\"Number\">12</Data></Cell></Row>");
  const auto page = page_of(bytes);
  const auto& row = page.tables.at(0).rows.at(0);
  CHECK(row.cells.at(2).locator.position == "S!C4");
  CHECK(bytes.substr(row.cells[2].locator.offset, row.cells[2].locator.length) == "12");
  CHECK(bytes.substr(row.locator.offset, row.locator.length).starts_with("<Row"));
  CHECK(bytes.substr(row.locator.offset, row.locator.length).ends_with("</Row>"));
}

TEST_CASE("broken XML is named by its byte") {
  const auto page = decode_table_document(wrapped("<Row><Cell></Row>"), {});
  REQUIRE_FALSE(page);
  CHECK(page.error().code == "decode/bad_xml");
  CHECK(page.error().where.offset);
}

TEST_CASE("what is no table says so") {
  struct Case {
    std::string bytes;
    const char *code, *arg;
  };
  const Case cases[] = {
      {"", "decode/empty", "0"},
      {" \r\n", "decode/empty", "3"},
      {std::string(64, '\0'), "decode/empty", "64"},
      {"\xEF\xBB\xBF", "decode/empty", "3"},
      {"%PDF-1.4\n1 0 obj", "decode/unknown_kind", "a PDF"},
      {"\x89PNG\r\n", "decode/unknown_kind", "a picture (PNG)"},
      {"{\"error\": 1}", "decode/unknown_kind", "JSON text"},
      {"系统繁忙，请稍后再试", "decode/unknown_kind", "plain text without columns"},
      {"<?xml version=\"1.0\"?><feed a=\"1\"><x/></feed>", "decode/unknown_kind", "an XML document (feed)"},
      {std::string("MThd\0\0\0\6\0\1", 10), "decode/unknown_kind", "binary data"},
      {std::string("MZ\x90\0\3\0\0\0", 8), "decode/unknown_kind", "a program"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, 'x'), "decode/unknown_kind",
       "an OLE file that is no workbook"},
      {"<html><head><title>登录</title></head><body><form action=a><table><tr><td>用户名</td><td><input "
       "name=u></td></tr><tr><td>"
       "密码</td><td><input type=password name=p></td></tr></table></form></body></html>",
       "decode/login_page", "登录"},
      {"<script>top.location='/JQ/DunsLogin.jsp'</script>", "decode/login_page", ""},
  };
  for (const auto& c : cases) {
    INFO(c.bytes);
    const auto page = decode_table_document(c.bytes, {});
    REQUIRE_FALSE(page);
    CHECK(page.error().code == c.code);
    REQUIRE(page.error().args.size() == 1);
    CHECK(page.error().args[0].second == c.arg);
    CHECK(page.error().recovery == Recovery::quarantine);
    CHECK(has_sentence(page.error().code));
  }
}

TEST_CASE("a part number that begins as a program does is a part number") {
  const auto page = page_of("MZ001234;5;EA\nMZ001235;6;EA\n");
  CHECK(page.kind == PageKind::separated_text);
  CHECK(page.tables.at(0).rows.at(0).cells.at(0).text == "MZ001234");
}

TEST_CASE("a page with a log-in box beside its table of data is a table") {
  const auto page = page_of(
      "<html><body><form><input type=password></form><table><tr><th>a</th><th>b</th><th>c</th></tr>"
      "<tr><td>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td><td>6</td></tr></table></body></html>");
  CHECK(page.tables.size() == 1);
}

TEST_CASE("text is counted in every syntax") {
  TableLimits limits;
  limits.max_text = 20;
  const std::string pages[] = {
      "0123456789;0123456789\n",
      wrapped("<Row><Cell><Data ss:Type=\"String\">012345678901234567890</Data></Cell></Row>")};
  for (const auto& bytes : pages) {
    INFO(bytes);
    const auto page = decode_table_document(bytes, {}, limits);
    REQUIRE_FALSE(page);
    CHECK(page.error().code == "decode/too_large");
    CHECK(page.error().arg("what") == "bytes of text");
  }
}
