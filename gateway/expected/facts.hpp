// What the store knows of what is expected.
#pragma once
#include "expected/deadline.hpp"
#include "store/arrivals.hpp"
#include "store/runs.hpp"

namespace calloff::expected {

/// Of one feed, read once for however many days are looked at. releases: where releases are expected
/// is_last_poll_good: it brought all that the customer lists
struct FeedFacts {
  std::optional<Instant> watched_since;
  bool is_last_poll_good = true;
  std::vector<store::CameRelease> releases;
};
/// since: the beginning of the first day that is looked at
FeedFacts facts_of(store::Reader& reader, const Expectation& expectation, Instant since);

Came came_of(store::Reader& reader, const Expectation& expectation, const FeedFacts& facts, const Due& due);

/// Numbers of this day's documents that the customer left out, as `numbers` of the feed's `expected_by` counts them; of
/// releases those directly before one that came first on this day. Not known (none) while the last poll was not a good
/// one: what is left out may be what was not understood.
std::optional<std::vector<std::string>> left_out(store::Reader& reader, const Expectation& expectation,
                                                 const FeedFacts& facts, const Due& due, const Came& came);

/// The tickets about it, one a feed and day.
std::string ticket_of(const store::FeedKey& feed, LocalDate day);
std::string numbers_ticket_of(const store::FeedKey& feed, LocalDate day);

/// `JQ260311004, JQ260311006, ...`: the first of them, and how many more there are.
std::string some_of(const std::vector<std::string>& numbers);

}  // namespace calloff::expected
