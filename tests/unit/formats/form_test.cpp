#include "formats/form/urlencoded.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::formats;

TEST_CASE("pairs are sent as a browser sends them from a page of that charset") {
  struct Case {
    FormPairs pairs;
    const char *charset, *text;
  };
  const auto c = GENERATE(values<Case>({
      {{{"partName", "零件 1"}, {"qty", "5"}}, "GBK", "partName=%C1%E3%BC%FE+1&qty=5"},
      {{{"partName", "零件"}}, "UTF-8", "partName=%E9%9B%B6%E4%BB%B6"},
      {{{"lineId[]", "1"}, {"lineId[]", "2"}}, "GBK", "lineId%5B%5D=1&lineId%5B%5D=2"},
      {{{"a", ""}, {"b&c", "d=e+f%"}}, "UTF-8", "a=&b%26c=d%3De%2Bf%25"},
      {{{"plain", "*-._09azAZ~"}}, "UTF-8", "plain=*-._09azAZ%7E"},
      {{}, "GBK", ""},
  }));
  const auto text = encode_form(c.pairs, c.charset);
  REQUIRE(text);
  CHECK(*text == c.text);
  const auto back = decode_form(*text, c.charset);
  REQUIRE(back);
  CHECK(*back == c.pairs);
}

TEST_CASE("line breaks are sent as CR LF") {
  CHECK(*encode_form({{"remark", "a\nb\r\nc\rd"}}, "UTF-8") == "remark=a%0D%0Ab%0D%0Ac%0D%0Ad");
}

TEST_CASE("a character that the portal's charset lacks is not sent") {
  const auto text = encode_form({{"remark", "好😀"}}, "GBK");
  REQUIRE(!text);
  CHECK(text.error().code == "encode/bad_character");
  CHECK(text.error().arg("character") == "😀");
}

TEST_CASE("what is not a form is refused, what is merely untidy is read") {
  CHECK(*decode_form("&a=1&&b&c=", "UTF-8") == FormPairs{{"a", "1"}, {"b", ""}, {"c", ""}});
  CHECK(*decode_form("a=1%2b+%c1%E3", "GBK") == FormPairs{{"a", "1+ 零"}});
  const auto* cut = GENERATE("a=%", "a=%4", "a=%4g", "%zz=1");
  INFO(cut);
  CHECK(decode_form(cut, "UTF-8").error().code == "decode/bad_escape");
  CHECK(decode_form("a=%C1", "GBK").error().code == "decode/bad_byte");
}
