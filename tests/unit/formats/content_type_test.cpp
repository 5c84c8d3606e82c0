// The charset a Content-Type names.
#include "formats/charset.hpp"
#include "support/catch.hpp"

using namespace calloff;

TEST_CASE("a Content-Type's charset is read without its quotes") {
  struct Case {
    const char *content_type, *charset;
  };
  const auto c = GENERATE(Case{"text/html;charset=GBK", "GBK"}, Case{"text/html; charset=utf-8; x=1", "utf-8"},
                          Case{"text/html; Charset=\"gb2312\"", "gb2312"}, Case{"text/html", ""}, Case{"", ""});
  INFO(c.content_type);
  CHECK(formats::charset_of_content_type(c.content_type) == c.charset);
}
