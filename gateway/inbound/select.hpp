// Which entries of a list are fetched: new, changed, and open ones. Pure.
#pragma once
#include <vector>

#include "adapter_api/adapter.hpp"
#include "store/documents.hpp"

namespace calloff::inbound {

struct Selection {
  std::vector<adapter_api::Entry> fetched;  ///< to be fetched, in the list's order
  std::vector<adapter_api::Entry> known;    ///< listed, and what we hold of them still stands
};

/// entries: the customer's list; seen: what we know of this feed, in any order
Selection select_entries(const std::vector<adapter_api::Entry>& entries, const std::vector<store::SeenEntry>& seen);

}  // namespace calloff::inbound
