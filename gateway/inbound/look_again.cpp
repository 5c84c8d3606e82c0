#include "inbound/look_again.hpp"

#include <algorithm>

#include "inbound/apart.hpp"
#include "inbound/import_run.hpp"
#include "inbound/list_guard.hpp"
#include "store/event_log.hpp"

namespace calloff::inbound {
namespace {

bool is_of_document(const Error& error) {
  return error.recovery == Recovery::quarantine || error.recovery == Recovery::fix_config;
}

LookedAgain as(const store::DocumentRecord& document, std::string outcome) {
  return {document.id, document.feed, document.entry, std::move(outcome)};
}

Task<LookedAgain> keep_apart(PollWith with, store::DocumentRecord document, std::string mapping_version, Error reason) {
  auto& where = reason.where.document;
  where = document.id + (where.empty() || where == document.id ? std::string() : " " + where);
  auto kept = co_await quarantine_document(with.store, document.feed, document.id, std::move(mapping_version), reason);
  if (!kept) co_return kept.error();
  auto apart = as(document, "apart");
  apart.reason = std::move(reason);
  co_return apart;
}

/// What is to be done with a document that a person asks for. word: not empty: nothing, and why
struct Asked {
  store::DocumentRecord document;
  std::string word;
};

/// A list, and what went aside with it, is for the next list to settle.
std::string word_of(store::Reader& reader, const store::DocumentRecord& document) {
  auto word = settled_word(reader, document);
  const bool waits_for_list = document.entry == kListEntry || went_with_list(reader, document);
  return word.empty() && waits_for_list ? "waits_for_list" : word;
}

Result<std::vector<Asked>> asked_for(store::Reader& reader, const std::string& id, const model::Actor& actor) {
  std::vector<std::string> ids;
  if (!id.empty()) ids.push_back(id);
  if (id.empty())
    for (const auto& waiting : waiting_documents(reader)) ids.push_back(waiting.id);
  std::vector<Asked> asked;
  for (const auto& each : ids) {
    auto document = store::find_document(reader, each);
    const bool is_visible = document && actor.scope.covers(document->feed.customer, document->feed.plant);
    if (is_visible) asked.push_back({*document, word_of(reader, *document)});
    if (!is_visible && !id.empty()) return Error(Recovery::quarantine, "quarantine/unknown", {{"document", id}});
  }
  return asked;
}

Task<void> log_retry(store::Store& store, LookedAgain done, std::string actor) {
  auto written = co_await store.write("quarantine.retry", [=](store::Writer& w) -> Result<void> {
    store::Event event;
    event.actor = actor;
    event.kind = "quarantine.retried";
    event.subject = done.document;
    event.from = "quarantined";
    event.to = done.outcome;
    event.why = done.reason ? done.reason->code : "";
    store::append_event(w, event);
    return {};
  });
  co_return written;
}

Task<LookedAgain> look_again(PollWith with, const std::vector<PolledFeed>& feeds, store::DocumentRecord document) {
  const auto feed = std::ranges::find(feeds, document.feed, &PolledFeed::key);
  auto plan = feed == feeds.end() ? nullptr : plan_of(*feed, document.parts);
  if (!plan) co_return as(document, "no_mapping");
  auto understood =
      co_await understand_archived(with, *feed, plan, document, local_time(document.first_seen, feed->feed.zone));
  auto done = co_await publish_again(with, *feed, std::move(plan), std::move(document), std::move(understood));
  co_return done;
}

}  // namespace

Task<LookedAgain> publish_again(PollWith with, const PolledFeed& feed, std::shared_ptr<const mapping::Plan> plan,
                                store::DocumentRecord document, Understood understood) {
  if (!understood.errors.empty()) {
    auto apart = co_await keep_apart(with, std::move(document), plan->version, understood.errors.front());
    co_return apart;
  }
  auto publication = publication_of(feed, *plan, {document.entry, document.run, document.id, {}});
  auto committed = co_await publish_document(with, std::move(publication), std::move(understood));
  // One poisoned document must not keep the gateway from starting: only a store that fails does.
  if (!committed && is_of_document(committed.error())) {
    auto apart = co_await keep_apart(with, std::move(document), plan->version, committed.error());
    co_return apart;
  }
  if (!committed) co_return committed.error();
  if (committed->superseded) {
    auto overtaken = as(document, "superseded");
    overtaken.reason = committed->superseded;
    co_return overtaken;
  }
  auto done = as(document, committed->stopped ? "stopped" : committed->is_unchanged ? "unchanged" : "published");
  done.records = committed->records;
  done.reason = committed->stopped;
  co_return done;
}

Task<std::vector<LookedAgain>> retry_apart(PollWith with, const std::vector<PolledFeed>& feeds, std::string document,
                                           model::Actor actor) {
  auto asked = co_await with.store.read([=](store::Reader& r) { return asked_for(r, document, actor); });
  if (!asked) co_return asked.error();
  std::vector<LookedAgain> all;
  for (auto& one : *asked) {
    if (!one.word.empty()) {
      all.push_back({one.document.id, one.document.feed, one.document.entry, one.word});
      continue;
    }
    auto done = co_await look_again(with, feeds, std::move(one.document));
    if (!done) co_return done.error();
    if (auto logged = co_await log_retry(with.store, *done, actor.name); !logged) co_return logged.error();
    all.push_back(std::move(*done));
  }
  co_return all;
}

}  // namespace calloff::inbound
