// Archive and commit: the two durable steps of a document's way.
#pragma once
#include <string>
#include <vector>

#include "adapter_api/adapter.hpp"
#include "inbound/decode.hpp"
#include "inbound/guard.hpp"
#include "store/documents.hpp"
#include "store/store.hpp"

namespace calloff::inbound {

struct Archived {
  std::string document;
  bool is_repeat = false;  ///< these very bytes are here already
};

/// Puts every part into the archive, then the document and its seen entry in one job: the entry may now be told to the
/// customer. errors: store/...
Task<Archived> archive_document(store::Store& store, store::FeedKey feed, std::string run,
                                adapter_api::FetchedDocument document);

/// A document that was understood, about to be published. kind: what its records are
struct Publication {
  store::FeedKey feed;
  std::string entry, run, document, mapping_version;
  mapping::RecordKind kind = mapping::RecordKind::delivery_schedule;
  GuardExpectations expected;
  std::string waived_by{}, waived_why{};  ///< the person who has looked at it: the guard lets it pass
  /// the person for whom it is understood anew: its records are put whatever its drafts say, and the event log says so
  std::string replayed_by{}, replayed_why{};
  Instant read{};  ///< when a document that is understood anew was read: what was read later stands
  bool is_guard_waived() const { return !waived_by.empty(); }
  bool is_replay() const { return !replayed_by.empty(); }
};

/// drift: what the page's headers have more or less than the last one's; stopped: why nothing of it was published
/// superseded: a newer document of its entry came meanwhile, or of a replay one of another entry says all of it:
/// nothing was written; drift/newer_page (entry, document)
struct Committed {
  std::int64_t records = 0;  ///< lines new or changed
  bool is_unchanged = false;
  std::string drift;
  std::optional<Error> stopped, superseded;
};

/// What would keep it from being published as things stand: a newer document of its entry, or the guard.
std::optional<Error> objection(store::Reader& reader, const Publication& publication, const Understood& understood);

/// All records of one document, or none. A document that says what the last one of its entry said costs its row. One
/// that the guard stops is kept apart with its reason and a ticket. errors: store/...; quarantine store/line_twice
Task<Committed> commit_document(store::Store& store, Publication publication, Understood understood);

/// Keeps the document apart with its reason; a ticket says so. errors: store/...
Task<void> quarantine_document(store::Store& store, store::FeedKey feed, std::string document,
                               std::string mapping_version, Error reason);

/// Every part as archived. errors: store/...
Result<std::vector<PartBytes>> bytes_of(const store::Store& store, const store::DocumentRecord& document);

/// A document to be kept apart. drafts_hash: what it says, where that is known
struct Apart {
  std::string entry, document, drafts_hash, mapping_version;
};
/// The same as part of a job.
Result<void> keep_apart(store::Writer& writer, const store::FeedKey& feed, const Apart& apart, const Error& reason);
/// What was kept apart of the entry needs nobody any more.
void settle_apart(store::Writer& writer, const store::FeedKey& feed, const std::string& entry, const std::string& why);

}  // namespace calloff::inbound
