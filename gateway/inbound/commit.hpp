// Archive and commit: the two durable steps of a document's way.
#pragma once
#include <string>
#include <vector>

#include "adapter_api/adapter.hpp"
#include "inbound/decode.hpp"
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

struct Committed {
  std::int64_t records = 0;  ///< lines new or changed
  bool is_unchanged = false;
};

/// All records of one document, or none. A document that says what the last one of its entry said costs its row.
/// errors: store/...; quarantine store/line_twice
Task<Committed> commit_document(store::Store& store, store::FeedKey feed, std::string entry, std::string run,
                                std::string document, std::string mapping_version, Understood understood);

/// Keeps the document apart with its reason; a ticket says so. errors: store/...
Task<void> quarantine_document(store::Store& store, store::FeedKey feed, std::string document,
                               std::string mapping_version, Error reason);

}  // namespace calloff::inbound
