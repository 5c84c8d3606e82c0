// Past runs, and documents by the runs that brought them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "store/documents.hpp"
#include "store/runs.hpp"

namespace calloff::store {

/// Empty fields: all. from, until: when their runs began, until exclusive
struct DocumentFilter {
  std::vector<std::string> runs;
  std::string customer, plant, feed;
  std::optional<Instant> from, until;
};

/// began: its run; read: when it was read, which may be later, and is the run's again when an entry shows once more
/// what it showed before. is_newest: what we hold last of its entry
struct PastDocument {
  std::string id;
  FeedKey feed;
  std::string entry, run;
  Instant began{}, read{};
  DocumentState state = DocumentState::archived;
  bool is_newest = false;
};

/// Oldest first.
std::vector<PastDocument> past_documents(Reader& reader, const DocumentFilter& filter);

/// Runs that have ended, by when they began (until: exclusive); oldest first.
std::vector<RunRecord> past_runs(Reader& reader, Instant from, Instant until);

}  // namespace calloff::store
