#include "schedule/again.hpp"

#include <algorithm>
#include <iterator>

namespace calloff::schedule {

std::optional<Instant> again_at(const Timetable& timetable, std::int64_t tries, Instant now,
                                std::optional<Instant> not_before) {
  if (tries < 0 || tries >= std::ssize(kAgainAfter)) return std::nullopt;
  const auto at = std::max(now + kAgainAfter[tries], not_before.value_or(now));
  const auto next = next_due(timetable, now);
  if ((next && *next <= at) || !is_permitted(timetable, at)) return std::nullopt;
  return at;
}

}  // namespace calloff::schedule
