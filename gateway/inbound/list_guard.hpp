// The guard over whole lists: how many documents one has, and for which days. What the guard says of a list stands in
// the store as a document of its own, entry `(list)`, made of the list's pages.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "adapter_api/adapter.hpp"
#include "base/task.hpp"
#include "inbound/guard.hpp"
#include "store/store.hpp"

namespace calloff::inbound {

constexpr std::string_view kListEntry = "(list)";

/// What is known of a feed's lists. documents: of the last one that was taken; none: there was none yet
/// is_stopped: one is kept apart; days_accepted: when a person last accepted an old list
/// strangers: entries kept apart because they came from somebody else's session
struct ListHistory {
  std::optional<std::size_t> documents;
  bool is_stopped = false;
  std::vector<std::string> strangers;
  std::optional<Instant> days_accepted;
};
ListHistory list_history(store::Reader& reader, const store::FeedKey& feed);

/// Keeps the list's pages apart with the reason, and a ticket says so. errors: store/...
Task<void> keep_list_apart(store::Store& store, store::FeedKey feed, std::string run, adapter_api::Listing listing,
                           Error reason);

/// The list was taken: its length is what the next one is compared with, and strangers that it does not name ask nobody
/// any more. Writes nothing where nothing is new. errors: store/...
Task<void> take_list(store::Store& store, store::FeedKey feed, std::vector<std::string> entries, ListHistory history);

/// A list of pick-up sheets as its days show it. held: entries of it whose documents stand; newest: the latest day of
/// those that wait to be published; now: when it was read
struct ListDays {
  store::FeedKey feed;
  std::vector<std::string> held;
  std::optional<LocalDate> newest;
  LocalTime now;
};
/// reason: hold_feed guard/old_list (newest, today, by)
struct ListVerdict {
  bool is_old = false;
  Error reason;
};
/// Is it an old one that nobody has accepted on its day?
ListVerdict judge_days(store::Reader& reader, const ListDays& days, const settings::Feed& feed);

/// What the list of a document is in a shape: so many rows.
model::PartShape list_shape(std::size_t documents);

}  // namespace calloff::inbound
