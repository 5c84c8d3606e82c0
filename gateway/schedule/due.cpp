#include "schedule/due.hpp"

#include "base/hash.hpp"

namespace calloff::schedule {
namespace {

using std::chrono::minutes;
constexpr int kDaysAhead = 400;

/// The times of day at which a day's polls are due, in order.
std::vector<minutes> times_of(const settings::PollSchedule& schedule) {
  if (const auto* times = std::get_if<std::vector<minutes>>(&schedule.when)) return *times;
  std::vector<minutes> times;
  const auto& window = std::get<settings::PollWindow>(schedule.when);
  const auto step = std::chrono::duration_cast<minutes>(window.every);
  for (auto at = window.from; at <= window.to && step.count() > 0; at += step) times.push_back(at);
  return times;
}

std::optional<Instant> next_by_cron(const Timetable& timetable, const Cron& cron, Instant after) {
  const auto limit = after + std::chrono::days(kDaysAhead);
  for (auto at = cron.next(after, timetable.zone); at < limit; at = cron.next(at, timetable.zone))
    if (is_permitted(timetable, at)) return at;
  return std::nullopt;
}

bool is_polled_on(const Timetable& timetable, LocalDate date) {
  return timetable.schedule.on_every_day || timetable.calendar.is_workday(date);
}

std::optional<Instant> next_by_day(const Timetable& timetable, Instant after) {
  const auto times = times_of(timetable.schedule);
  const auto first_day = local_date(after, timetable.zone);
  for (int day = 0; day < kDaysAhead; ++day) {
    const auto date = add_days(first_day, day);
    if (!is_polled_on(timetable, date)) continue;
    for (const auto time : times) {
      const auto at = to_instant({date, time}, timetable.zone);
      if (at > after && is_permitted(timetable, at)) return at;
    }
  }
  return std::nullopt;
}

/// Several times in one gap of the wall clock are one instant.
void add_by_day(const Timetable& timetable, Instant after, Instant last, std::vector<Instant>& due) {
  const auto times = times_of(timetable.schedule);
  const std::chrono::sys_days last_day = local_date(last, timetable.zone);
  for (std::chrono::sys_days day = local_date(after, timetable.zone); day <= last_day; day += std::chrono::days(1)) {
    if (!is_polled_on(timetable, day)) continue;
    for (const auto time : times) {
      const auto at = to_instant({day, time}, timetable.zone);
      if (at > after && at > due.back() && at <= last && is_permitted(timetable, at)) due.push_back(at);
    }
  }
}

}  // namespace

Timetable timetable_of(const settings::Feed& feed, const settings::Account& account) {
  return {feed.schedule, feed.calendar, feed.zone, account.hours};
}

bool is_permitted(const settings::TimeRange& hours, std::string_view zone, Instant at) {
  const auto of_day = local_time(at, zone).of_day;
  return of_day >= hours.from && of_day < hours.to;
}

bool was_set_back(Instant latest, Instant now) { return now + minutes(1) < latest; }

std::optional<Instant> next_due(const Timetable& timetable, Instant after) {
  if (const auto* cron = std::get_if<Cron>(&timetable.schedule.when)) return next_by_cron(timetable, *cron, after);
  return next_by_day(timetable, after);
}

std::vector<Instant> due_from(const Timetable& timetable, Instant first, Instant last) {
  std::vector<Instant> due{first};
  const auto after = std::max(first, last - std::chrono::days(kDaysAhead));
  if (const auto* cron = std::get_if<Cron>(&timetable.schedule.when)) {
    for (auto at = cron->next(after, timetable.zone); at <= last; at = cron->next(at, timetable.zone))
      if (is_permitted(timetable, at)) due.push_back(at);
  } else {
    add_by_day(timetable, after, last, due);
  }
  return due;
}

std::chrono::milliseconds jitter_of(const settings::PollSchedule& schedule, const std::string& feed, Instant planned) {
  const auto range = std::chrono::milliseconds(schedule.jitter).count();
  if (range <= 0) return {};
  const auto digits = sha256(feed + to_string(planned)).substr(0, 8);
  return std::chrono::milliseconds(std::stoll(digits, nullptr, 16) % (range + 1));
}

}  // namespace calloff::schedule
