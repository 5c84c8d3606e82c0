// What should have come by when, and whether it has: a feed's settings, what came, and an instant. Pure.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "mapping/record_shape.hpp"
#include "release/pus_set.hpp"
#include "settings/configuration.hpp"
#include "store/documents.hpp"

namespace calloff::expected {

/// sheets: the pick-up sheets of a day to come; release: a forecast release; document: anything new
enum class Kind { sheets, release, document };

/// What is expected of one feed.
struct Expectation {
  store::FeedKey feed;
  Kind kind = Kind::document;
  settings::ExpectedBy by;
  Calendar calendar;
  std::string zone;
  std::optional<release::SetRule> complete;  ///< of sheets: until then they are not all there
};

/// Of every feed that has `expected_by`, in the order of the configuration. records: what each feed's mapping makes
std::vector<Expectation> expectations(const settings::Configuration& configuration,
                                      const std::map<store::FeedKey, mapping::RecordKind>& records);

/// One workday's. target: the day that sheets are for, else `day`; from, to: what comes in between is this day's;
/// by: when it is late, the earlier of the two where both are set
struct Due {
  LocalDate day, target;
  Instant from, to, by;
  std::optional<Instant> escalate;
};

/// None: nothing is expected on that day.
std::optional<Due> due_on(const Expectation& expectation, LocalDate day);

/// The next time after `after` at which something may be late or escalated; none within 40 days.
std::optional<Instant> next_deadline(const Expectation& expectation, Instant after);

/// What is known. numbers: of the documents that are here; first: when the first of them came, or of what came later
/// and takes their place; set: what the polls of the target's sheets looked like, oldest first; watched_since: when the
/// feed's first poll ended; none: there was none yet
struct Came {
  std::vector<std::string> numbers;
  std::optional<Instant> first, watched_since;
  std::vector<release::SetObservation> set;
};

/// not_watched: the feed was polled for the first time on a later day; late: it came after its time; incomplete: its
/// time has passed, some are here, and the set is not known to be whole; missing: its time has passed
enum class State { no_workday, not_watched, not_due, arrived, late, incomplete, missing };
std::string_view to_string(State state);

/// came: when it was all there. is_escalated: it is not, and the second time has passed, too
struct Judgement {
  State state = State::not_due;
  std::optional<Instant> came;
  bool is_escalated = false;
};
Judgement judge(const Expectation& expectation, const Due& due, const Came& came, Instant now);

/// Numbers left out among these, by the digits that count on under each beginning; at most 1000.
/// before: only those that are left out directly before one of these
std::vector<std::string> numbers_left_out(const settings::Numbering& rule, const std::vector<std::string>& numbers,
                                          const std::optional<std::set<std::string>>& before = {});

}  // namespace calloff::expected
