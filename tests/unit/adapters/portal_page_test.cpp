// The small functions that every portal adapter reads pages with.
#include "adapter_api/portal_page.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::adapter_api;

TEST_CASE("a link is resolved against its page, and never leads to another host") {
  const std::string page = "https://omx.example:8443/omxclient/order/orderQuery.do?x=1";
  struct Case {
    const char *link, *address;  // address empty: refused
  };
  const auto c = GENERATE(
      values<Case>({{"/omxclient/order/orderLine.do?method=list&orderNo=1",
                     "https://omx.example:8443/omxclient/order/orderLine.do?method=list&orderNo=1"},
                    {"orderLine.do?a=b", "https://omx.example:8443/omxclient/order/orderLine.do?a=b"},
                    {"../asn/asn.do", "https://omx.example:8443/omxclient/asn/asn.do"},
                    {"https://omx.example:8443/a", "https://omx.example:8443/a"},
                    {"orderLine.do;jsessionid=0A1B2C?a=b", "https://omx.example:8443/omxclient/order/orderLine.do?a=b"},
                    {"/a.do;JSESSIONID=0A1B2C", "https://omx.example:8443/a.do"},
                    {"https://omx.example/a", ""},
                    {"http://omx.example:8443/a", ""},
                    {"//elsewhere.example/a", ""},
                    {"https://user@omx.example:8443/a", ""},
                    {"javascript:void(0)", ""},
                    {"a b", ""}}));
  INFO(c.link);
  const auto resolved = resolve_url(page, c.link);
  if (*c.address) {
    REQUIRE(resolved);
    CHECK(*resolved == c.address);
  } else {
    REQUIRE(!resolved);
    CHECK(resolved.error().code == "page/bad_link");
    CHECK(resolved.error().recovery == Recovery::hold_feed);
  }
}

TEST_CASE("a page in place of a file is told by how it begins") {
  struct Case {
    const char* body;
    bool is_markup;
  };
  const auto c = GENERATE(values<Case>({{"<html>", true},
                                        {" \r\n<table>", true},
                                        {"\xEF\xBB\xBF<html>", true},
                                        {"\xEF\xBB\xBF\r\n <html>", true},
                                        {"\r\n\xEF\xBB\xBF<html>", true},
                                        {"\xEF\xBB\xBF零件号\t<5", false},
                                        {"PK\3\4<", false},
                                        {"\xEF\xBB\xBF", false},
                                        {"", false}}));
  INFO(c.body);
  CHECK(begins_as_markup(c.body) == c.is_markup);
}

TEST_CASE("values of a query are encoded") {
  CHECK(with_query("/a.do", {{"method", "view"}, {"asnNo", "A&b=1 中"}}) ==
        "/a.do?method=view&asnNo=A%26b=1%20%E4%B8%AD");
}

TEST_CASE("the argument of a script's call") {
  struct Case {
    const char *link, *argument;
  };
  const auto c = GENERATE(values<Case>({{"javascript:showDetail('9000001');", "9000001"},
                                        {"javascript:showDetail( '9' )", "9"},
                                        {"javascript:showDetail('');", ""},
                                        {"javascript:showDetail(9);", ""},
                                        {"javascript:other('9');", ""},
                                        {"showDetail('9", ""},
                                        {"", ""}}));
  INFO(c.link);
  CHECK(quoted_argument(c.link, "showDetail") == c.argument);
}

TEST_CASE("a column is found by its header, and a missing one is named with those that are there") {
  const std::string html =
      "<html><body><table "
      "id=\"t\"><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table></"
      "body></html>";
  const auto page = formats::decode_page(html, {});
  REQUIRE(page);
  const auto* table = page->find_table("t");
  REQUIRE(table);
  CHECK(*find_column(*table, "B") == 1);
  const auto none = find_column(*table, "C");
  REQUIRE(!none);
  CHECK(none.error().code == "page/missing_column");
  CHECK(none.error().arg("column") == "C");
  CHECK(none.error().arg("present") == "A, B");
  CHECK(row_snippet(*table, table->rows.at(1), html) ==
        "<table id=\"t\"><tr><th>A</th><th>B</th></tr><tr><td>3</td><td>4</td></tr></table>");
}
