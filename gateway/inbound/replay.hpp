// Archived documents understood again. Verified: with the mapping each was understood with, held against the records
// that the store keeps of it. Applied: with today's mapping; what differs from what stands is published.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "inbound/mapping_versions.hpp"
#include "inbound/publish.hpp"
#include "inbound/record_diff.hpp"
#include "model/actor.hpp"
#include "store/document_query.hpp"

namespace calloff::inbound {

/// Empty fields: all. from, to: days on which the documents' runs began, at their plants, inclusive
struct ReplaySelection {
  std::vector<std::string> runs;
  std::string customer, plant, feed;
  std::optional<LocalDate> from, to;
};

/// Oldest first; lists that the guard stopped are none of them: no mapping reads a list by itself.
std::vector<store::PastDocument> select_documents(store::Reader& reader, const std::vector<PolledFeed>& feeds,
                                                  const ReplaySelection& selection, const model::Scope& scope);

/// What came of one document. mapping: the version it was understood with then; used: that it was understood with now
/// outcome, verifying: same, differs, damaged (its archived bytes), pruned (they were given up for their age),
///   unknown_mapping (that version is not to be had), not_published (nothing of it was, so far)
/// outcome, comparing or applying: same (as what stands), differs, published, stopped (by the guard), superseded (what
///   stands comes from newer documents, of other entries too), not_understood (what stands is left as it is), damaged,
///   left_to_polls (rows about our ASNs: only what is polled proves one); failed (the store did), not_reached (after
///   it)
/// and no_mapping: its feed has none, or is not configured. records: lines new or changed
struct Replayed {
  store::PastDocument document;
  std::string outcome, mapping, used;
  std::int64_t records = 0;
  std::optional<Error> reason{};
  std::vector<FieldChange> changes{};
};

/// What replaying reads from.
struct ReplayWith {
  const store::Store& store;
  const std::vector<PolledFeed>& feeds;
  MappingVersions& versions;
};

/// Do the same records come? Of one that was kept apart: does the same reason?
Replayed verify_document(store::Reader& reader, ReplayWith with, const store::PastDocument& document);

/// What comparing and applying do not look at. older: a newer document of their entry is here; apart: they were not
/// published; pruned: their bytes were given up for their age
struct PassedOver {
  std::size_t older = 0, apart = 0, pruned = 0;
};

/// What would differ from what stands, with today's mapping; would the guard let it pass? Of documents that are
/// published and the newest of their entries, and whose bytes are here; none: it is passed over, and counted.
std::optional<Replayed> compare_document(store::Reader& reader, ReplayWith with, const store::PastDocument& document,
                                         PassedOver& passed_over);

/// A document that a recorded poll gave again.
struct RecordedAgain {
  std::string run, entry;
  std::vector<PartBytes> parts;
  Instant at{};
};

/// Held against what the store got then, understood with today's mapping. outcome: same, differs, other_bytes (and the
/// same records), new (nothing of this entry came in that run), and those of verify_document
Replayed hold_against_kept(store::Reader& reader, const PolledFeed& feed, const RecordedAgain& again);

struct Applied {
  std::vector<Replayed> documents;
  PassedOver passed_over;
};

/// Understands what is published and newest of its entry with today's mappings, and publishes what differs from what
/// stands, under the guard. Neither customer nor ASNs are told. Each that is published or stopped is an event with
/// actor and reason. What today's mapping cannot read stays as it stands. Where the store fails on the way it ends:
/// what was published is. errors: a store that fails before the first
Task<Applied> apply_mappings(PollWith with, const std::vector<PolledFeed>& feeds, ReplaySelection selection,
                             model::Actor actor, std::string reason);

}  // namespace calloff::inbound
