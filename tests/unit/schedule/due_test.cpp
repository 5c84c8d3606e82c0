#include "schedule/due.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace std::chrono_literals;
using schedule::next_due;
using schedule::Timetable;

namespace {

Instant at(const char* text) { return *parse_instant(text); }

Timetable window(std::chrono::minutes from, std::chrono::minutes to, std::chrono::seconds every,
                 bool every_day = false) {
  Timetable timetable;
  timetable.schedule.when = settings::PollWindow{every, from, to};
  timetable.schedule.on_every_day = every_day;
  timetable.zone = "Asia/Shanghai";
  return timetable;
}

}  // namespace

TEST_CASE("a window is polled on workdays, from its first to its last minute") {
  struct Case {
    const char *after, *due;
  };
  const auto c = GENERATE(Case{"2026-03-10T08:00:00+08:00", "2026-03-10T11:10:00+08:00"},
                          Case{"2026-03-10T11:10:00+08:00", "2026-03-10T11:20:00+08:00"},
                          Case{"2026-03-10T12:55:00+08:00", "2026-03-10T13:00:00+08:00"},
                          Case{"2026-03-10T13:00:00+08:00", "2026-03-11T11:10:00+08:00"},
                          Case{"2026-03-13T13:00:00+08:00", "2026-03-16T11:10:00+08:00"});  // Friday to Monday
  INFO(c.after);
  CHECK(*next_due(window(670min, 780min, 600s), at(c.after)) == at(c.due));
}

TEST_CASE("a holiday is skipped and a make-up workday is worked") {
  auto timetable = window(670min, 780min, 600s);
  timetable.calendar.add_holidays(*parse_date("2026-03-11"), *parse_date("2026-03-13"));
  timetable.calendar.add_make_up_workday(*parse_date("2026-03-14"));  // a Saturday
  CHECK(*next_due(timetable, at("2026-03-10T13:00:00+08:00")) == at("2026-03-14T11:10:00+08:00"));
}

TEST_CASE("times of day and cron stay within the account's permitted hours") {
  Timetable timetable;
  timetable.zone = "Asia/Shanghai";
  timetable.hours = {6h, 22h};
  timetable.schedule.when = std::vector<std::chrono::minutes>{300min, 540min, 1380min};
  CHECK(*next_due(timetable, at("2026-03-10T00:00:00+08:00")) == at("2026-03-10T09:00:00+08:00"));
  CHECK(*next_due(timetable, at("2026-03-10T09:00:00+08:00")) == at("2026-03-11T09:00:00+08:00"));
  timetable.schedule.when = *Cron::parse("0 */5 * * *");
  CHECK(*next_due(timetable, at("2026-03-10T20:00:00+08:00")) == at("2026-03-11T10:00:00+08:00"));
}

TEST_CASE("what is never permitted is never due") {
  auto timetable = window(0min, 60min, 600s);
  timetable.hours = {6h, 22h};
  CHECK(!next_due(timetable, at("2026-03-10T00:00:00+08:00")));
}

TEST_CASE("jitter lies within its range and is the same after a restart") {
  settings::PollSchedule schedule;
  schedule.jitter = 60s;
  const auto slot = at("2026-03-10T11:10:00+08:00");
  const auto first = schedule::jitter_of(schedule, "sgm JQ daily", slot);
  CHECK(first >= 0ms);
  CHECK(first <= 60s);
  CHECK(first == schedule::jitter_of(schedule, "sgm JQ daily", slot));
  CHECK(first != schedule::jitter_of(schedule, "sgm DY daily", slot));
}
