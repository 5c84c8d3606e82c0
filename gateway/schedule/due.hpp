// When a feed is due. Pure.
#pragma once
#include <optional>
#include <vector>

#include "base/calendar.hpp"
#include "settings/configuration.hpp"

namespace calloff::schedule {

/// What decides when a feed is polled. hours: in which its account may be used at all
struct Timetable {
  settings::PollSchedule schedule;
  Calendar calendar;
  std::string zone;
  settings::TimeRange hours;
};

/// A feed's, as configured. account: which it is polled with
Timetable timetable_of(const settings::Feed& feed, const settings::Account& account);

/// Does `at` lie in the hours in which an account may be used?
bool is_permitted(const settings::TimeRange& hours, std::string_view zone, Instant at);
inline bool is_permitted(const Timetable& timetable, Instant at) {
  return is_permitted(timetable.hours, timetable.zone, at);
}

/// Was civil time set back since it was `latest`? Less than a minute is the clock's own correction.
bool was_set_back(Instant latest, Instant now);

/// The first instant after `after` at which the feed is due, within the permitted hours; none within the next 400 days.
std::optional<Instant> next_due(const Timetable& timetable, Instant after);

/// Every instant at which it is due from `first`, which is one, to `last`, in order. Of what lies more than 400 days
/// before `last` the first one alone.
std::vector<Instant> due_from(const Timetable& timetable, Instant first, Instant last);

/// Where in the jitter a poll starts: told from the feed and the slot, so that it is the same after a restart.
std::chrono::milliseconds jitter_of(const settings::PollSchedule& schedule, const std::string& feed, Instant planned);

}  // namespace calloff::schedule
