#include "mapping/spelling.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::mapping;

namespace {

LocalDate day(const char* text) { return *parse_date(text); }

}  // namespace

TEST_CASE("numbers are read as customers spell them") {
  const NumberSpelling chinese{{",", " "}, ".", true, true};
  const NumberSpelling german{{"."}, ",", false, false};
  struct Case {
    const char* text;
    NumberSpelling spelling;
    const char* value;
  };
  const auto c =
      GENERATE_COPY(Case{"1200", chinese, "1200"}, Case{"1,200", chinese, "1200"}, Case{"1 200.00", chinese, "1200"},
                    Case{"1,234,567.5", chinese, "1234567.5"}, Case{"(5)", chinese, "-5"}, Case{"-5", chinese, "-5"},
                    Case{"１，２００", chinese, "1200"}, Case{"0", chinese, "0"}, Case{"007", chinese, "7"},
                    Case{"1.200,5", german, "1200.5"}, Case{"12", german, "12"});
  INFO(c.text);
  const auto value = read_number(c.text, c.spelling);
  REQUIRE(value);
  CHECK(to_string(*value) == c.value);
}

TEST_CASE("numbers of other profiles") {
  struct Case {
    const char* text;
    NumberSpelling spelling;
    const char* value;
  };
  const NumberSpelling german{{".", " "}, ",", true, false, true}, swiss{{"'", "\u2019"}, ".", false, false, false};
  const auto c =
      GENERATE_COPY(Case{"1.200,00", german, "1200"}, Case{"5-", german, "-5"}, Case{"1.234,5 -", german, "-1234.5"},
                    Case{"1\u00A0200,5", german, "1200.5"}, Case{"1\u202F200", german, "1200"},
                    Case{"1\u2009200", german, "1200"}, Case{"\u22125", german, "-5"}, Case{"５－", german, "-5"},
                    Case{"1'200.00", swiss, "1200"}, Case{"1\u20191'200", {{"'"}, ".", false, false, false}, ""},
                    Case{"1\u2019200", swiss, "1200"}, Case{"５，０００", {{","}, ".", true, false, false}, "5000"},
                    Case{"（５）", {{","}, ".", true, true, false}, "-5"});
  INFO(c.text);
  const auto value = read_number(c.text, c.spelling);
  CHECK((value ? to_string(*value) : "") == c.value);
}

TEST_CASE("a trailing minus counts only where the mapping says so, and once") {
  CHECK_FALSE(read_number("5-", {}));
  CHECK_FALSE(read_number("-5-", {{}, ".", false, false, true}));
  CHECK_FALSE(read_number("-", {{}, ".", false, false, true}));
}

TEST_CASE("what is not clearly a number is refused") {
  const auto* text = GENERATE("1,20", "12,34", "1,2000", ",200", "1,200,", "--5", "(-5)", "5-", "1e3", "约100", "1.2.3",
                              ".", "(", "()", "1,200 300", "1.2345");
  INFO(text);
  CHECK_FALSE(read_number(text, {{",", " "}, ".", true, true}));
}

TEST_CASE("full-width digits and parentheses count only where the mapping says so") {
  CHECK_FALSE(read_number("１２", {}));
  CHECK_FALSE(read_number("(5)", {}));
  CHECK_FALSE(read_number("1,200", {}));
}

TEST_CASE("dates are read by their format") {
  struct Case {
    const char *format, *text, *time;
  };
  const auto c =
      GENERATE(Case{"yyyy-MM-dd", "2026-03-11", "2026-03-11T00:00:00"},
               Case{"yyyyMMdd", "20260311", "2026-03-11T00:00:00"}, Case{"MM/dd", "03/11", "2026-03-11T00:00:00"},
               Case{"M/d", "3/1", "2026-03-01T00:00:00"}, Case{"MM-dd HH:mm", "03-11 06:15", "2026-03-11T06:15:00"},
               Case{"yyyy-MM-dd HH:mm", "2026-03-11 24:00", "2026-03-12T00:00:00"},
               Case{"yyyy-MM-dd HH:mm:ss", "2026-03-11 06:15:09", "2026-03-11T06:15:09"},
               Case{"yyyy年MM月", "2026年05月", "2026-05-01T00:00:00"},
               Case{"yyyy-MM-dd'T'H:mm", "2026-03-11T6:15", "2026-03-11T06:15:00"},
               Case{"yyMMdd", "260311", "2026-03-11T00:00:00"});
  INFO(c.format << " " << c.text);
  const auto format = DateFormat::compile(c.format);
  REQUIRE(format);
  const auto time = format->read(c.text, day("2026-03-10"));
  REQUIRE(time);
  CHECK(*time == *parse_local_time(c.time));
}

TEST_CASE("dates of other countries are read by their format") {
  struct Case {
    const char *format, *text, *time;
  };
  const auto c = GENERATE(Case{"dd/MM/yyyy HH:mm", "11/03/2026 06:15", "2026-03-11T06:15:00"},
                          Case{"dd.MM.yyyy", "11.03.2026", "2026-03-11T00:00:00"},
                          Case{"d-MMM-yyyy", "3-Mar-2026", "2026-03-03T00:00:00"},
                          Case{"d-MMM-yyyy", "11-SEP-2026", "2026-09-11T00:00:00"},
                          Case{"dd MMMM yyyy", "05 May 2026", "2026-05-05T00:00:00"},
                          Case{"MMMM d, yyyy", "February 28, 2026", "2026-02-28T00:00:00"},
                          Case{"MM/dd/yyyy hh:mm a", "03/11/2026 06:15 PM", "2026-03-11T18:15:00"},
                          Case{"MM/dd/yyyy h:mm a", "03/11/2026 12:05 am", "2026-03-11T00:05:00"},
                          Case{"MM/dd/yyyy h:mm a", "03/11/2026 12:05 pm", "2026-03-11T12:05:00"},
                          Case{"yyyy年M月d日", "2026年3月1日", "2026-03-01T00:00:00"},
                          Case{"yyyy年M月d日 ah:mm", "2026年3月1日 下午2:30", "2026-03-01T14:30:00"});
  INFO(c.format << " " << c.text);
  const auto format = DateFormat::compile(c.format);
  REQUIRE(format);
  const auto time = format->read(c.text, day("2026-03-10"));
  REQUIRE(time);
  CHECK(*time == *parse_local_time(c.time));
}

TEST_CASE("white space of every kind between the parts of a date is one space") {
  for (const auto* text : {"2026-03-11\u00A006:15", "2026-03-11  06:15", "\u30002026-03-11\u200906:15 ",
                           "２０２６－０３－１１　０６：１５"})
    CHECK(plain_spelling(text) == "2026-03-11 06:15");
}

TEST_CASE("two formats that read one text differently are found, and others are not") {
  struct Case {
    const char *first, *second;
    bool differ;
  };
  const auto c =
      GENERATE(Case{"dd/MM/yyyy", "MM/dd/yyyy", true}, Case{"MM/dd", "dd/MM", true}, Case{"yyyyMMdd", "yyyyddMM", true},
               Case{"yy/MM/dd", "dd/MM/yy", true}, Case{"M/d/yyyy", "dd/MM/yyyy", true},
               Case{"MM/dd HH:mm", "dd/MM HH:mm", true}, Case{"yyyy-MM-dd", "yyyy-M-d", false},
               Case{"yyyy-MM-dd", "yyyyMMdd", false}, Case{"MM/dd", "yyyy年MM月", false},
               Case{"yyyy-MM-dd HH:mm", "MM-dd HH:mm", false}, Case{"dd.MM.yyyy", "MM/dd/yyyy", false},
               Case{"d-MMM-yyyy", "d-MM-yyyy", false}, Case{"h:mm a MM-dd", "HH:mm MM-dd", false});
  INFO(c.first << " and " << c.second);
  CHECK(find_double_reading(*DateFormat::compile(c.first), *DateFormat::compile(c.second)).has_value() == c.differ);
}

TEST_CASE("a text that is not wholly the format is refused") {
  struct Case {
    const char *format, *text;
  };
  const auto c =
      GENERATE(Case{"yyyy-MM-dd", "2026-3-11"}, Case{"yyyy-MM-dd", "2026-03-11 "}, Case{"yyyy-MM-dd", "2026-02-30"},
               Case{"MM/dd", "13/01"}, Case{"yyyy-MM-dd HH:mm", "2026-03-11 24:01"},
               Case{"yyyy-MM-dd HH:mm", "2026-03-11 25:00"}, Case{"HH:mm MM-dd", "06:60 03-11"},
               Case{"d-MMM-yyyy", "3-Mär-2026"}, Case{"h:mm a MM-dd", "13:05 PM 03-11"},
               Case{"h:mm a MM-dd", "0:05 AM 03-11"}, Case{"yyyy-MM-dd", ""});
  INFO(c.format << " " << c.text);
  CHECK_FALSE(DateFormat::compile(c.format)->read(c.text, day("2026-03-10")));
}

TEST_CASE("without a year, a date lies within 60 days before and 300 days after the issue") {
  struct Case {
    const char *text, *reference, *date;
  };
  const auto c = GENERATE(Case{"01/05", "2026-12-20", "2027-01-05"}, Case{"12/28", "2027-01-05", "2026-12-28"},
                          Case{"03/10", "2026-03-10", "2026-03-10"}, Case{"01/09", "2026-03-10", "2026-01-09"},
                          Case{"01/04", "2026-03-10", "2027-01-04"}, Case{"02/29", "2027-12-20", "2028-02-29"});
  INFO(c.text << " seen on " << c.reference);
  const auto time = DateFormat::compile("MM/dd")->read(c.text, day(c.reference));
  REQUIRE(time);
  CHECK(time->date == day(c.date));
}

TEST_CASE("29 February where no year near the issue has one is refused") {
  CHECK_FALSE(DateFormat::compile("MM/dd")->read("02/29", day("2026-03-10")));
}

TEST_CASE("a bad date format is refused with its reason") {
  struct Case {
    const char *format, *reason;
  };
  const auto c = GENERATE(Case{"yyyy-mm-dd", "MM"}, Case{"YYYY-MM-dd", "YYYY"}, Case{"dd.MMMMM", "MMMMM"},
                          Case{"hh:mm MM-dd", "AM or PM"}, Case{"HH:mm a MM-dd", "a with hh"}, Case{"yyyy'MM", "quote"},
                          Case{"HH:mm", "month"});
  INFO(c.format);
  const auto format = DateFormat::compile(c.format);
  REQUIRE_FALSE(format);
  CHECK(format.error().code == "mapping/bad_date_format");
  CHECK(format.error().arg("reason").find(c.reason) != std::string_view::npos);
}

TEST_CASE("a format writes what it reads") {
  const auto* text = GENERATE("2026-03-11 06:05", "2026-12-31 23:59");
  const auto format = DateFormat::compile("yyyy-MM-dd HH:mm");
  CHECK(format->write(*format->read(text, day("2026-03-10"))) == text);
}
