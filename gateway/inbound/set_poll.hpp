// After a good poll: what the set of pick-up sheets of each coming date looked like.
#pragma once
#include "base/dates.hpp"
#include "base/task.hpp"
#include "store/documents.hpp"
#include "store/store.hpp"

namespace calloff::inbound {

/// Writes one observation for each date from today on that has sheets; when the customer's list is proven empty, also
/// for the dates observed before. errors: store/...
Task<void> observe_sets(store::Store& store, store::FeedKey feed, LocalDate today, bool is_proven_empty);

}  // namespace calloff::inbound
