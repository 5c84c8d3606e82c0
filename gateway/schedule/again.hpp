// When a poll that failed for a while is tried again, between the times at which its feed is due. Pure.
#pragma once
#include <optional>

#include "schedule/due.hpp"

namespace calloff::schedule {

/// So long after a failure, the first, the second, the third time.
inline constexpr std::chrono::minutes kAgainAfter[]{std::chrono::minutes(1), std::chrono::minutes(5),
                                                    std::chrono::minutes(15)};

/// Before that the customer, or our own discipline, wants no poll.
struct NotBefore {
  std::optional<Instant> at;
  std::chrono::milliseconds jitter{};  ///< so long after it where there is time: others wait for the same moment
};

/// When a poll that failed at `now` is tried again. tries: how often it was already
/// returns: none: not any more, not before the feed is due by its timetable anyway, or not in permitted hours
std::optional<Instant> again_at(const Timetable& timetable, std::int64_t tries, Instant now, NotBefore not_before);

}  // namespace calloff::schedule
