// Every change of the clocks of a zone from 2015 to 2037: what was to be polled around it is polled once. What is
// expected is told from the wall clock of each minute alone.
#include <algorithm>
#include <map>

#include "schedule/due.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace std::chrono_literals;
using schedule::Timetable;

namespace {

Instant year_begins(int year) { return std::chrono::sys_days(std::chrono::year(year) / 1 / 1); }

/// The first minutes of new offsets.
std::vector<Instant> changes_of(const char* zone) {
  std::vector<Instant> changes;
  for (auto at = year_begins(2015); at < year_begins(2038); at += 24h) {
    if (utc_offset(at, zone) == utc_offset(at + 24h, zone)) continue;
    auto minute = at;
    while (utc_offset(minute, zone) == utc_offset(at, zone)) minute += 1min;
    changes.push_back(minute);
  }
  return changes;
}

/// The three days around a change: when each wall-clock minute came first, and every minute with its wall clock.
struct Days {
  Days(const char* zone, Instant change) : from(change - 36h), to(change + 36h), change(change) {
    for (auto at = from; at <= to; at += 1min) {
      const auto local = local_time(at, zone);
      minutes.emplace_back(at, local);
      first.emplace(local, at);
    }
  }
  Instant from, to, change;
  std::vector<std::pair<Instant, LocalTime>> minutes;
  std::map<LocalTime, Instant> first;
};

/// These times of each day, each once: at its first occurrence, or where it does not exist at the end of the gap.
std::vector<Instant> expected_by_wall_clock(const Days& days, const std::vector<std::chrono::minutes>& times) {
  std::vector<Instant> expected;
  const auto first_day = days.minutes.front().second.date;
  for (int day = 0; day <= 4; ++day)
    for (const auto time : times) {
      const LocalTime local{add_days(first_day, day), time};
      if (local < days.minutes.front().second || local > days.minutes.back().second) continue;
      const auto at = days.first.find(local);
      expected.push_back(at == days.first.end() ? days.change : at->second);
    }
  std::sort(expected.begin(), expected.end());
  expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
  std::erase_if(expected, [&](Instant at) { return at <= days.from || at > days.to; });
  return expected;
}

std::vector<Instant> walked(const Timetable& timetable, const Days& days) {
  std::vector<Instant> walked;
  for (auto at = schedule::next_due(timetable, days.from); at && *at <= days.to;
       at = schedule::next_due(timetable, *at))
    walked.push_back(*at);
  return walked;
}

void check(const Timetable& timetable, const Days& days, const std::vector<Instant>& expected) {
  INFO(timetable.zone << " at " << to_string(days.change));
  REQUIRE(!expected.empty());
  CHECK(walked(timetable, days) == expected);
  CHECK(schedule::due_from(timetable, expected.front(), days.to) == expected);
}

Timetable around_the_clock(const char* zone) {
  Timetable timetable;
  timetable.zone = zone;
  timetable.hours = {0min, 1440min};
  timetable.schedule.on_every_day = true;
  return timetable;
}

}  // namespace

TEST_CASE("the zones' changes are those that their laws say") {
  CHECK(changes_of("Asia/Shanghai").empty());
  CHECK(changes_of("America/Detroit").size() == 2 * 23);
  CHECK(changes_of("Europe/Berlin").size() == 2 * 23);
  CHECK(changes_of("Europe/Berlin").front() == *parse_instant("2015-03-29T02:00:00+01:00"));
  CHECK(changes_of("America/Detroit").back() == *parse_instant("2037-11-01T02:00:00-04:00"));
}

TEST_CASE("no time of day is lost or doubled over a change of the clocks") {
  const auto* zone = GENERATE("America/Detroit", "Europe/Berlin");
  const std::vector<std::chrono::minutes> times{60min, 90min, 120min, 121min, 150min, 179min, 180min, 181min, 720min};
  for (const auto change : changes_of(zone)) {
    const Days days(zone, change);
    auto timetable = around_the_clock(zone);
    timetable.schedule.when = times;
    check(timetable, days, expected_by_wall_clock(days, times));
  }
}

TEST_CASE("no poll of a window is lost or doubled over a change of the clocks") {
  const auto* zone = GENERATE("America/Detroit", "Europe/Berlin");
  std::vector<std::chrono::minutes> times;
  for (auto at = 30min; at <= 330min; at += 20min) times.push_back(at);
  for (const auto change : changes_of(zone)) {
    const Days days(zone, change);
    auto timetable = around_the_clock(zone);
    timetable.schedule.when = settings::PollWindow{20min, 30min, 330min};
    check(timetable, days, expected_by_wall_clock(days, times));
  }
}

TEST_CASE("cron at hours loses and doubles none; cron at every hour goes by elapsed time") {
  const auto* zone = GENERATE("America/Detroit", "Europe/Berlin");
  const std::vector<std::chrono::minutes> times{75min, 105min, 135min, 165min, 195min, 225min};
  for (const auto change : changes_of(zone)) {
    const Days days(zone, change);
    auto timetable = around_the_clock(zone);
    timetable.schedule.when = *Cron::parse("15,45 1-3 * * *");
    check(timetable, days, expected_by_wall_clock(days, times));
    timetable.schedule.when = *Cron::parse("*/30 * * * *");
    std::vector<Instant> even;
    for (const auto& [at, local] : days.minutes)
      if (at > days.from && local.of_day % 1800s == 0s) even.push_back(at);
    check(timetable, days, even);
  }
}

TEST_CASE("where clocks never change, a day has its polls and no more") {
  for (int year = 2015; year <= 2037; ++year) {
    auto timetable = around_the_clock("Asia/Shanghai");
    timetable.schedule.when = settings::PollWindow{10min, 670min, 780min};
    const auto from = year_begins(year) - 8h;  // midnight there
    const auto due = schedule::due_from(timetable, *schedule::next_due(timetable, from), from + 24h * 28);
    CHECK(due.size() == 28 * 12);
  }
}
