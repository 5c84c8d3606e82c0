#include "base/cron.hpp"

#include "support/catch.hpp"

using namespace calloff;

namespace {

/// The next `count` firings as wall-clock times with their offset.
std::vector<std::string> firings(const char* cron, const char* after, const char* zone, int count) {
  std::vector<std::string> times;
  auto at = parse_instant(after).value();
  for (int i = 0; i < count; ++i) {
    at = Cron::parse(cron).value().next(at, zone);
    times.push_back(to_zoned_string(at, zone));
  }
  return times;
}

}  // namespace

TEST_CASE("cron fires strictly after the given instant, in the zone's wall-clock time") {
  struct Case {
    const char *cron, *after, *fires;
  };
  const auto c =
      GENERATE(Case{"0 9 * * *", "2026-03-10T08:59:59+08:00", "2026-03-10T09:00:00+08:00"},
               Case{"0 9 * * *", "2026-03-10T09:00:00+08:00", "2026-03-11T09:00:00+08:00"},
               Case{"0 9 * * *", "2026-03-10T09:00:00.001+08:00", "2026-03-11T09:00:00+08:00"},
               Case{"30 16 * * mon-fri", "2026-03-13T17:00:00+08:00", "2026-03-16T16:30:00+08:00"},
               Case{"30 16 * * 1-5", "2026-03-13T17:00:00+08:00", "2026-03-16T16:30:00+08:00"},
               Case{"0 0 * * 7", "2026-03-10T00:00:00+08:00", "2026-03-15T00:00:00+08:00"},
               Case{"0 0 * * SUN", "2026-03-10T00:00:00+08:00", "2026-03-15T00:00:00+08:00"},
               Case{"15,45 9,14 * * *", "2026-03-10T09:15:00+08:00", "2026-03-10T09:45:00+08:00"},
               Case{"*/20 9-10 * * *", "2026-03-10T10:40:00+08:00", "2026-03-11T09:00:00+08:00"},
               Case{"10-50/20 * * * *", "2026-03-10T10:10:00+08:00", "2026-03-10T10:30:00+08:00"},
               Case{"5/30 * * * *", "2026-03-10T10:10:00+08:00", "2026-03-10T10:35:00+08:00"},
               Case{"*/10 * * * *", "2026-03-10T23:55:00+08:00", "2026-03-11T00:00:00+08:00"},
               Case{"* * * * sat", "2026-03-10T12:00:30+08:00", "2026-03-14T00:00:00+08:00"},
               Case{"0 8 1 * *", "2026-03-10T00:00:00+08:00", "2026-04-01T08:00:00+08:00"},
               Case{"0 8 31 * *", "2026-03-31T09:00:00+08:00", "2026-05-31T08:00:00+08:00"},
               Case{"0 8 1 jan,jul *", "2026-03-10T00:00:00+08:00", "2026-07-01T08:00:00+08:00"},
               Case{"0 0 29 2 *", "2026-03-01T00:00:00+08:00", "2028-02-29T00:00:00+08:00"},
               Case{"0 0 29 2 *", "2096-03-01T00:00:00+08:00", "2104-02-29T00:00:00+08:00"},
               Case{"* * 29 2 *", "2096-03-01T00:00:00+08:00", "2104-02-29T00:00:00+08:00"},
               // Day and weekday both restricted: either is enough; with a star in one of them, both must fit.
               Case{"0 0 13 * fri", "2026-03-10T00:00:00+08:00", "2026-03-13T00:00:00+08:00"},
               Case{"0 0 12 * fri", "2026-03-10T00:00:00+08:00", "2026-03-12T00:00:00+08:00"},
               Case{"0 0 */2 * fri", "2026-03-13T00:00:00+08:00", "2026-03-27T00:00:00+08:00"});
  INFO(c.cron << " after " << c.after);
  CHECK(firings(c.cron, c.after, "Asia/Shanghai", 1).front() == c.fires);
}

TEST_CASE("a wall-clock time in the gap fires once, at the gap's end") {
  // Berlin, 2026-03-29: 02:00 becomes 03:00.
  CHECK(firings("30 2 * * *", "2026-03-28T12:00:00Z", "Europe/Berlin", 2) ==
        std::vector<std::string>{"2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"});
  CHECK(
      firings("*/15 2,3 * * *", "2026-03-28T12:00:00Z", "Europe/Berlin", 3) ==
      std::vector<std::string>{"2026-03-29T03:00:00+02:00", "2026-03-29T03:15:00+02:00", "2026-03-29T03:30:00+02:00"});
  // A gap at midnight (Cairo, 2026-04-24): the day begins at 01:00.
  CHECK(firings("0 0 * * *", "2026-04-23T12:00:00Z", "Africa/Cairo", 2) ==
        std::vector<std::string>{"2026-04-24T01:00:00+03:00", "2026-04-25T00:00:00+03:00"});
}

TEST_CASE("a repeated wall-clock time fires once, at its first occurrence") {
  // Berlin, 2026-10-25: 03:00 becomes 02:00.
  CHECK(firings("30 2 * * *", "2026-10-24T12:00:00Z", "Europe/Berlin", 2) ==
        std::vector<std::string>{"2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"});
  CHECK(firings("0,30 1-3 * * *", "2026-10-24T23:00:00Z", "Europe/Berlin", 4) ==
        std::vector<std::string>{"2026-10-25T01:30:00+02:00", "2026-10-25T02:00:00+02:00", "2026-10-25T02:30:00+02:00",
                                 "2026-10-25T03:00:00+01:00"});
}

TEST_CASE("with every hour allowed, firings follow elapsed time through both changes") {
  CHECK(
      firings("*/30 * * * *", "2026-03-29T00:30:00Z", "Europe/Berlin", 3) ==
      std::vector<std::string>{"2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00", "2026-03-29T04:00:00+02:00"});
  CHECK(firings("*/30 * * * *", "2026-10-25T00:00:00Z", "Europe/Berlin", 4) ==
        std::vector<std::string>{"2026-10-25T02:30:00+02:00", "2026-10-25T02:00:00+01:00", "2026-10-25T02:30:00+01:00",
                                 "2026-10-25T03:00:00+01:00"});
}

TEST_CASE("a zone that leaves out a whole day leaves out its firings") {
  // Apia had no 2011-12-30.
  CHECK(firings("0 9 * * *", "2011-12-29T12:00:00-10:00", "Pacific/Apia", 2) ==
        std::vector<std::string>{"2011-12-31T00:00:00+14:00", "2011-12-31T09:00:00+14:00"});
}

TEST_CASE("what is no cron expression says why") {
  struct Case {
    const char *cron, *reason;
  };
  const auto c =
      GENERATE(Case{"", "five fields are needed (minute hour day month weekday), not 0"},
               Case{"0 9 * *", "five fields are needed (minute hour day month weekday), not 4"},
               Case{"0 0 9 * * *", "five fields are needed (minute hour day month weekday), not 6"},
               Case{"@daily", "five fields are needed (minute hour day month weekday), not 1"},
               Case{"60 * * * *", "'60' is no minute (0-59)"}, Case{"* 24 * * *", "'24' is no hour (0-23)"},
               Case{"* * 0 * *", "'0' is no day (1-31)"}, Case{"* * * 13 *", "'13' is no month (1-12)"},
               Case{"* * * * 8", "'8' is no weekday (0-7)"}, Case{"* * * * friday", "'friday' is no weekday (0-7)"},
               Case{"10-5 * * * *", "'10-5' is no minute (0-59)"}, Case{"*/0 * * * *", "'*/0' is no minute (0-59)"},
               Case{"*/x * * * *", "'*/x' is no minute (0-59)"}, Case{"1,,2 * * * *", "'' is no minute (0-59)"},
               Case{"-5 * * * *", "'-5' is no minute (0-59)"}, Case{"1- * * * *", "'1-' is no minute (0-59)"},
               Case{"* * 30 2 *", "there is no such day"}, Case{"* * 31 4,6 *", "there is no such day"});
  INFO(c.cron);
  const auto cron = Cron::parse(c.cron);
  REQUIRE(cron.has_error());
  CHECK(cron.error().code == "base/bad_cron");
  CHECK(cron.error().arg("reason") == c.reason);
}
