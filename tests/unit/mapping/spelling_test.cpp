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

TEST_CASE("a text that is not wholly the format is refused") {
  struct Case {
    const char *format, *text;
  };
  const auto c = GENERATE(Case{"yyyy-MM-dd", "2026-3-11"}, Case{"yyyy-MM-dd", "2026-03-11 "},
                          Case{"yyyy-MM-dd", "2026-02-30"}, Case{"MM/dd", "13/01"},
                          Case{"yyyy-MM-dd HH:mm", "2026-03-11 24:01"}, Case{"yyyy-MM-dd HH:mm", "2026-03-11 25:00"},
                          Case{"HH:mm MM-dd", "06:60 03-11"}, Case{"yyyy-MM-dd", ""});
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
  const auto c = GENERATE(Case{"yyyy-mm-dd", "MM"}, Case{"YYYY-MM-dd", "YYYY"}, Case{"dd.MMM", "MMM"},
                          Case{"yyyy'MM", "quote"}, Case{"HH:mm", "month"});
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
