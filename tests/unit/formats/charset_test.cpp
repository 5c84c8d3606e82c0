#include "formats/charset.hpp"

#include "formats/html/meta.hpp"
#include "formats/utf8.hpp"
#include "support/catch.hpp"
#include "unit/formats/bytes.hpp"

using namespace calloff;
using namespace calloff::formats;
using namespace calloff::formats::test;

namespace {

// 镕 is in GBK and not in GB2312; 𠮷 and ① need four bytes and two.
const std::string kText = "零件 A-1 镕𠮷①，５０";

}  // namespace

TEST_CASE("the charset is decided by what holds, in the documented order") {
  struct Case {
    const char *what, *outside, *inside, *assumed;
    std::string bytes;
    const char* charset;
  };
  const auto utf8 = kText;
  const auto bytes = gb(kText);
  const auto big5 = converted("零件號碼", "UTF-8", "BIG5");
  const auto c = GENERATE_COPY(values<Case>({
      {"header true", "GBK", "", "", bytes, "GB18030"},
      {"header in other letters, with spaces", " Gb2312 ", "", "", bytes, "GB18030"},
      {"meta true, no header", "", "gb2312", "", bytes, "GB18030"},
      {"header says UTF-8 over GBK bytes, meta knows better", "UTF-8", "gb2312", "", bytes, "GB18030"},
      {"header says UTF-8 over GBK bytes, no meta", "UTF-8", "", "GB18030", bytes, "GB18030"},
      {"header and meta both say UTF-8 over GBK bytes", "utf-8", "utf8", "GB18030", bytes, "GB18030"},
      {"header says ISO-8859-1 over GBK bytes, meta knows better", "ISO-8859-1", "gbk", "", bytes, "GB18030"},
      {"header says ISO-8859-1 over GBK bytes, no meta", "ISO-8859-1", "", "GB18030", bytes, "GB18030"},
      {"nothing said, GBK bytes", "", "", "GB18030", bytes, "GB18030"},
      {"nothing said, UTF-8 bytes", "", "", "GB18030", utf8, "UTF-8"},
      {"header says GBK over UTF-8 bytes, meta knows better", "GBK", "utf-8", "", "中文", "UTF-8"},
      {"header unknown, meta true", "x-none", "gbk", "", bytes, "GB18030"},
      {"header unknown, bytes UTF-8", "x-none", "", "GB18030", utf8, "UTF-8"},
      {"another charset of iconv", "Big5", "", "GB18030", big5, "BIG5"},
      {"Latin-1 only where configuration says so", "ISO-8859-1", "", "iso-8859-1", "caf\xE9 \x80", "CP1252"},
      {"ASCII is whatever was said", "gbk", "", "", "plain", "GB18030"},
      {"ASCII with nothing said", "", "", "GB18030", "plain", "UTF-8"},
  }));
  INFO(c.what);
  const auto text = decode_text(c.bytes, {c.outside, c.inside, c.assumed});
  REQUIRE(text);
  CHECK(text->charset == c.charset);
  CHECK(text->utf8 == converted(c.bytes, c.charset, "UTF-8"));
}

TEST_CASE("a byte order mark decides and is not text") {
  struct Case {
    std::string mark;
    const char* charset;
  };
  const auto c = GENERATE(values<Case>({{"\xEF\xBB\xBF", "UTF-8"},
                                        {"\xFF\xFE", "UTF-16LE"},
                                        {"\xFE\xFF", "UTF-16BE"},
                                        {"\x84\x31\x95\x33", "GB18030"}}));
  INFO(c.charset);
  const auto bytes = c.mark + converted(kText, "UTF-8", c.charset);
  const auto text = decode_text(bytes, {"Big5", "Shift_JIS", "GB18030"});
  REQUIRE(text);
  CHECK(text->charset == c.charset);
  CHECK(text->utf8 == kText);
  CHECK(text->offsets.to_source(0) == c.mark.size());
  CHECK(text->offsets.to_source(text->utf8.size()) == bytes.size());
}

TEST_CASE("what does not decode is refused at its first byte, never replaced") {
  struct Case {
    const char *what, *assumed, *outside;
    std::string bytes;
    std::size_t offset;
    const char *charset, *byte;
  };
  const auto head = gb("<p>零件");
  const auto c = GENERATE_COPY(values<Case>({
      {"half a character at the end", "GB18030", "GBK", head + "\xC1", head.size(), "GB18030", "0xc1"},
      {"half of a four-byte character at the end", "GB18030", "GBK", head + "\x95\x34", head.size(), "GB18030", "0x95"},
      {"a byte that begins nothing", "GB18030", "GBK", head + "\xFF" + gb("号"), head.size(), "GB18030", "0xff"},
      {"a lead byte before a tag", "GB18030", "GBK", head + "\xC1<b>", head.size(), "GB18030", "0xc1"},
      {"the charset that came furthest is named, not the lying one", "GB18030", "UTF-8", head + "\xFFx", head.size(),
       "GB18030", "0xff"},
      {"Latin-1 in the header does not make mojibake of it", "GB18030", "ISO-8859-1", head + "\xFFx", head.size(),
       "GB18030", "0xff"},
      {"a character that someone else had already lost", "GB18030", "",
       "ab\xEF\xBF\xBD"
       "\xEF\xBF\xBD"
       "cd",
       2, "UTF-8", "0xef"},
      {"the same in GB18030", "GB18030", "GBK", head + "\x84\x31\xA4\x37", head.size(), "GB18030", "0x84"},
      {"NUL", "GB18030", "GBK", head + std::string(1, '\0'), head.size(), "GB18030", "0x00"},
      {"an overlong form", "", "UTF-8", "abc\xC0\xAF", 3, "UTF-8", "0xc0"},
      {"a surrogate", "", "UTF-8", "abc\xED\xA0\x80 \xFF", 3, "UTF-8", "0xed"},
  }));
  INFO(c.what);
  const auto text = decode_text(c.bytes, {c.outside, "", c.assumed});
  REQUIRE(!text);
  CHECK(text.error().code == "decode/bad_byte");
  CHECK(text.error().recovery == Recovery::quarantine);
  CHECK(text.error().where.offset == c.offset);
  CHECK(text.error().arg("charset") == c.charset);
  CHECK(text.error().arg("byte") == c.byte);
}

TEST_CASE("a bad byte is shown with the words before it, tags left out") {
  const auto text = decode_text(gb("<td>零件号</td><td class='a'>12345678") + "\xFF", {"GBK", "", ""});
  REQUIRE(!text);
  CHECK(text.error().arg("near") == "零件号  12345678");
}

TEST_CASE("a charset that means nothing here is said so") {
  const auto name = GENERATE("x-none", "UTF-7", "ISO-2022-JP", "HZ-GB-2312", "GB18030//TRANSLIT");
  const auto text = decode_text(gb(kText), {name, "", "GB18030"});
  REQUIRE(!text);
  CHECK(text.error().code == "decode/unknown_charset");
}

TEST_CASE("every character's offset leads back to its own bytes") {
  struct Case {
    const char* charset;
    std::string text;
  };
  const auto c = GENERATE_COPY(values<Case>({{"GB18030", "a零件b𠮷𠮷c\r\n镕镕镕①€é" + kText},
                                             {"UTF-8", kText},
                                             {"UTF-16LE",
                                              "\xEF\xBB\xBF"
                                              "a零𠮷b"},
                                             {"BIG5", "a零件b號"},
                                             {"CP932", "aアｱ亜b"},
                                             {"CP1252", "aéÿ€b"}}));
  INFO(c.charset);
  const auto bytes = converted(c.text, "UTF-8", c.charset);
  const auto text = decode_text(bytes, {"", "", c.charset});
  REQUIRE(text);
  for (std::size_t at = 0; at < text->utf8.size();) {
    const auto length = first_character(std::string_view(text->utf8).substr(at)).length;
    REQUIRE(length > 0);
    const auto begin = text->offsets.to_source(at), end = text->offsets.to_source(at + length);
    INFO("text offset " << at);
    CHECK(converted(bytes.substr(begin, end - begin), c.charset, "UTF-8") == text->utf8.substr(at, length));
    at += length;
  }
}

TEST_CASE("the offset map costs nothing for ASCII and one run for a stretch of equal characters") {
  const auto ascii = decode_text(std::string(100'000, 'x'), {"GBK", "", ""});
  REQUIRE(ascii);
  CHECK(ascii->offsets.runs() == 0);
  const auto mixed =
      decode_text(gb(std::string(1000, 'x') + "零件名称零件名称" + std::string(1000, 'x')), {"GBK", "", ""});
  REQUIRE(mixed);
  CHECK(mixed->offsets.runs() == 1);
}

TEST_CASE("the charset that a page names is found where browsers look") {
  struct Case {
    const char *html, *name;
  };
  const auto c = GENERATE(values<Case>({
      {"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\">", "gb2312"},
      {"<META HTTP-EQUIV=Content-Type CONTENT='text/html;charset = GBK'>", "gbk"},
      {"<meta charset='utf-8'/>", "utf-8"},
      {"<meta charset=utf-8>", "utf-8"},
      {"<?xml version=\"1.0\" encoding=\"GBK\"?><html>", "gbk"},
      {"<!-- <meta charset=big5> --><meta charset=gbk>", "gbk"},
      {"<meta name=a content=b><meta charset=gbk>", "gbk"},
      {"<!-- <meta charset=big5>", ""},
      {"<p>charset=gbk</p>", ""},
      {"<meta charset>", ""},
      {"<meta charset=", ""},
      {"", ""},
  }));
  INFO(c.html);
  CHECK(charset_in_head(c.html) == c.name);
}

TEST_CASE("text is written in a charset or the character that it lacks is named") {
  CHECK(*encode_text("零件 A", "GBK") == gb("零件 A"));
  CHECK(*encode_text("零件 A", "UTF-8") == "零件 A");
  CHECK(*encode_text("𠮷", "GB18030") == gb("𠮷"));
  const auto refused = encode_text("车牌 沪A𠮷", "gb2312");
  REQUIRE(!refused);
  CHECK(refused.error().code == "encode/bad_character");
  CHECK(refused.error().recovery == Recovery::ask_person);
  CHECK(refused.error().arg("character") == "𠮷");
  CHECK(encode_text("a", "x-none").error().code == "encode/unknown_charset");
}
