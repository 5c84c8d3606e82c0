#include "formats/html/shape.hpp"
#include "formats/page.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::formats;

namespace {

/// `piece` many times over; # becomes a number, so that no two are alike.
std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  const auto mark = piece.find('#');
  for (std::size_t i = 0; i < times; ++i) {
    text += piece.substr(0, mark);
    if (mark == piece.npos) continue;
    text += std::to_string(i);
    text += piece.substr(mark + 1);
  }
  return text;
}

struct Untidy {
  const char *what, *begin, *piece;
  std::size_t times;
  const char* limit = "";
  std::string html() const { return begin + repeated(piece, times); }
};

}  // namespace

// Each of these keeps the tree builder busy for minutes if it gets that far: the test's time limit is the proof.
TEST_CASE("pages that nest without end are refused before the tree is built") {
  const auto c = GENERATE(values<Untidy>({
      {"elements", "", "<div>", 100'000},
      {"unknown elements, ended by others", "", "<x></y>", 100'000},
      {"self-closing is not closed", "", "<div/>", 100'000},
      {"nested tables", "", "<table><tr><td>", 100'000},
      {"formatting left open in paragraphs", "", "<p><b a=#></p>", 100'000},
      {"formatting left open in blocks", "", "<div><font a=#></div>", 100'000},
      {"formatting between table rows", "<table>", "<b a=#><tr>", 100'000},
      {"formatting after tables", "", "<table><b a=#><tr></table>", 100'000},
      {"behind a quote that opens nothing", "<p \">", "<div>", 100'000},
      {"behind an equals sign that is a name", "<p =\">", "<div>", 100'000},
      {"behind a comment that ends at once", "<!-->", "<div>", 100'000},
      {"behind another comment that ends at once", "<!--->", "<div>", 100'000},
      {"behind a comment that ends oddly", "<!-- --!>", "<div>", 100'000},
      {"within a drawing's title", "<svg><title>", "<g>", 100'000},
  }));
  INFO(c.what);
  const auto page = decode_page(c.html(), {});
  REQUIRE(!page);
  CHECK(page.error().code == "decode/too_deep");
  CHECK(page.error().arg("limit") == "200");
}

TEST_CASE("attributes, elements and spans without end are refused") {
  const auto c = GENERATE(values<Untidy>({
      {"attributes in one tag", "<p ", "a# ", 100'000, "256"},
      {"attributes in one tag", "</p ", "a# ", 100'000, "256"},
      {"elements", "", "<p>", 500'001, "500000"},
      {"columns", "<table><tr>", "<td colspan=1000>", 100'000, "1000"},
      {"cells", "<table><tr><td colspan=999>a<td>b", "<tr><td colspan=1000>x", 501, "500000"},
      {"bytes of text", "<table><tr><td colspan=999>a<td>b<tr><td colspan=1000>", "x", 100'000, "67108864"},
  }));
  INFO(c.what << ", limit " << c.limit);
  const auto page = decode_page(c.html(), {});
  REQUIRE(!page);
  CHECK(page.error().code == "decode/too_large");
  CHECK(page.error().arg("what") == c.what);
  CHECK(page.error().arg("limit") == c.limit);
}

TEST_CASE("untidy pages are not taken for nested ones") {
  const auto c = GENERATE(values<Untidy>({
      {"nothing closed in a table", "<table>", "<tr><td>1<td><font color=red>2", 2'000},
      {"paragraphs and items", "", "<p>a<li>b", 2'000},
      {"options", "<select>", "<option>c", 2'000},
      {"void elements", "", "<br><img src=x><input name=a><hr>", 2'000},
      {"markup in a script", "<script>", "s += '<div>';", 2'000},
      {"markup in a comment", "<!--", "<div>", 2'000},
      {"markup in a text area", "<textarea>", "<div>", 2'000},
      {"markup in quotes", "", "<a title='<div><div>'>x</a>", 2'000},
      {"less-than signs", "", "a < b ", 2'000},
      {"crossed formatting", "", "<b><i>x</b></i>", 2'000},
  }));
  INFO(c.what);
  CHECK(check_shape(c.html(), 200));
  CHECK(decode_page(c.html(), {}));
}

TEST_CASE("a list of twenty thousand rows is read whole") {
  constexpr std::size_t kRows = 20'000;
  const auto html =
      "<table id=t><tr><th>序号<th>零件号</tr>" + repeated("<tr><td>#</td><td>零件</td></tr>\r\n", kRows) + "</table>";
  const auto page = decode_page(html, {});
  REQUIRE(page);
  const auto& rows = page->find_table("t")->rows;
  REQUIRE(rows.size() == kRows);
  CHECK(rows.back().cells[0].text == "19999");
}

TEST_CASE("a table's name and headers are not repeated at every place without end") {
  const std::string words(100'000, 'x');
  const auto rows = repeated("<tr><td>#<td>1", 700);
  for (const auto& table : {"<table id=" + words + "><tr><th>a<th>b", "<table><tr><th>" + words + "<th>b"}) {
    const auto page = decode_page(table + rows + "</table>", {});
    REQUIRE(!page);
    CHECK(page.error().code == "decode/too_large");
    CHECK(page.error().arg("what") == "bytes of text");
  }
}
