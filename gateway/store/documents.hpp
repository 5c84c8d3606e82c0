// Documents as archived, and which entries of the customers' lists we have seen. A document's row, its archive rows and
// the seen entry are written in one job, so that "seen" is never ahead of the archive.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/archive.hpp"
#include "store/job.hpp"

namespace calloff::store {

struct FeedKey {
  std::string customer, plant, feed;
  bool operator==(const FeedKey&) const = default;
  auto operator<=>(const FeedKey&) const = default;
};

/// For people: `sgm JQ daily`, without the parts that are empty.
std::string to_string(const FeedKey& feed);

enum class DocumentState { archived, decoded, quarantined, committed };
std::string_view to_string(DocumentState state);

struct DocumentPart {
  std::string name, content_type;
  RawRef raw;
};

/// id: `D-` and 16 digits, from feed, entry and the parts' hashes. drafts_hash: the identity of what it says (raw pages
/// carry tokens and clocks); empty until it was mapped. mapping_version: of the last mapping.
struct DocumentRecord {
  std::string id;
  FeedKey feed;
  std::string entry, run;
  Instant first_seen{};
  DocumentState state = DocumentState::archived;
  std::string drafts_hash, mapping_version;
  std::optional<Error> error;
  std::vector<DocumentPart> parts;
};

std::string document_id(const FeedKey& feed, std::string_view entry, const std::vector<DocumentPart>& parts);

/// An entry of a list as last seen. mark: changes when its document may have; document: what we hold of it, may be
/// empty
struct SeenEntry {
  FeedKey feed;
  std::string id, mark, document;
  bool is_open = false;
  Instant first_seen{}, last_seen{};
  std::int64_t fetches = 0;                            ///< times a document of it was archived
  std::optional<Instant> last_fetched, missing_since;  ///< missing: on no list since this good poll
  std::optional<DocumentState> state;                  ///< of `document`; none if we hold none
};

struct ArchivedDocument {
  std::string id;
  bool is_repeat = false;  ///< these very bytes are what this entry's last document was: its state stands
};

/// Registers the parts' files, the document, and marks its entry as seen: the step that may be told to the customer.
/// The parts are in the archive already. errors: fix_code store/archive_missing
Result<ArchivedDocument> put_document(Writer& writer, const Archive& archive, const FeedKey& feed,
                                      std::string_view entry, std::string_view mark, std::string_view run,
                                      std::vector<DocumentPart> parts);

/// error empties with nullopt. errors: fix_code store/document_unknown
Result<void> put_document_state(Writer& writer, std::string_view document, DocumentState state,
                                std::string_view drafts_hash, std::string_view mapping_version,
                                const std::optional<Error>& error);

std::optional<DocumentRecord> find_document(Reader& reader, std::string_view id);
/// Documents that were archived and not yet committed or quarantined: where to go on after a crash. Oldest first.
std::vector<DocumentRecord> unfinished_documents(Reader& reader);
/// Documents kept apart that are what we hold last of their entries, of this feed (nullptr: all). Oldest first;
/// without their parts.
std::vector<DocumentRecord> documents_apart(Reader& reader, const FeedKey* feed);
/// Drafts hash of this entry's document that was committed last; empty if there is none.
std::string last_drafts_hash(Reader& reader, const FeedKey& feed, std::string_view entry);

std::optional<SeenEntry> find_seen(Reader& reader, const FeedKey& feed, std::string_view entry);
/// What is known of the entries that a list names, however long ago they were last seen, and of those that are not
/// missing yet. It costs what the two lists are long: entries that have been missing since are not looked at.
std::vector<SeenEntry> seen_entries(Reader& reader, const FeedKey& feed, const std::vector<std::string>& listed);
/// Entries seen before that a good poll's list did not name; those that are missing already stay so.
void mark_missing(Writer& writer, const FeedKey& feed, const std::vector<std::string>& entries);
/// Entries that were listed and not fetched: they keep their marks, last_seen moves.
void touch_seen(Writer& writer, const FeedKey& feed, const std::vector<std::string>& entries, bool is_open);

}  // namespace calloff::store
