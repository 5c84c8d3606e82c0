// A poll that was due and is not made: recorded like one that was, so that nobody looks for it. Threading: as the
// store.
#pragma once
#include "base/task.hpp"
#include "store/documents.hpp"
#include "store/runs.hpp"
#include "store/store.hpp"

namespace calloff::inbound {

/// A run of the feed that ends at once as `blocked`, because of `reason`; the feed's failures are not counted up.
/// errors: ask_person feed/held (feed, since, cause): nothing was recorded; store/...
Task<store::RunRecord> skip_poll(store::Store& store, Instant now, std::string adapter, std::string account,
                                 store::FeedKey feed, std::optional<Instant> planned, Error reason);

}  // namespace calloff::inbound
