#include "base/calendar.hpp"

#include "support/catch.hpp"

using namespace calloff;

namespace {

LocalDate day(const char* text) { return parse_date(text).value(); }

/// National Day 2026 and its make-up workdays, as in China.
Calendar china() {
  Calendar calendar;
  calendar.add_holidays(day("2026-10-01"), day("2026-10-07"));
  calendar.add_make_up_workday(day("2026-09-20"));
  calendar.add_make_up_workday(day("2026-10-10"));
  calendar.add_known_year(std::chrono::year(2026));
  return calendar;
}

}  // namespace

TEST_CASE("workdays are weekdays, less holidays, plus make-up workdays") {
  struct Case {
    const char* date;
    bool is_workday;
  };
  const auto c = GENERATE(Case{"2026-09-30", true}, Case{"2026-10-01", false}, Case{"2026-10-07", false},
                          Case{"2026-10-08", true}, Case{"2026-10-10", true}, Case{"2026-10-11", false},
                          Case{"2026-09-19", false}, Case{"2026-09-20", true});
  INFO(c.date);
  CHECK(china().is_workday(day(c.date)) == c.is_workday);
}

TEST_CASE("workdays are counted over holidays and make-up workdays") {
  struct Case {
    const char* from;
    int count;
    const char* to;
  };
  const auto c = GENERATE(Case{"2026-09-30", 1, "2026-10-08"}, Case{"2026-09-30", 3, "2026-10-10"},
                          Case{"2026-10-08", -1, "2026-09-30"}, Case{"2026-10-03", 0, "2026-10-03"},
                          Case{"2026-10-09", 1, "2026-10-10"}, Case{"2026-10-10", 1, "2026-10-12"});
  INFO(c.from << " " << c.count);
  CHECK(to_string(china().add_workdays(day(c.from), c.count)) == c.to);
}

TEST_CASE("next, previous and the workdays between") {
  CHECK(to_string(china().next_workday(day("2026-09-30"))) == "2026-10-08");
  CHECK(to_string(china().previous_workday(day("2026-10-08"))) == "2026-09-30");
  CHECK(china().count_workdays(day("2026-10-01"), day("2026-10-11")) == 3);
  CHECK(china().count_workdays(day("2026-10-02"), day("2026-10-01")) == 0);
}

TEST_CASE("an ordinary week may be another one") {
  Calendar calendar;
  calendar.set_weekdays(0b0011111);  // Sunday to Thursday
  CHECK(calendar.is_workday(day("2026-03-15")));
  CHECK_FALSE(calendar.is_workday(day("2026-03-13")));
  CHECK_THROWS_AS(calendar.set_weekdays(0), std::invalid_argument);
}

TEST_CASE("a calendar knows the years it was told") {
  CHECK(china().knows(day("2026-12-31")));
  CHECK_FALSE(china().knows(day("2027-01-01")));
}
