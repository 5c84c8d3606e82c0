#include "inbound/replay.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "inbound/import_run.hpp"
#include "inbound/list_guard.hpp"
#include "inbound/newer.hpp"
#include "store/kept_states.hpp"
#include "store/prune.hpp"
#include "store/runs.hpp"

namespace calloff::inbound {
namespace {

using Plan = std::shared_ptr<const mapping::Plan>;

const PolledFeed* find_feed(const std::vector<PolledFeed>& feeds, const store::FeedKey& key) {
  const auto found = std::ranges::find(feeds, key, &PolledFeed::key);
  return found == feeds.end() ? nullptr : &*found;
}

Replayed ended(const store::PastDocument& document, std::string outcome, std::optional<Error> reason = {}) {
  Replayed done;
  done.document = document;
  done.outcome = std::move(outcome);
  done.reason = std::move(reason);
  return done;
}

Understood understand_again(const PolledFeed& feed, const mapping::Plan& plan, const store::PastDocument& document,
                            const std::vector<PartBytes>& parts) {
  const mapping::DocumentContext context{document.entry, feed.key.plant, feed.key.feed,
                                         local_time(document.read, feed.feed.zone)};
  const model::Source source{feed.key.customer, feed.key.plant, feed.key.feed, document.id, plan.version};
  return understand(plan, parts, context, source, NormaliseRules{});
}

/// The state that the document brought, or one that said the same when it was read; what it is to be compared with
/// where there is neither: the last one.
std::vector<FieldChange> against_kept(store::Reader& reader, const model::Record& record, const std::string& document) {
  const auto states = store::kept_states(reader, record, store::States::all);
  const auto brought = [&](const store::KeptState& state) {
    return std::visit([&](const auto& one) { return one.source.document == document; }, state.record);
  };
  const auto own = std::find_if(states.rbegin(), states.rend(), brought);
  if (own != states.rend()) return changes(own->record, record, Places::compared);
  for (const auto& state : states)
    if (changes(state.record, record, Places::ignored).empty()) return {};
  if (states.empty()) return {new_record(record)};
  return changes(states.back().record, record, Places::ignored);
}

/// What it would change. records: those that are newer than what stands, all of which would be published
struct Difference {
  std::vector<model::Record> records;
  std::vector<FieldChange> changes;
};
Difference against_standing(store::Reader& reader, const store::PastDocument& document,
                            std::vector<model::Record> records) {
  Difference difference;
  for (auto& record : records) {
    const auto standing = store::kept_states(reader, record, store::States::standing);
    if (newer_document(reader, document.id, document.read, standing)) continue;
    auto more =
        standing.empty() ? std::vector{new_record(record)} : changes(standing.back().record, record, Places::ignored);
    std::ranges::move(more, std::back_inserter(difference.changes));
    difference.records.push_back(std::move(record));
  }
  return difference;
}

bool is_kept(const model::Record& record) { return !std::holds_alternative<model::AsnStatus>(record); }

void append(std::vector<FieldChange>& all, std::vector<FieldChange> more) {
  for (auto& change : more) all.push_back(std::move(change));
}

/// A published document: the drafts' hash that was noted then, and every record that the store keeps.
void verify_published(store::Reader& reader, const store::DocumentRecord& kept, const Understood& understood,
                      Replayed& done) {
  if (!understood.errors.empty()) {
    done.outcome = "differs";
    done.reason = understood.errors.front();
    return;
  }
  for (const auto& record : understood.records)
    if (is_kept(record)) append(done.changes, against_kept(reader, record, kept.id));
  const bool is_same_mapping = done.used == kept.mapping_version;
  if (done.changes.empty() && is_same_mapping && understood.drafts_hash != kept.drafts_hash)
    done.changes.push_back({"document", "drafts_hash", kept.drafts_hash, understood.drafts_hash});
  done.outcome = done.changes.empty() ? "same" : "differs";
}

/// One that was kept apart: the reason, or what it said where the guard stopped it.
void verify_apart(const store::DocumentRecord& kept, const Understood& understood, Replayed& done) {
  const auto now = understood.errors.empty() ? std::string() : understood.errors.front().code;
  const auto then = kept.error ? kept.error->code : std::string();
  // Not by what it said of itself, but by what stood here.
  const bool was_understood = then.starts_with("guard/") || then.starts_with("store/");
  const auto expected = was_understood ? std::string() : then;
  if (now != expected)
    done.changes.push_back({"document", "reason", expected, now});
  else if (!kept.drafts_hash.empty() && done.used == kept.mapping_version && kept.drafts_hash != understood.drafts_hash)
    done.changes.push_back({"document", "drafts_hash", kept.drafts_hash, understood.drafts_hash});
  done.outcome = done.changes.empty() ? "same" : "differs";
}

void verify(store::Reader& reader, const store::DocumentRecord& kept, const Understood& understood, Replayed& done) {
  if (kept.state == store::DocumentState::committed)
    verify_published(reader, kept, understood, done);
  else if (kept.state == store::DocumentState::quarantined)
    verify_apart(kept, understood, done);
  else
    done.outcome = "not_published";
}

/// What came of the entry in that run.
std::optional<store::DocumentRecord> document_of_run(store::Reader& reader, const store::PastDocument& like) {
  const auto& feed = like.feed;
  for (const auto& document : store::past_documents(reader, {{like.run}, feed.customer, feed.plant, feed.feed, {}, {}}))
    if (document.entry == like.entry) return store::find_document(reader, document.id);
  return std::nullopt;
}

/// Its bytes cannot be read: were they given up, or are they lost?
Replayed without_bytes(store::Reader& reader, const store::PastDocument& document, const PolledFeed& feed,
                       const store::DocumentRecord& kept, Error reason) {
  for (const auto& part : kept.parts)
    if (const auto at = store::pruned_at(reader, part.raw.sha256))
      return ended(document, "pruned",
                   Error(Recovery::quarantine, "replay/pruned", {{"day", to_string(local_date(*at, feed.feed.zone))}}));
  return ended(document, "damaged", std::move(reason));
}

/// Is it what `apply` publishes anew?
bool is_replayed(const store::PastDocument& document) {
  return document.is_newest && document.state == store::DocumentState::committed;
}

}  // namespace

std::vector<store::PastDocument> select_documents(store::Reader& reader, const std::vector<PolledFeed>& feeds,
                                                  const ReplaySelection& selection, const model::Scope& scope) {
  store::DocumentFilter filter{selection.runs, selection.customer, selection.plant, selection.feed, {}, {}};
  // No plant is farther from UTC than a day.
  if (selection.from) filter.from = Instant(std::chrono::sys_days(add_days(*selection.from, -1)));
  if (selection.to) filter.until = Instant(std::chrono::sys_days(add_days(*selection.to, 2)));
  auto documents = store::past_documents(reader, filter);
  std::erase_if(documents, [&](const store::PastDocument& document) {
    if (document.entry == kListEntry || !scope.covers(document.feed.customer, document.feed.plant)) return true;
    const auto* feed = find_feed(feeds, document.feed);
    const auto day = local_date(document.began, feed ? feed->feed.zone : "UTC");
    return (selection.from && day < *selection.from) || (selection.to && day > *selection.to);
  });
  return documents;
}

Replayed verify_document(store::Reader& reader, ReplayWith with, const store::PastDocument& document) {
  const auto kept = store::find_document(reader, document.id);
  const auto* feed = find_feed(with.feeds, document.feed);
  if (!feed || !kept) return ended(document, "no_mapping");
  if (kept->mapping_version.empty()) return ended(document, feed->plan ? "not_published" : "no_mapping");
  const auto parts = bytes_of(with.store, *kept);
  if (!parts) return without_bytes(reader, document, *feed, *kept, parts.error());
  const auto plan = with.versions.find(reader, kept->mapping_version);
  auto done = ended(document, "unknown_mapping");
  done.mapping = kept->mapping_version;
  if (!plan) return done;
  done.used = plan->version;
  verify(reader, *kept, understand_again(*feed, *plan, document, *parts), done);
  return done;
}

Replayed hold_against_kept(store::Reader& reader, const PolledFeed& feed, const RecordedAgain& again) {
  std::vector<store::DocumentPart> parts;
  for (const auto& part : again.parts)
    parts.push_back({part.name, part.content_type, {sha256(part.bytes), part.bytes.size()}});
  store::PastDocument document{store::document_id(feed.key, again.entry, parts), feed.key, again.entry, again.run};
  document.began = document.read = again.at;
  auto kept = store::find_document(reader, document.id);
  const bool has_same_bytes = kept.has_value();
  if (!kept) kept = document_of_run(reader, document);
  auto done = ended(document, "new");
  if (!kept) return done;
  const auto plan = plan_of(feed, parts);
  done.mapping = kept->mapping_version;
  done.outcome = "same";
  if (plan) {
    done.used = plan->version;
    verify(reader, *kept, understand_again(feed, *plan, document, again.parts), done);
  }
  if (!has_same_bytes && done.outcome == "same") done.outcome = "other_bytes";
  return done;
}

namespace {

/// Would the guard let it pass? done: of which the changes are known
void judge_anew(store::Reader& reader, const Publication& publication, const Understood& understood, Replayed& done) {
  done.outcome = done.changes.empty() ? "same" : "differs";
  if (done.changes.empty()) return;
  if (auto reason = objection(reader, publication, understood)) {
    done.outcome = "stopped";
    done.reason = std::move(reason);
  }
}

Replayed compare_kept(store::Reader& reader, ReplayWith with, const PolledFeed& feed,
                      const store::PastDocument& document, const store::DocumentRecord& kept) {
  const auto plan = plan_of(feed, kept.parts);
  if (!plan) return ended(document, "no_mapping");
  auto done = ended(document, "left_to_polls");
  done.mapping = kept.mapping_version;
  done.used = plan->version;
  if (plan->record == mapping::RecordKind::asn_status) return done;
  const auto parts = bytes_of(with.store, kept);
  if (!parts) return without_bytes(reader, document, feed, kept, parts.error());
  auto understood = understand_again(feed, *plan, document, *parts);
  if (!understood.errors.empty()) {
    done.outcome = "not_understood";
    done.reason = understood.errors.front();
    return done;
  }
  const bool has_records = !understood.records.empty();
  auto difference = against_standing(reader, document, std::move(understood.records));
  done.changes = std::move(difference.changes);
  done.outcome = "superseded";
  if (has_records && difference.records.empty()) return done;
  auto publication = publication_of(feed, *plan, {document.entry, document.run, document.id, {}});
  publication.replayed_by = "replay";  // judged as it would be if it were applied
  judge_anew(reader, publication, understood, done);
  return done;
}

}  // namespace

std::optional<Replayed> compare_document(store::Reader& reader, ReplayWith with, const store::PastDocument& document,
                                         PassedOver& passed_over) {
  if (!is_replayed(document)) {
    ++(document.is_newest ? passed_over.apart : passed_over.older);
    return std::nullopt;
  }
  const auto kept = store::find_document(reader, document.id);
  const auto* feed = find_feed(with.feeds, document.feed);
  if (!feed || !kept) return ended(document, "no_mapping");
  auto done = compare_kept(reader, with, *feed, document, *kept);
  if (done.outcome != "pruned") return done;
  ++passed_over.pruned;
  return std::nullopt;
}

namespace {

/// What differs is understood once more: what was compared is as old as the reading.
Task<void> publish_anew(PollWith with, const PolledFeed& feed, std::string actor, std::string reason, Replayed& done) {
  const auto id = done.document.id;
  auto kept = co_await with.store.read(
      [id](store::Reader& r) -> Result<std::optional<store::DocumentRecord>> { return store::find_document(r, id); });
  if (!kept) co_return kept.error();
  const auto plan = plan_of(feed, (*kept)->parts);
  auto understood =
      co_await understand_archived(with, feed, plan, **kept, local_time(done.document.read, feed.feed.zone));
  if (!understood.errors.empty()) {
    done.outcome = "not_understood";
    done.reason = understood.errors.front();
    co_return Result<void>();
  }
  auto publication = publication_of(feed, *plan, {done.document.entry, done.document.run, id, {}});
  publication.replayed_by = std::move(actor);
  publication.replayed_why = std::move(reason);
  publication.read = done.document.read;
  auto committed = co_await publish_document(with, std::move(publication), std::move(understood));
  if (!committed && committed.error().recovery != Recovery::quarantine) co_return committed.error();
  if (!committed) {
    done.outcome = "not_understood";
    done.reason = committed.error();
    co_return Result<void>();
  }
  done.records = committed->records;
  done.reason = committed->superseded ? committed->superseded : committed->stopped;
  done.outcome = committed->superseded ? "superseded" : committed->stopped ? "stopped" : "published";
  co_return Result<void>();
}

/// One document. none: it is passed over
Task<std::optional<Replayed>> apply_mapping(PollWith with, ReplayWith replay, const store::PastDocument& document,
                                            PassedOver& passed_over, std::string actor, std::string reason) {
  auto compared =
      co_await with.store.read([replay, &document, &passed_over](store::Reader& r) -> Result<std::optional<Replayed>> {
        return compare_document(r, replay, document, passed_over);
      });
  if (!compared || !*compared) co_return compared;
  auto& done = **compared;
  if (done.outcome != "differs" && done.outcome != "stopped") co_return compared;
  auto published =
      co_await publish_anew(with, *find_feed(replay.feeds, document.feed), std::move(actor), std::move(reason), done);
  if (!published) {
    done.outcome = "failed";
    done.reason = published.error();
  }
  co_return compared;
}

}  // namespace

Task<Applied> apply_mappings(PollWith with, const std::vector<PolledFeed>& feeds, ReplaySelection selection,
                             model::Actor actor, std::string reason) {
  with.on_asn_status = {};  // only what is polled proves an ASN
  auto documents = co_await with.store.read(
      [&feeds, selection, scope = actor.scope](store::Reader& r) -> Result<std::vector<store::PastDocument>> {
        return select_documents(r, feeds, selection, scope);
      });
  if (!documents) co_return documents.error();
  MappingVersions versions(feeds);
  const ReplayWith replay{with.store, feeds, versions};
  Applied applied;
  bool has_failed = false;
  for (const auto& document : *documents) {
    if (has_failed) {
      applied.documents.push_back(ended(document, "not_reached"));
      continue;
    }
    auto done = co_await apply_mapping(with, replay, document, applied.passed_over, actor.name, reason);
    if (!done) done = std::optional(ended(document, "failed", done.error()));
    has_failed = *done && (*done)->outcome == "failed";
    if (*done) applied.documents.push_back(std::move(**done));
  }
  co_return applied;
}

}  // namespace calloff::inbound
