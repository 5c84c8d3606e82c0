// Dates are plant-local and never shifted; instants are UTC. This is where the two meet.
#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace calloff {

using LocalDate = std::chrono::year_month_day;

/// A wall-clock time at a plant, to the minute or second as given.
struct LocalTime {
  LocalDate date;
  std::chrono::seconds of_day{0};
  auto operator<=>(const LocalTime&) const = default;
};

/// `2026-03-11`. errors: quarantine base/bad_date (text)
Result<LocalDate> parse_date(std::string_view text);
std::string to_string(LocalDate date);

/// `2026-03-11T09:30` with optional `:SS`; also a space for the T. errors: quarantine base/bad_date (text)
Result<LocalTime> parse_local_time(std::string_view text);
std::string to_string(LocalTime time);

/// `2026-03-10T11:12:00+08:00` or `...Z`; seconds and milliseconds optional. errors: fix_config base/bad_instant (text)
Result<Instant> parse_instant(std::string_view text);

/// ISO 8601, UTC, e.g. `2026-03-10T03:12:00Z`; milliseconds only when they are not zero.
std::string to_string(Instant instant);

/// errors: fix_config base/unknown_zone (zone)
Result<void> check_zone(std::string_view zone);

/// The wall clock of `zone` at `instant`. An unknown zone is a broken invariant: configuration has checked it.
LocalTime local_time(Instant instant, std::string_view zone);
inline LocalDate local_date(Instant instant, std::string_view zone) { return local_time(instant, zone).date; }

/// The instant of a wall-clock time. A time in a gap is the gap's end; a repeated one the first (decision: DST rules).
Instant to_instant(LocalTime time, std::string_view zone);

/// Seconds east of UTC at `instant`, for ISO output such as +08:00.
std::chrono::seconds utc_offset(Instant instant, std::string_view zone);

/// The wall-clock time with its offset: `2026-03-10T11:12:00+08:00`.
std::string to_zoned_string(Instant instant, std::string_view zone);

inline LocalDate add_days(LocalDate date, int days) {
  return LocalDate(std::chrono::sys_days(date) + std::chrono::days(days));
}

}  // namespace calloff
