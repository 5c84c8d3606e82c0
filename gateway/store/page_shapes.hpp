// How published pages looked, feed by feed and entry by entry; and the pages that looked otherwise, with what became of
// them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/dates.hpp"
#include "model/page_shape.hpp"
#include "store/documents.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// document: the published one it is of; target: the day the document is for
struct KeptShape {
  std::string document;
  Instant at{};
  std::optional<LocalDate> target;
  model::PartShape shape;
};

/// The shapes of this entry's last published document; of entry "" those of the feed's. In order of their parts' names.
std::vector<KeptShape> kept_shapes(Reader& reader, const FeedKey& feed, std::string_view entry);
/// For the entry and for the feed. A shape that is there already keeps its document.
void keep_shapes(Writer& writer, const FeedKey& feed, std::string_view entry, std::string_view document,
                 const std::vector<model::PartShape>& shapes, std::optional<LocalDate> target);
/// For the entry alone.
void keep_entry_shapes(Writer& writer, const FeedKey& feed, std::string_view entry, std::string_view document,
                       const std::vector<model::PartShape>& shapes, std::optional<LocalDate> target);
/// The latest target among these entries' published documents; of an entry whose look is not kept, because it was
/// published before looks were, the day of its standing sheets.
std::optional<LocalDate> newest_target(Reader& reader, const FeedKey& feed, const std::vector<std::string>& entries);

enum class DriftState {
  stopped,   ///< not published; a person or a better page settles it
  noted,     ///< published; the page looks otherwise than the one before
  healed,    ///< not published; a later page of its entry was
  accepted,  ///< a person has looked: it was published all the same
};
std::string_view to_string(DriftState state);

/// A page that looked otherwise. document: the newest one that says this; reason: of what was stopped.
/// before: what it was held against; after: how it looks; fingerprint: of a noted one, what changed in what
struct Drift {
  std::int64_t id = 0;
  FeedKey feed;
  std::string entry, document, drafts_hash, fingerprint;
  DriftState state = DriftState::noted;
  std::optional<Error> reason;
  std::vector<KeptShape> before;
  std::vector<model::PartShape> after;
  Instant first_at{}, last_at{};
  std::int64_t times = 1;
  std::optional<Instant> settled;
  std::string settled_by, settled_why;
};

/// What is stopped again, saying the same, and what is noted again in its feed with the same fingerprint, moves on to
/// its newest document and is counted; all else is a row more.
/// Takes feed, entry, document, drafts_hash, fingerprint, state, reason, before, after.
void put_drift(Writer& writer, const Drift& drift);
/// Ends every stopped one of the entry.
void settle_drifts(Writer& writer, const FeedKey& feed, std::string_view entry, DriftState state, std::string_view by,
                   std::string_view why);
/// Is something of the entry stopped and not settled?
bool has_stopped(Reader& reader, const FeedKey& feed, std::string_view entry);
/// The newest one of the document's entry that says what the document says.
std::optional<Drift> find_drift(Reader& reader, const DocumentRecord& document);
/// Newest first. is_open: only those still stopped
std::vector<Drift> drifts(Reader& reader, bool is_open, std::size_t limit);
/// The newest one of the entry that a person accepted.
std::optional<Drift> last_accepted(Reader& reader, const FeedKey& feed, std::string_view entry);

}  // namespace calloff::store
