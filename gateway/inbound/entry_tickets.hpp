// One ticket an entry of a customer's list for what did not work with it. It stays open until that very thing worked,
// or the list does not name the entry any more: what went well with others closes nothing.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/task.hpp"
#include "store/documents.hpp"
#include "store/store.hpp"

namespace calloff::inbound {

/// What was tried with a list's entries. topic: what it is about, the first word of the tickets' keys
struct EntryNews {
  std::string topic;
  std::map<std::string, Error> failed;  ///< by entry
  std::set<std::string> done;
};

constexpr std::string_view kUnfetched = "unfetched", kUntold = "untold";

/// Entries of the feed with an open ticket of the topic.
std::set<std::string> ticketed_entries(store::Reader& reader, const store::FeedKey& feed, std::string_view topic);

/// Raises and closes. listed: every entry that the customer's list names. Writes nothing where nothing is new.
/// errors: store/...
Task<void> note_entries(store::Store& store, store::FeedKey feed, EntryNews news, std::vector<std::string> listed);

}  // namespace calloff::inbound
