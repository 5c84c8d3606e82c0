// How a run ended, told from what happened in it. Pure.
#pragma once
#include <optional>

#include "base/error.hpp"
#include "store/runs.hpp"

namespace calloff::inbound {

/// What a run did. cause: what ended it early; quarantined: documents kept apart; unfetched: entries of which nothing
/// came
struct Tally {
  int documents = 0;  ///< archived anew
  int quarantined = 0, unfetched = 0;
  int records = 0;  ///< lines that are new or changed
  int unread = 0;   ///< documents archived anew of a feed without a mapping
  bool is_proven_empty = false;
  std::optional<Error> cause;
};

/// An empty answer is never a success by default: no_data only with the customer's own words for it.
store::RunOutcome outcome_of(const Tally& tally);

/// The outcome an error alone leads to.
store::RunOutcome outcome_of(const Error& error);

/// Is the feed's schedule known to stand after this outcome?
/// Is that a failure that passes by itself, mostly within minutes? What a person is in the way of is none.
bool may_come_good(const Error& error);

bool is_good(store::RunOutcome outcome);

}  // namespace calloff::inbound
