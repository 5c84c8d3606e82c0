#include "schedule/again.hpp"

#include <algorithm>
#include <iterator>

namespace calloff::schedule {

std::optional<Instant> again_at(const Timetable& timetable, std::int64_t tries, Instant now, NotBefore not_before) {
  if (tries < 0 || tries >= std::ssize(kAgainAfter)) return std::nullopt;
  const auto soonest = now + kAgainAfter[tries];
  const auto free = std::max(soonest, not_before.at.value_or(soonest));
  const auto next = next_due(timetable, now);
  for (const auto at : {free > soonest ? free + not_before.jitter : soonest, free})
    if ((!next || at < *next) && is_permitted(timetable, at)) return at;
  return std::nullopt;
}

}  // namespace calloff::schedule
