#include "base/dates.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace std::chrono_literals;

TEST_CASE("dates are read as ISO 8601 and nothing else") {
  for (const auto* text : {"2026-03-11", "2028-02-29", "0001-01-01", "9999-12-31"}) {
    INFO(text);
    REQUIRE(parse_date(text));
    CHECK(to_string(parse_date(text).value()) == text);
  }
  for (const auto* text :
       {"", "2026-3-11", "2026-02-29", "2026-02-30", "2026-00-01", "2026-13-01", "2026-01-00", "20260311",
        "2026-03-11 ", " 2026-03-11", "26-03-11", "2026/03/11", "+026-03-11", "２０２６-03-11"}) {
    INFO(text);
    REQUIRE(parse_date(text).has_error());
    CHECK(parse_date(text).error().code == "base/bad_date");
    CHECK(parse_date(text).error().arg("text") == text);
  }
}

TEST_CASE("wall-clock times are read to the minute or the second") {
  struct Case {
    const char *text, *written;
  };
  const auto c =
      GENERATE(Case{"2026-03-11T09:30", "2026-03-11T09:30"}, Case{"2026-03-11 09:30", "2026-03-11T09:30"},
               Case{"2026-03-11T09:30:15", "2026-03-11T09:30:15"}, Case{"2026-03-11T00:00:00", "2026-03-11T00:00"},
               Case{"2026-03-11T23:59:59", "2026-03-11T23:59:59"});
  INFO(c.text);
  REQUIRE(parse_local_time(c.text));
  CHECK(to_string(parse_local_time(c.text).value()) == c.written);
  for (const auto* text :
       {"2026-03-11", "2026-03-11T24:00", "2026-03-11T09:60", "2026-03-11T9:30", "2026-03-11T09:30Z"}) {
    INFO(text);
    CHECK(parse_local_time(text).has_error());
  }
}

TEST_CASE("instants are read with their offset and written in UTC") {
  struct Case {
    const char *text, *utc;
  };
  const auto c = GENERATE(
      Case{"2026-03-10T11:12:00+08:00", "2026-03-10T03:12:00Z"}, Case{"2026-03-10T03:12:00Z", "2026-03-10T03:12:00Z"},
      Case{"2026-03-10T03:12Z", "2026-03-10T03:12:00Z"}, Case{"2026-03-10T00:30:00+05:45", "2026-03-09T18:45:00Z"},
      Case{"2026-03-10T03:12:00.250Z", "2026-03-10T03:12:00.250Z"},
      Case{"2026-12-31T20:00:00-05:00", "2027-01-01T01:00:00Z"},
      Case{"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"});
  INFO(c.text);
  REQUIRE(parse_instant(c.text));
  CHECK(to_string(parse_instant(c.text).value()) == c.utc);
}

TEST_CASE("an instant without an offset is none") {
  const auto* text = GENERATE("", "2026-03-10", "2026-03-10T11:12:00", "2026-03-10T11:12:00+8",
                              "2026-03-10T11:12:00+15:00", "2026-03-10T11:12:00.25Z", "2026-03-10T11:12:00Zx", "now");
  INFO(text);
  REQUIRE(parse_instant(text).has_error());
  CHECK(parse_instant(text).error().code == "base/bad_instant");
}

TEST_CASE("zones are known by their name in the tz database") {
  for (const auto* zone : {"Asia/Shanghai", "Europe/Berlin", "America/Detroit", "UTC", "Australia/Lord_Howe"})
    CHECK(check_zone(zone));
  for (const auto* zone : {"", "Asia/Shangai", "CST-8", "+08:00", "../etc/passwd", "asia/shanghai"}) {
    INFO(zone);
    REQUIRE(check_zone(zone).has_error());
    CHECK(check_zone(zone).error().code == "base/unknown_zone");
  }
}

TEST_CASE("the wall clock of a zone at an instant, and back") {
  struct Case {
    const char *utc, *zone, *local;
  };
  const auto c = GENERATE(Case{"2026-03-10T03:12:00Z", "Asia/Shanghai", "2026-03-10T11:12:00+08:00"},
                          Case{"2026-03-10T16:00:00Z", "Asia/Shanghai", "2026-03-11T00:00:00+08:00"},
                          Case{"2026-01-15T12:00:00Z", "Europe/Berlin", "2026-01-15T13:00:00+01:00"},
                          Case{"2026-07-15T12:00:00Z", "Europe/Berlin", "2026-07-15T14:00:00+02:00"},
                          Case{"2026-03-08T06:59:59Z", "America/Detroit", "2026-03-08T01:59:59-05:00"},
                          Case{"2026-03-08T07:00:00Z", "America/Detroit", "2026-03-08T03:00:00-04:00"},
                          Case{"2026-03-10T00:00:00Z", "Asia/Kolkata", "2026-03-10T05:30:00+05:30"},
                          Case{"2026-03-10T00:00:00Z", "America/St_Johns", "2026-03-09T21:30:00-02:30"});
  INFO(c.utc << " " << c.zone);
  const auto instant = parse_instant(c.utc).value();
  CHECK(to_zoned_string(instant, c.zone) == c.local);
  CHECK(to_instant(local_time(instant, c.zone), c.zone) == instant);
}

TEST_CASE("a wall-clock time in a gap is the gap's end, a repeated one the first") {
  struct Case {
    const char *local, *zone, *utc;
  };
  const auto c = GENERATE(Case{"2026-03-29T02:00", "Europe/Berlin", "2026-03-29T01:00:00Z"},
                          Case{"2026-03-29T02:59:59", "Europe/Berlin", "2026-03-29T01:00:00Z"},
                          Case{"2026-03-29T03:00", "Europe/Berlin", "2026-03-29T01:00:00Z"},
                          Case{"2026-03-29T01:59:59", "Europe/Berlin", "2026-03-29T00:59:59Z"},
                          Case{"2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"},
                          Case{"2026-10-25T03:00", "Europe/Berlin", "2026-10-25T02:00:00Z"},
                          Case{"2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:30:00Z"},
                          // Shanghai had summer time until 1991: a zone is a history, not an offset.
                          Case{"1988-07-01T12:00", "Asia/Shanghai", "1988-07-01T03:00:00Z"});
  INFO(c.local << " " << c.zone);
  CHECK(to_string(to_instant(parse_local_time(c.local).value(), c.zone)) == c.utc);
}

TEST_CASE("days are added over months and years") {
  CHECK(to_string(add_days(parse_date("2026-12-31").value(), 1)) == "2027-01-01");
  CHECK(to_string(add_days(parse_date("2028-03-01").value(), -1)) == "2028-02-29");
  CHECK(utc_offset(parse_instant("2026-03-10T00:00:00Z").value(), "Asia/Shanghai") == 8h);
}
