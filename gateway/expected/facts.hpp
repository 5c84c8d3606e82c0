// What the store knows of what is expected.
#pragma once
#include "expected/deadline.hpp"
#include "store/runs.hpp"

namespace calloff::expected {

Came came_of(store::Reader& reader, const Expectation& expectation, const Due& due);

/// Numbers of this day's documents that the customer left out, as `numbers` of the feed's `expected_by` counts them;
/// none while the last poll was not a good one: what is left out may be what was not understood.
std::vector<std::string> left_out(store::Reader& reader, const Expectation& expectation, const Came& came);

/// The tickets about it, one a feed and day.
std::string ticket_of(const store::FeedKey& feed, LocalDate day);
std::string numbers_ticket_of(const store::FeedKey& feed, LocalDate day);

/// `JQ260311004, JQ260311006, ...`: the first of them, and how many more there are.
std::string some_of(const std::vector<std::string>& numbers);

}  // namespace calloff::expected
