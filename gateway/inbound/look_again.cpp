#include "inbound/look_again.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "inbound/apart.hpp"
#include "inbound/list_guard.hpp"
#include "inbound/tell.hpp"
#include "store/event_log.hpp"

namespace calloff::inbound {
namespace {

namespace asio = boost::asio;

/// Runs on a CPU thread.
asio::awaitable<Understood> on_cpu(std::shared_ptr<const mapping::Plan> plan, std::vector<PartBytes> parts,
                                   mapping::DocumentContext context, model::Source source) {
  co_return understand(*plan, parts, context, source, NormaliseRules{});
}

bool is_of_document(const Error& error) {
  return error.recovery == Recovery::quarantine || error.recovery == Recovery::fix_config;
}

/// One document on its way through decoding, mapping, guard and commit.
class Look {
 public:
  Look(PollWith with, const PolledFeed& feed, std::shared_ptr<const mapping::Plan> plan, store::DocumentRecord document)
      : with_(with), feed_(feed), plan_(std::move(plan)), document_(std::move(document)) {}

  Task<LookedAgain> look();

 private:
  Task<LookedAgain> keep_apart(Error reason);
  Task<LookedAgain> publish(Understood understood);
  LookedAgain as(std::string outcome) const { return {document_.id, feed_.key, document_.entry, std::move(outcome)}; }

  PollWith with_;
  const PolledFeed& feed_;
  std::shared_ptr<const mapping::Plan> plan_;
  store::DocumentRecord document_;
};

Task<LookedAgain> Look::keep_apart(Error reason) {
  reason.where.document = document_.id + (reason.where.document.empty() || reason.where.document == document_.id
                                              ? std::string()
                                              : " " + reason.where.document);
  auto kept = co_await quarantine_document(with_.store, feed_.key, document_.id, plan_->version, reason);
  if (!kept) co_return kept.error();
  auto apart = as("apart");
  apart.reason = std::move(reason);
  co_return apart;
}

Task<LookedAgain> Look::publish(Understood understood) {
  Publication publication{feed_.key,
                          document_.entry,
                          document_.run,
                          document_.id,
                          plan_->version,
                          plan_->record,
                          expectations_of(feed_.feed)};
  auto told = co_await tell_statuses(with_.store, with_.on_asn_status, publication, understood);
  if (!told) co_return told.error();
  auto committed = co_await commit_document(with_.store, std::move(publication), std::move(understood));
  // One poisoned document must not keep the gateway from starting: only a store that fails does.
  if (!committed && is_of_document(committed.error())) {
    auto apart = co_await keep_apart(committed.error());
    co_return apart;
  }
  if (!committed) co_return committed.error();
  if (committed->superseded) {
    auto late = as("superseded");
    late.reason = std::move(committed->superseded);
    co_return late;
  }
  auto done = as(committed->stopped ? "stopped" : committed->is_unchanged ? "unchanged" : "published");
  done.records = committed->records;
  done.reason = committed->stopped;
  co_return done;
}

Task<LookedAgain> Look::look() {
  auto parts = bytes_of(with_.store, document_);
  if (!parts) {
    auto apart = co_await keep_apart(parts.error());
    co_return apart;
  }
  const mapping::DocumentContext context{document_.entry, feed_.key.plant, feed_.key.feed,
                                         local_time(document_.first_seen, feed_.feed.zone)};
  const model::Source source{feed_.key.customer, feed_.key.plant, feed_.key.feed, document_.id, plan_->version};
  // No cancellation goes into the CPU pool: it could reach a coroutine that has just ended on another thread.
  constexpr auto uncancelled = [] {
    return asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
  };
  auto understood =
      co_await asio::co_spawn(with_.cpu, on_cpu(plan_, std::move(*parts), context, source), uncancelled());
  if (!understood.errors.empty()) {
    auto apart = co_await keep_apart(understood.errors.front());
    co_return apart;
  }
  auto published = co_await publish(std::move(understood));
  co_return published;
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

}  // namespace

Task<LookedAgain> look_again(PollWith with, const std::vector<PolledFeed>& feeds, store::DocumentRecord document) {
  const auto feed = std::ranges::find(feeds, document.feed, &PolledFeed::key);
  auto plan = feed == feeds.end() ? nullptr : plan_of(*feed, document.parts);
  if (!plan) co_return LookedAgain{document.id, document.feed, document.entry, "no_mapping"};
  Look look(with, *feed, std::move(plan), std::move(document));
  auto done = co_await look.look();
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
