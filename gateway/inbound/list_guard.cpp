#include "inbound/list_guard.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "inbound/commit.hpp"
#include "store/tickets.hpp"

namespace calloff::inbound {
namespace {

using store::Writer;

constexpr std::size_t kMostDrifts = 1000;

/// The same documents in the same state, whatever the pages' clocks and tokens say.
std::string fingerprint_of(const adapter_api::Listing& listing) {
  std::string content;
  for (const auto& entry : listing.entries) content += entry.id + '\x1f' + entry.mark + '\x1e';
  return sha256(content);
}

adapter_api::FetchedDocument document_of(const adapter_api::Listing& listing, const std::string& fingerprint) {
  adapter_api::FetchedDocument document;
  document.entry.id = kListEntry;
  document.entry.mark = fingerprint;
  document.parts = listing.evidence;
  return document;
}

}  // namespace

model::PartShape list_shape(std::size_t documents) { return {"list", "", {}, documents, {}}; }

ListHistory list_history(store::Reader& reader, const store::FeedKey& feed) {
  ListHistory history;
  for (const auto& kept : store::kept_shapes(reader, feed, kListEntry)) history.documents = kept.shape.rows;
  history.is_stopped = store::has_stopped(reader, feed, kListEntry);
  for (const auto& drift : store::drifts(reader, true, kMostDrifts))
    if (drift.feed == feed && drift.reason && is_foreign_page(*drift.reason)) history.strangers.push_back(drift.entry);
  if (const auto accepted = store::last_accepted(reader, feed, kListEntry);
      accepted && accepted->reason && accepted->reason->code == "guard/old_list")
    history.days_accepted = accepted->settled;
  return history;
}

ListVerdict judge_days(store::Reader& reader, const ListDays& days, const settings::Feed& feed) {
  const auto accepted = list_history(reader, days.feed).days_accepted;
  if (accepted && local_date(*accepted, feed.zone) == days.now.date) return {};
  const auto newest = std::max(days.newest, store::newest_target(reader, days.feed, days.held));
  const auto old = judge_days(newest, feed, days.now);
  return {old.has_value(), old.value_or(Error())};
}

Task<void> keep_list_apart(store::Store& store, store::FeedKey feed, std::string run, adapter_api::Listing listing,
                           Error reason) {
  const auto fingerprint = fingerprint_of(listing);
  auto archived = co_await archive_document(store, feed, run, document_of(listing, fingerprint));
  if (!archived) co_return archived.error();
  reason.where.document = archived->document;
  store::Drift drift;
  drift.feed = feed;
  drift.entry = kListEntry;
  drift.document = archived->document;
  drift.drafts_hash = fingerprint;
  drift.state = store::DriftState::stopped;
  drift.reason = reason;
  drift.after = {list_shape(listing.entries.size())};
  auto written = co_await store.write("inbound.stop_list", [=](Writer& w) mutable -> Result<void> {
    drift.before = store::kept_shapes(w, feed, kListEntry);
    store::put_drift(w, drift);
    return keep_apart(w, feed, {drift.entry, drift.document, drift.drafts_hash, {}}, reason);
  });
  co_return written;
}

Task<void> take_list(store::Store& store, store::FeedKey feed, std::vector<std::string> entries, ListHistory history) {
  auto& strangers = history.strangers;
  std::erase_if(strangers, [&](const auto& entry) { return std::ranges::find(entries, entry) != entries.end(); });
  const auto count = entries.size();
  const bool is_new = history.documents != count || history.is_stopped;
  if (!is_new && strangers.empty()) co_return Result<void>();
  auto written = co_await store.write("inbound.take_list", [=](Writer& w) -> Result<void> {
    for (const auto& entry : strangers) settle_apart(w, feed, entry, "a later list does not name it");
    if (!is_new) return {};
    store::keep_shapes(w, feed, kListEntry, "", {list_shape(count)}, std::nullopt);
    settle_apart(w, feed, std::string(kListEntry), "a later list was taken");
    return {};
  });
  co_return written;
}

}  // namespace calloff::inbound
