// Sheets that leave the customer's list before they were shipped. Their rows stand: what a list does not name is never
// zeroed. A person is told, and told no more when the sheet is back or its day is over.
#pragma once
#include <string>
#include <vector>

#include "base/dates.hpp"
#include "base/task.hpp"
#include "store/documents.hpp"
#include "store/store.hpp"

namespace calloff::inbound {

/// After a good poll. missing: entries seen before and not listed now; from, to: pick-up dates that the list covers.
/// A sheet that was on no list for two good polls at least ten minutes apart has a ticket `inbound/left_list`.
/// errors: store/...
Task<void> observe_left(store::Store& store, store::FeedKey feed, std::vector<std::string> missing, LocalDate from,
                        LocalDate to);

}  // namespace calloff::inbound
