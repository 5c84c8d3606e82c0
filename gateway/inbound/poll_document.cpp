// One document of a run: fetched, archived, settled, understood, published.
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "inbound/poll_run.hpp"
#include "store/documents.hpp"

namespace calloff::inbound {

namespace asio = boost::asio;
using adapter_api::Adapter;
using adapter_api::Run;

namespace {

/// Runs on a CPU thread: decoding and mapping never hold up the sockets.
asio::awaitable<Understood> on_cpu(std::shared_ptr<const mapping::Plan> plan, std::vector<PartBytes> parts,
                                   mapping::DocumentContext context, model::Source source) {
  co_return understand(*plan, parts, context, source, NormaliseRules{});
}

}  // namespace

/// Fetches and archives one entry, tells the customer, and understands it. An error ends the run; a document that
/// cannot be understood does not, unless the page is not as promised.
Task<void> Poll::fetch_one(adapter_api::Entry entry) {
  adapter_api::FetchedDocument document;
  auto fetched =
      co_await account_.operate(operation([&](Adapter& adapter, Run& run, transport::Session&) -> Task<void> {
        auto got = co_await adapter.fetch(run, feed_.key.feed, entry);
        if (!got) co_return got.error();
        document = std::move(*got);
        co_return Result<void>();
      }));
  if (!fetched) co_return fetched.error();
  std::vector<PartBytes> parts;
  for (const auto& part : document.parts) {
    parts.push_back({part.name, part.content_type, part.bytes});
    run_.bytes += std::int64_t(part.bytes.size());
  }
  auto archived = co_await archive_document(with_.store, feed_.key, run_.id, std::move(document));
  if (!archived) co_return archived.error();
  auto settled =
      co_await account_.operate(operation([&](Adapter& adapter, Run& run, transport::Session&) -> Task<void> {
        auto done = co_await adapter.settle(run, feed_.key.feed, entry, adapter_api::Disposition::archived);
        co_return done;
      }));
  if (!settled) co_return settled.error();
  if (!archived->is_repeat) ++tally_.documents;
  if (!feed_.plan) {
    if (!archived->is_repeat) ++tally_.unread;
    co_return Result<void>();
  }
  if (archived->is_repeat) {
    const auto known = co_await is_settled(archived->document);
    if (!known) co_return known.error();
    if (*known) co_return Result<void>();
  }
  auto understood = co_await understand_one(*archived, std::move(entry), std::move(parts));
  co_return understood;
}

/// Bytes that we hold already need no second look, unless they were kept apart: a mended mapping may understand them
/// now.
Task<bool> Poll::is_settled(std::string document) {
  auto found = co_await with_.store.read([document](store::Reader& r) -> Result<std::optional<store::DocumentRecord>> {
    return store::find_document(r, document);
  });
  if (!found) co_return found.error();
  co_return *found && (*found)->state == store::DocumentState::committed;
}

Task<void> Poll::understand_one(Archived archived, adapter_api::Entry entry, std::vector<PartBytes> parts) {
  const mapping::DocumentContext context{entry.id, feed_.key.plant, feed_.key.feed,
                                         local_time(with_.clock.now(), feed_.feed.zone)};
  const model::Source source{feed_.key.customer, feed_.key.plant, feed_.key.feed, archived.document,
                             feed_.plan->version};
  // No cancellation goes into the CPU pool: it could reach a coroutine that has just ended on another thread.
  constexpr auto uncancelled = [] {
    return asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
  };
  auto understood =
      co_await asio::co_spawn(with_.cpu, on_cpu(feed_.plan, std::move(parts), context, source), uncancelled());
  for (const auto& column : understood.new_columns) say(LogLevel::info, "a column nobody asked for: " + column);
  if (!understood.errors.empty()) {
    auto first = understood.errors.front();
    first.where.document = archived.document + (first.where.document.empty() ? "" : " " + first.where.document);
    keep_apart(first);
    say(LogLevel::warning, "kept apart: " + sentence(first));
    auto kept = co_await quarantine_document(with_.store, feed_.key, archived.document, feed_.plan->version, first);
    if (kept && first.recovery == Recovery::hold_feed) co_return first;
    co_return kept;
  }
  Pending pending{archived.document, std::move(entry.id), std::move(understood)};
  if (is_list_awaited_) {
    pending_.push_back(std::move(pending));
    co_return Result<void>();
  }
  auto published = co_await publish(std::move(pending));
  co_return published;
}

/// An error ends the run: the store's, and a page of somebody else's session. Any other page that the guard stops is
/// kept apart, and the run goes on.
Task<void> Poll::publish(Pending pending) {
  const auto document = pending.document;
  Publication publication{feed_.key,          std::move(pending.entry),   run_.id, document, feed_.plan->version,
                          feed_.plan->record, expectations_of(feed_.feed)};
  auto told = co_await tell_statuses(with_.store, with_.on_asn_status, publication, pending.understood);
  if (!told) co_return told.error();
  auto committed = co_await commit_document(with_.store, std::move(publication), std::move(pending.understood));
  if (!committed) {
    if (committed.error().recovery != Recovery::quarantine) co_return committed.error();
    keep_apart(committed.error());
    auto kept = co_await quarantine_document(with_.store, feed_.key, document, feed_.plan->version, committed.error());
    co_return kept;
  }
  if (committed->superseded) {
    say(LogLevel::info, document + " is overtaken: " + sentence(*committed->superseded));
    co_return Result<void>();
  }
  if (!committed->drift.empty()) say(LogLevel::info, "the page has changed: " + committed->drift);
  tally_.records += int(committed->records);
  if (!committed->stopped) co_return Result<void>();
  keep_apart(*committed->stopped);
  say(LogLevel::warning, "not published: " + document + " " + sentence(*committed->stopped));
  if (is_foreign_page(*committed->stopped)) co_return *committed->stopped;
  if (!first_stopped_) first_stopped_ = committed->stopped;
  co_return Result<void>();
}

}  // namespace calloff::inbound
