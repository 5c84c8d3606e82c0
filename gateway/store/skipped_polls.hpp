// Polls that were due and were not begun: each with its cause, none twice, none forgotten.
#pragma once
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "store/documents.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// `polls` of one feed in a row, due from `first` to `last`, for one cause.
struct SkippedPolls {
  FeedKey feed;
  Instant first{}, last{};
  std::int64_t polls = 0;
  Error cause;
  Instant at{};  ///< when the last of them was skipped
};

/// due: when they were, in order. Those for which a run was begun all the same, or that are noted already, are passed
/// over.
void note_skipped(Writer& writer, const FeedKey& feed, std::span<const Instant> due, const Error& cause);
/// Newest first. Empty fields: all.
std::vector<SkippedPolls> skipped_polls(Reader& reader, const FeedKey& feed, std::size_t limit);
/// The newest of this feed.
std::optional<SkippedPolls> last_skipped(Reader& reader, const FeedKey& feed);

/// For which of what was due from `first` to `last` a run was begun that our own end did not cut short.
std::set<Instant> begun_polls(Reader& reader, const FeedKey& feed, Instant first, Instant last);

}  // namespace calloff::store
