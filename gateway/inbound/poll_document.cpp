// One document of a run: fetched, archived, settled, understood, published.
#include <utility>

#include "inbound/poll_run.hpp"
#include "inbound/publish.hpp"
#include "store/documents.hpp"

namespace calloff::inbound {

using adapter_api::Adapter;
using adapter_api::Run;

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
  Incoming incoming{entry.id, run_.id, archived.document, local_time(with_.clock.now(), feed_.feed.zone)};
  auto understood = co_await understand_document(with_, feed_, feed_.plan, std::move(incoming), std::move(parts));
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
  auto publication = publication_of(feed_, *feed_.plan, {std::move(pending.entry), run_.id, document, {}});
  auto committed = co_await publish_document(with_, std::move(publication), std::move(pending.understood));
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
