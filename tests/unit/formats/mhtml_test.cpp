#include "bytes.hpp"
#include "formats/table_document.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::formats;
using namespace calloff::formats::test;

namespace {

std::string message(const std::string& type, const std::string& encoding, const std::string& body) {
  return "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: " + type +
         "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body + "\r\n--b--\r\n";
}

Page page_of(const std::string& bytes) {
  auto page = decode_table_document(bytes, {});
  if (!page) UNSCOPED_INFO(sentence(page.error()));
  REQUIRE(page);
  return std::move(*page);
}

const Cell& first_cell(const Page& page) { return page.tables.at(0).rows.at(0).cells.at(0); }

}  // namespace

TEST_CASE("HTML within a message is read in every transfer encoding, and points into the message") {
  struct Case {
    std::string type, encoding, body, at;
  };
  const std::string table = "<table><tr><th>零</th></tr><tr><td>00123</td></tr></table>";
  const Case cases[] = {
      {"text/html; charset=\"utf-8\"", "8bit", table, "00123"},
      {"text/html; charset=gb2312", "8bit", gb(table), "00123"},
      {"text/html; charset=utf-8", "quoted-printable",
       "<table><tr><th>=E9=9B=B6</th></tr><tr><td>00=\r\n1=323</td></tr></table>", "00=\r\n1=323"},
      {"TEXT/HTML; charset=utf-8", "BASE64",
       "PHRhYmxlPjx0cj48dGg+6Zu2PC90aD48L3RyPjx0cj48dGQ+\r\nMDAxMjM8L3RkPjwvdHI+PC90YWJsZT4=", "MDAxMjM8"},
  };
  for (const auto& c : cases) {
    INFO(c.encoding);
    const auto bytes = message(c.type, c.encoding, c.body);
    const auto page = page_of(bytes);
    CHECK(page.kind == PageKind::mhtml);
    CHECK(page.tables.at(0).columns.at(0).path() == "零");
    const auto& cell = first_cell(page);
    CHECK(cell.text == "00123");
    CHECK(bytes.substr(cell.locator.offset, cell.locator.length) == c.at);
  }
}

TEST_CASE("every worksheet that Excel saved into a message is a table") {
  const std::string part = "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
  const auto page =
      page_of("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n" + part +
              "<html><frameset><frame src=sheet001.htm></frameset></html>\r\n" + part +
              "<table><tr><td>a</td><td>1</td></tr></table>\r\n--b\r\nContent-Type: text/css\r\n\r\ntd{}\r\n" + part +
              "<table><tr><td>b</td><td>2</td></tr></table>\r\n--b--\r\n");
  CHECK(page.tables.size() == 2);
}

TEST_CASE("a message that holds no page, or too much, says so") {
  CHECK(decode_table_document(message("text/css", "8bit", "td{}"), {}).error().code == "decode/bad_message");
  std::string nested = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; BOUNDARY=b0\r\n\r\n";
  for (int i = 0; i < 40; ++i)
    nested += "--b" + std::to_string(i) + "\r\nContent-Type: multipart/mixed; Boundary=b" + std::to_string(i + 1) +
              "\r\n\r\n";
  CHECK(decode_table_document(nested, {}).error().code == "decode/too_deep");
  TableLimits limits;
  limits.max_entries = 1;
  std::string many = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (int i = 0; i < 3; ++i) many += "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n";
  CHECK(decode_table_document(many + "--b--\r\n", {}, limits).error().code == "decode/too_large");
}

TEST_CASE("a log-in page saved as a web archive is one") {
  const auto page = decode_table_document(
      message("text/html", "8bit", "<title>登录</title><form><input type=password name=p></form>"), {});
  REQUIRE_FALSE(page);
  CHECK(page.error().code == "decode/login_page");
}

TEST_CASE("a byte that does not decode is named where it stands in the message") {
  const auto bytes = message("text/html; charset=utf-8", "8bit", "<table><tr><td>ab\xFF</td></tr></table>");
  const auto page = decode_table_document(bytes, {});
  REQUIRE_FALSE(page);
  CHECK(page.error().code == "decode/bad_byte");
  CHECK(page.error().where.offset == bytes.find('\xFF'));
}
