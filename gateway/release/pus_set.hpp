// Is the set of pick-up sheets for one date all there? Until it is, the sheets known so far are shown and not counted,
// and the forecast stays in force for that date. Pure.
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/dates.hpp"

namespace calloff::release {

/// The same answer, seen from first_at to last_at in `polls` polls.
struct SetObservation {
  std::string fingerprint;  ///< sheets and quantities, read-state apart
  bool has_all_pages = false;
  Instant first_at, last_at;
  std::int64_t polls = 1;
};

/// equal_polls: that many equal answers, the first and the last at least `apart`; or one answer at or after `by` on the
/// day on which the set is published (plant-local).
struct SetRule {
  int equal_polls = 2;
  std::chrono::seconds apart{600};
  std::chrono::minutes by{13 * 60};
};

/// observations: of this target date, oldest first; only the newest counts, for anything else has changed since
/// published_on: the plant-local day on which the set is published: the workday before the target
/// source: two equal polls ten minutes apart, or one after the cut-off
bool is_set_complete(const std::vector<SetObservation>& observations, const SetRule& rule, LocalDate published_on,
                     std::string_view zone);

}  // namespace calloff::release
