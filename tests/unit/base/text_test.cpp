#include "base/text.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace std::string_literals;

TEST_CASE("trim, split, lower, replace") {
  CHECK(trim("  a b\t\r\n") == "a b");
  CHECK(trim(" \t").empty());
  CHECK(split("a,,b,", ',') == std::vector<std::string_view>{"a", "", "b", ""});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
  CHECK(lower("ABC-Ä零Z") == "abc-Ä零z");
  CHECK(replace_all("aaa", "a", "aa") == "aaaaaa");
  CHECK(replace_all("1,200,300", ",", "") == "1200300");
}

TEST_CASE("columns on a terminal: Chinese takes two, marks none") {
  struct Case {
    const char* text;
    std::size_t columns;
  };
  const auto c =
      GENERATE(Case{"", 0}, Case{"abc", 3}, Case{"上汽通用", 8}, Case{"零件12", 6}, Case{"é", 1}, Case{"e\u0301", 1},
               Case{"１２", 4}, Case{"한", 2}, Case{"€", 1}, Case{"𠀀", 2}, Case{"（）", 4});
  INFO(c.text);
  CHECK(display_width(c.text) == c.columns);
}

TEST_CASE("globs") {
  struct Case {
    const char *pattern, *text;
    bool matches;
  };
  const auto c = GENERATE(Case{"*", "", true}, Case{"", "", true}, Case{"", "a", false}, Case{"90*", "90123", true},
                          Case{"*123", "90123", true}, Case{"9*1*3", "90123", true}, Case{"9?123", "90123", true},
                          Case{"9?123", "9123", false}, Case{"a*", "b", false}, Case{"A", "a", false},
                          Case{"*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false}, Case{"**", "x", true});
  INFO(c.pattern << " " << c.text);
  CHECK(glob_match(c.pattern, c.text) == c.matches);
}

TEST_CASE("the nearest word is within two edits, and no word is near everything") {
  const std::vector<std::string> known{"every", "from", "to", "days", "mapping"};
  CHECK(nearest("evry", known) == "every");
  CHECK(nearest("maping", known) == "mapping");
  CHECK(nearest("form", known) == "from");
  CHECK(nearest("wholly_other", known).empty());
  CHECK(nearest("xx", known).empty());
}

TEST_CASE("valid UTF-8 is measured to the first byte that is not") {
  struct Case {
    std::string text;
    std::size_t valid;
  };
  const auto c = GENERATE(Case{"", 0}, Case{"abc", 3}, Case{"上a", 4}, Case{"\xf0\x9f\x98\x80", 4}, Case{"a\x80", 1},
                          Case{"a\xc0\x80", 1}, Case{"\xc1\xbf", 0}, Case{"\xe0\x9f\xbf", 0}, Case{"\xe0\xa0\x80", 3},
                          Case{"\xed\x9f\xbf", 3}, Case{"\xed\xa0\x80", 0}, Case{"\xf0\x8f\xbf\xbf", 0},
                          Case{"\xf4\x8f\xbf\xbf", 4}, Case{"\xf4\x90\x80\x80", 0}, Case{"\xf5\x80\x80\x80", 0},
                          Case{"x\xe4\xb8", 1}, Case{"x\xe4", 1}, Case{"\xff\xfe", 0}, Case{"a\0b"s, 3});
  CHECK(valid_utf8_prefix(c.text) == c.valid);
}

TEST_CASE("what a terminal would obey becomes a space") {
  struct Case {
    std::string text, shown;
  };
  const auto c = GENERATE(Case{"", ""}, Case{"上海 a-Z~", "上海 a-Z~"}, Case{"a\x1b[2Jb", "a [2Jb"},
                          Case{"a\r\nb\tc", "a  b c"}, Case{"a\0b\x7f"s, "a b "},
                          Case{"a\xc2\x9b"
                               "2Jb",
                               "a 2Jb"},
                          Case{"\xc2\x80\xc2\x9f", "  "}, Case{"\xc2\xa0\xc3\x9b", "\xc2\xa0\xc3\x9b"},
                          Case{"a\x9b"
                               "b\xe4\xb8",
                               "a?b??"});
  INFO(c.text);
  CHECK(printable(c.text) == c.shown);
}
