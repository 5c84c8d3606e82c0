// Which entries of a list are fetched: new and changed ones, and open ones once in a while. Pure.
#pragma once
#include <chrono>
#include <vector>

#include "adapter_api/adapter.hpp"
#include "store/documents.hpp"

namespace calloff::inbound {

struct Selection {
  std::vector<adapter_api::Entry> fetched;  ///< to be fetched, in the list's order
  std::vector<adapter_api::Entry> known;    ///< listed, and what we hold of them still stands
  std::vector<std::string> missing;         ///< on the list before and not on this one: their ids
};

/// recheck: an open entry whose row says nothing new is fetched again when its last fetch is this old; 0: always.
/// What a customer changes without a word in the list is found within it.
struct RecheckRule {
  Instant now{};
  std::chrono::seconds recheck{0};
};

/// entries: the customer's list; seen: what we know of these entries and of the list before, in any order
Selection select_entries(const std::vector<adapter_api::Entry>& entries, const std::vector<store::SeenEntry>& seen,
                         const RecheckRule& rule);

}  // namespace calloff::inbound
