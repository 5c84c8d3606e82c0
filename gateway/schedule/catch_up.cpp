#include "schedule/catch_up.hpp"

#include <fmt/format.h>

namespace calloff::schedule {
namespace {

std::string time_text(std::chrono::minutes of_day) {
  return fmt::format("{:02}:{:02}", of_day.count() / 60, of_day.count() % 60);
}

void leave_out(Decision& decision, std::span<const Instant> due, Error why) {
  if (!due.empty()) decision.left_out.push_back({{due.begin(), due.end()}, std::move(why)});
}

}  // namespace

Error made_up(Instant by) { return {Recovery::retry, "schedule/made_up", {{"by", to_string(by)}}}; }
Error was_down() { return {Recovery::retry, "schedule/was_down"}; }
Error was_asleep() { return {Recovery::retry, "schedule/was_asleep"}; }

Error outside_hours(const settings::TimeRange& hours) {
  using std::chrono::minutes;
  return {Recovery::retry,
          "schedule/outside_hours",
          {{"from", time_text(std::chrono::duration_cast<minutes>(hours.from))},
           {"to", time_text(std::chrono::duration_cast<minutes>(hours.to))}}};
}

Decision decide(const Timetable& timetable, std::span<const Instant> due, std::chrono::milliseconds jitter, Instant now,
                const Error& why) {
  Decision decision;
  if (due.empty()) return decision;
  if (!is_permitted(timetable, now)) {
    leave_out(decision, due, outside_hours(timetable.hours));
    return decision;
  }
  const auto newest = due.back();
  const bool is_on_time = now - (newest + jitter) <= kOnTime;
  const auto older = due.first(due.size() - 1);
  switch (timetable.schedule.catch_up) {
    case settings::CatchUp::run_once:
      leave_out(decision, older, made_up(newest));
      decision.poll = {newest};
      break;
    case settings::CatchUp::skip:
      leave_out(decision, is_on_time ? older : due, why);
      if (is_on_time) decision.poll = {newest};
      break;
    case settings::CatchUp::all:
      const auto count = std::min(due.size(), kMostMadeUp);
      leave_out(decision, due.first(due.size() - count), why);
      const auto late = due.last(count);
      decision.poll.assign(late.begin(), late.end());
      break;
  }
  return decision;
}

}  // namespace calloff::schedule
