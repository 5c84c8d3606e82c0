// What becomes of the polls of a feed that are due at one moment. Pure.
#pragma once
#include <span>
#include <vector>

#include "base/error.hpp"
#include "schedule/due.hpp"

namespace calloff::schedule {

/// A poll that begins so much later than planned is a missed one.
inline constexpr std::chrono::minutes kOnTime{5};
/// So many polls are made up for at most.
inline constexpr std::size_t kMostMadeUp = 100;

/// Why polls were missed: retry schedule/was_down, schedule/was_asleep.
Error was_down();
Error was_asleep();
/// retry schedule/made_up (by): another poll was made in its place.
Error made_up(Instant by);
/// errors: retry schedule/outside_hours (from, to): a poll's turn came when its account may not be used
Error outside_hours(const settings::TimeRange& hours);

/// Polls in a row, left out for one reason.
struct LeftOut {
  std::vector<Instant> due;
  Error why;
};

/// Every one of what is due is in `poll` or in one of `left_out`.
struct Decision {
  std::vector<Instant> poll;
  std::vector<LeftOut> left_out;
};

/// due: in order, none later than `now`; jitter: of the newest; why: those that are late were missed
Decision decide(const Timetable& timetable, std::span<const Instant> due, std::chrono::milliseconds jitter, Instant now,
                const Error& why);

}  // namespace calloff::schedule
