#include "inbound/accept.hpp"

#include <algorithm>

#include "inbound/list_guard.hpp"
#include "inbound/publish.hpp"
#include "store/event_log.hpp"

namespace calloff::inbound {
namespace {

/// What is to be accepted, as the store has it.
struct Stopped {
  store::DocumentRecord document;
  store::Drift drift;
};

Error wrong(std::string code, std::vector<std::pair<std::string, std::string>> args) {
  return Error(Recovery::quarantine, std::move(code), std::move(args));
}

Result<Stopped> find_stopped(store::Reader& reader, const std::string& id, const model::Actor& actor) {
  const auto document = store::find_document(reader, id);
  auto drift = document ? store::find_drift(reader, *document) : std::nullopt;
  if (!drift || !actor.scope.covers(drift->feed.customer, drift->feed.plant))
    return wrong("drift/unknown", {{"document", id}});
  if (drift->state != store::DriftState::stopped)
    return wrong("drift/not_stopped", {{"document", id}, {"state", std::string(to_string(drift->state))}});
  const auto seen = store::find_seen(reader, drift->feed, drift->entry);
  const auto newest = seen ? store::find_document(reader, seen->document) : std::nullopt;
  if (newest && newest->id != drift->document && newest->drafts_hash != drift->drafts_hash)
    return wrong("drift/newer_page", {{"entry", drift->entry}, {"document", newest->id}});
  auto accepted = newest ? *newest : *store::find_document(reader, drift->document);
  return Stopped{std::move(accepted), std::move(*drift)};
}

Task<Accepted> accept_list(store::Store& store, Stopped stopped, model::Actor actor, std::string reason) {
  auto written = co_await store.write("drift.accept_list", [=](store::Writer& w) -> Result<void> {
    store::keep_shapes(w, stopped.drift.feed, kListEntry, stopped.drift.document, stopped.drift.after, std::nullopt);
    store::settle_drifts(w, stopped.drift.feed, kListEntry, store::DriftState::accepted, actor.name, reason);
    settle_apart(w, stopped.drift.feed, std::string(kListEntry), reason);
    store::Event event;
    event.actor = actor.name;
    event.kind = "drift.accepted";
    event.subject = stopped.drift.document;
    event.why = reason;
    store::append_event(w, event);
    return {};
  });
  if (!written) co_return written.error();
  co_return Accepted{stopped.drift.document, 0, true};
}

}  // namespace

Task<Accepted> accept_document(PollWith with, const std::vector<PolledFeed>& feeds, std::string document,
                               model::Actor actor, std::string reason) {
  auto stopped =
      co_await with.store.read([document, actor](store::Reader& r) { return find_stopped(r, document, actor); });
  if (!stopped) co_return stopped.error();
  if (stopped->drift.entry == kListEntry) {
    auto accepted = co_await accept_list(with.store, std::move(*stopped), std::move(actor), std::move(reason));
    co_return accepted;
  }
  const auto feed = std::ranges::find(feeds, stopped->drift.feed, &PolledFeed::key);
  const auto plan = feed == feeds.end() ? nullptr : plan_of(*feed, stopped->document.parts);
  if (!plan) co_return wrong("drift/no_mapping", {{"feed", store::to_string(stopped->drift.feed)}});
  const auto& shown = stopped->document;
  auto understood =
      co_await understand_archived(with, *feed, plan, shown, local_time(shown.first_seen, feed->feed.zone));
  if (!understood.errors.empty()) co_return understood.errors.front();
  auto publication = publication_of(*feed, *plan, {shown.entry, shown.run, shown.id, {}});
  publication.waived_by = actor.name;
  publication.waived_why = reason;
  auto committed = co_await publish_document(with, std::move(publication), std::move(understood));
  if (!committed) co_return committed.error();
  if (committed->superseded) co_return *committed->superseded;
  co_return Accepted{stopped->document.id, committed->records, false};
}

}  // namespace calloff::inbound
