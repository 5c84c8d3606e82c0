#include "inbound/commit.hpp"

#include <algorithm>

#include "inbound/apart.hpp"
#include "inbound/newer.hpp"
#include "store/delivery_schedules.hpp"
#include "store/documents.hpp"
#include "store/event_log.hpp"
#include "store/releases.hpp"
#include "store/service_orders.hpp"
#include "store/tickets.hpp"

namespace calloff::inbound {
namespace {

using store::Writer;

/// Sheets and orders are short: half of four lines gone is worth a look.
constexpr int kSheetRowsFrom = 4;

/// Writes one record; gives the number of lines that are new, changed or gone.
struct PutRecord {
  Writer& writer;
  const std::string& run;
  bool is_replay;
  std::int64_t commit = store::next_commit(writer, run);
  bool is_used = false;

  Result<std::int64_t> operator()(const model::DeliverySchedule& sheet) {
    return lines_of(store::put_delivery_schedule(writer, sheet, commit));
  }
  Result<std::int64_t> operator()(const model::ServiceOrder& order) {
    return lines_of(store::put_service_order(writer, order, commit));
  }
  /// Each release under a commit of its own, so that each can be read back.
  Result<std::int64_t> operator()(const model::ForecastRelease& release) {
    if (is_used) commit = store::next_commit(writer, run);
    is_used = true;
    return lines_of(is_replay ? store::replace_forecast_release(writer, release, commit, run)
                              : store::put_forecast_release(writer, release, commit));
  }
  /// The customer's list of our ASNs is evidence, kept as the document; the submit protocol looks for itself.
  Result<std::int64_t> operator()(const model::AsnStatus&) { return std::int64_t(1); }

  template <class Counts>
  static Result<std::int64_t> lines_of(const Result<Counts>& counts) {
    if (!counts) return counts.error();
    return counts->lines_opened + counts->lines_closed;
  }
};

Error at_feed(Error reason, const store::FeedKey& feed) {
  reason.where.customer = feed.customer;
  reason.where.plant = feed.plant;
  reason.where.feed = feed.feed;
  return reason;
}

/// Why the document may not be published; empty if it may. A release is compared with the one before it, a sheet or an
/// order with what it was; and so is what is understood anew: it is no news among its feed's. What says the same as
/// what stands is not judged again: somebody may have accepted it.
std::vector<Error> judge(store::Reader& reader, const Publication& publication, const Understood& understood) {
  if (publication.is_guard_waived()) return {};
  if (store::last_drafts_hash(reader, publication.feed, publication.entry) == understood.drafts_hash) return {};
  const bool is_release = publication.kind == mapping::RecordKind::forecast_release;
  const bool is_by_feed = is_release && !publication.is_replay();
  const auto last = store::kept_shapes(reader, publication.feed, is_by_feed ? "" : publication.entry);
  const bool is_sheet = publication.kind == mapping::RecordKind::delivery_schedule ||
                        publication.kind == mapping::RecordKind::service_order;
  const auto from = is_sheet ? kSheetRowsFrom : publication.expected.rules.rows_from;
  return judge_page(understood.evidence, last, from, publication.expected);
}

store::Drift drift_of(const Publication& publication, const Understood& understood) {
  store::Drift drift;
  drift.feed = publication.feed;
  drift.entry = publication.entry;
  drift.document = publication.document;
  drift.drafts_hash = understood.drafts_hash;
  drift.after = understood.evidence.parts;
  return drift;
}

Result<void> stop(Writer& writer, const Publication& publication, const Understood& understood, Error reason) {
  reason.where.document = publication.document;
  auto drift = drift_of(publication, understood);
  drift.state = store::DriftState::stopped;
  drift.reason = reason;
  drift.before = store::kept_shapes(writer, publication.feed, publication.entry);
  if (drift.before.empty()) drift.before = store::kept_shapes(writer, publication.feed, "");
  store::put_drift(writer, drift);
  return keep_apart(writer, publication.feed,
                    {publication.entry, publication.document, understood.drafts_hash, publication.mapping_version},
                    reason);
}

/// Is it this entry's page that the feed's next ones are compared with?
bool is_look_of_feed(Writer& writer, const Publication& publication, const std::vector<store::KeptShape>& of_feed) {
  return std::ranges::all_of(of_feed, [&](const store::KeptShape& shape) {
    if (shape.document.empty()) return true;  // of the list
    const auto document = store::find_document(writer, shape.document);
    return document && document->entry == publication.entry;
  });
}

/// A page that is understood anew is no newer for it: what the feed's next ones are held against stays its newest page.
void remember_anew(Writer& writer, const Publication& publication, const Understood& understood) {
  const auto& evidence = understood.evidence;
  if (is_look_of_feed(writer, publication, store::kept_shapes(writer, publication.feed, "")))
    store::keep_shapes(writer, publication.feed, publication.entry, publication.document, evidence.parts,
                       evidence.newest_target);
  else
    store::keep_entry_shapes(writer, publication.feed, publication.entry, publication.document, evidence.parts,
                             evidence.newest_target);
}

/// How the page looks is remembered; what is new about it is noted and given.
std::string remember_shape(Writer& writer, const Publication& publication, const Understood& understood) {
  const auto before = store::kept_shapes(writer, publication.feed, "");
  auto changes = header_changes(before, understood.evidence.parts);
  if (!changes.empty() && !publication.is_guard_waived()) {
    auto drift = drift_of(publication, understood);
    drift.before = before;
    drift.fingerprint = change_fingerprint(before, understood.evidence.parts);
    store::put_drift(writer, drift);
  }
  store::keep_shapes(writer, publication.feed, publication.entry, publication.document, understood.evidence.parts,
                     understood.evidence.newest_target);
  return changes;
}

Result<std::int64_t> put_records(Writer& writer, const Publication& publication,
                                 const std::vector<model::Record>& records) {
  PutRecord put{writer, publication.run, publication.is_replay()};
  std::int64_t lines = 0;
  for (const auto& record : records) {
    const auto changed = std::visit(put, record);
    if (!changed) return changed.error();
    lines += *changed;
  }
  return lines;
}

void accept(Writer& writer, const Publication& publication) {
  store::settle_drifts(writer, publication.feed, publication.entry, store::DriftState::accepted, publication.waived_by,
                       publication.waived_why);
  store::Event event;
  event.actor = publication.waived_by;
  event.kind = "drift.accepted";
  event.subject = publication.document;
  event.why = publication.waived_why;
  store::append_event(writer, event);
}

/// from, to: the mapping that it was understood with, and today's
void note_replay(Writer& writer, const Publication& publication, std::string kind) {
  const auto before = store::find_document(writer, publication.document);
  store::Event event;
  event.actor = publication.replayed_by;
  event.kind = std::move(kind);
  event.subject = publication.document;
  event.from = before ? before->mapping_version : "";
  event.to = publication.mapping_version;
  event.why = publication.replayed_why;
  store::append_event(writer, event);
}

Error newer_page(const Publication& publication, const std::string& document) {
  return at_feed(
      Error(Recovery::quarantine, "drift/newer_page", {{"entry", publication.entry}, {"document", document}}),
      publication.feed);
}

/// Understanding takes time, and a poll may archive newer bytes meanwhile: an older state never goes over a newer one.
std::optional<Error> superseded(store::Reader& reader, const Publication& publication) {
  const auto seen = store::find_seen(reader, publication.feed, publication.entry);
  if (!seen || seen->document.empty() || seen->document == publication.document) return std::nullopt;
  return newer_page(publication, seen->document);
}

/// A replay's records that no other entry has said since; in the job that puts them: a poll may come before it.
std::optional<Error> superseded_elsewhere(store::Reader& reader, const Publication& publication,
                                          std::vector<model::Record>& records) {
  if (!publication.is_replay()) return std::nullopt;
  const auto newer = drop_older(reader, publication.document, publication.read, records);
  return newer && records.empty() ? std::optional(newer_page(publication, *newer)) : std::nullopt;
}

Result<Committed> publish(Writer& writer, const Publication& publication, const Understood& understood) {
  Committed done;
  auto records = understood.records;
  done.superseded = superseded(writer, publication);
  if (!done.superseded) done.superseded = superseded_elsewhere(writer, publication, records);
  if (done.superseded) return done;
  done.is_unchanged = !publication.is_replay() &&
                      store::last_drafts_hash(writer, publication.feed, publication.entry) == understood.drafts_hash;
  if (const auto reasons = judge(writer, publication, understood); !reasons.empty()) {
    done.stopped = at_feed(reasons.front(), publication.feed);
    if (publication.is_replay()) note_replay(writer, publication, "replay.stopped");
    if (auto kept = stop(writer, publication, understood, *done.stopped); !kept) return kept.error();
    return done;
  }
  if (publication.is_guard_waived()) accept(writer, publication);
  if (publication.is_replay()) note_replay(writer, publication, "replay.applied");
  settle_apart(writer, publication.feed, publication.entry, "a later page of it was published");
  if (!done.is_unchanged) {
    const auto lines = put_records(writer, publication, records);
    if (!lines) return lines.error();
    done.records = *lines;
  }
  if (publication.is_replay())
    remember_anew(writer, publication, understood);
  else
    done.drift = remember_shape(writer, publication, understood);
  auto put = store::put_document_state(writer, publication.document, store::DocumentState::committed,
                                       understood.drafts_hash, publication.mapping_version, std::nullopt);
  if (!put) return put.error();
  return done;
}

}  // namespace

Result<void> keep_apart(Writer& writer, const store::FeedKey& feed, const Apart& apart, const Error& reason) {
  const auto placed = at_feed(reason, feed);
  auto put = store::put_document_state(writer, apart.document, store::DocumentState::quarantined, apart.drafts_hash,
                                       apart.mapping_version, placed);
  if (!put) return put;
  store::raise_ticket(writer, apart_ticket(feed, apart.entry, placed), placed);
  close_apart_tickets(writer, feed, {}, "a later page of it says something else");
  return {};
}

void settle_apart(Writer& writer, const store::FeedKey& feed, const std::string& entry, const std::string& why) {
  store::settle_drifts(writer, feed, entry, store::DriftState::healed, "gateway", why);
  close_apart_tickets(writer, feed, entry, why);
}

Task<Archived> archive_document(store::Store& store, store::FeedKey feed, std::string run,
                                adapter_api::FetchedDocument document) {
  std::vector<std::string> all;
  for (auto& part : document.parts) all.push_back(std::move(part.bytes));
  const auto kept = co_await store.keep_all(std::move(all));
  if (!kept) co_return kept.error();
  std::vector<store::DocumentPart> parts;
  for (std::size_t i = 0; i < kept->size(); ++i)
    parts.push_back({document.parts[i].name, document.parts[i].content_type, (*kept)[i]});
  const auto entry = document.entry;
  auto written = co_await store.write(
      "inbound.archive", [&store, feed, run, entry, parts](Writer& w) -> Result<store::ArchivedDocument> {
        auto put = store::put_document(w, store.archive(), feed, entry.id, entry.mark, run, parts);
        if (put) store::touch_seen(w, feed, {entry.id}, entry.is_open);
        return put;
      });
  if (!written) co_return written.error();
  co_return Archived{written->id, written->is_repeat};
}

std::optional<Error> objection(store::Reader& reader, const Publication& publication, const Understood& understood) {
  if (auto newer = superseded(reader, publication)) return newer;
  const auto reasons = judge(reader, publication, understood);
  return reasons.empty() ? std::nullopt : std::optional(at_feed(reasons.front(), publication.feed));
}

Task<Committed> commit_document(store::Store& store, Publication publication, Understood understood) {
  auto committed =
      co_await store.write("inbound.commit", [=](Writer& w) { return publish(w, publication, understood); });
  co_return committed;
}

Task<void> quarantine_document(store::Store& store, store::FeedKey feed, std::string document,
                               std::string mapping_version, Error reason) {
  auto written = co_await store.write("inbound.quarantine", [=](Writer& w) {
    const auto kept = store::find_document(w, document);
    return keep_apart(w, feed, {kept ? kept->entry : document, document, {}, mapping_version}, reason);
  });
  co_return written;
}

Result<std::vector<PartBytes>> bytes_of(const store::Store& store, const store::DocumentRecord& document) {
  std::vector<PartBytes> parts;
  for (const auto& part : document.parts) {
    auto bytes = store.archive().get(part.raw.sha256);
    if (!bytes) return bytes.error();
    parts.push_back({part.name, part.content_type, std::move(*bytes)});
  }
  return parts;
}

}  // namespace calloff::inbound
