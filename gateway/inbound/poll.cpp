#include "inbound/poll.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <set>
#include <utility>

#include "inbound/left_list.hpp"
#include "inbound/list_guard.hpp"
#include "inbound/select.hpp"
#include "inbound/set_poll.hpp"
#include "store/documents.hpp"
#include "store/runs.hpp"
#include "store/states.hpp"
#include "store/tickets.hpp"

namespace calloff::inbound {
namespace {

namespace asio = boost::asio;
using adapter_api::Adapter;
using adapter_api::Run;

std::vector<std::string> ids_of(const adapter_api::Listing& listing) {
  std::vector<std::string> ids;
  for (const auto& entry : listing.entries) ids.push_back(entry.id);
  return ids;
}

/// Runs on a CPU thread: decoding and mapping never hold up the sockets.
asio::awaitable<Understood> on_cpu(std::shared_ptr<const mapping::Plan> plan, std::vector<PartBytes> parts,
                                   mapping::DocumentContext context, model::Source source) {
  co_return understand(*plan, parts, context, source, NormaliseRules{});
}

/// A document that was understood and waits for the rest of its list.
struct Pending {
  std::string document, entry;
  Understood understood;
};

/// reason: why the list is not published
struct ListVerdict {
  bool is_stopped = false;
  Error reason;
};

/// What is known of the feed before its list is gone through.
struct Known {
  std::vector<store::SeenEntry> seen;
  ListHistory list;
};

class Poll {
 public:
  Poll(PollWith with, accounts::Account& account, const PolledFeed& feed)
      : with_(with), account_(account), feed_(feed) {}

  Task<store::RunRecord> run(std::optional<Instant> planned);

 private:
  Task<void> start(std::optional<Instant> planned);
  Task<adapter_api::Listing> list();
  Task<void> note_known(std::vector<adapter_api::Entry> known);
  Task<void> fetch_one(adapter_api::Entry entry);
  Task<bool> is_settled(std::string document);
  Task<void> understand_one(Archived archived, adapter_api::Entry entry, std::vector<PartBytes> parts);
  Task<void> publish(Pending pending);
  Task<Known> known(std::vector<std::string> listed);
  Task<void> fetch_all(std::vector<adapter_api::Entry> entries);
  Task<ListVerdict> judge_pending(const adapter_api::Listing& listing, const ListHistory& history);
  Task<void> stop_list(adapter_api::Listing listing, Error reason);
  Task<void> publish_pending();
  Task<void> go_through(adapter_api::Listing listing);
  Task<void> poll();
  Task<void> finish();
  accounts::Operation operation(std::function<Task<void>(Adapter&, Run&, transport::Session&)> body) const;
  void say(LogLevel level, std::string text) const;
  void keep_apart(const Error& reason);

  PollWith with_;
  accounts::Account& account_;
  const PolledFeed& feed_;
  store::RunRecord run_;
  Tally tally_;
  std::optional<Error> first_kept_apart_, first_stopped_;
  bool is_list_awaited_ = false;  ///< the list shows by its days only when it was read whole whether it is an old one
  std::vector<Pending> pending_;
};

void Poll::keep_apart(const Error& reason) {
  ++tally_.quarantined;
  if (!first_kept_apart_) first_kept_apart_ = reason;
}

void Poll::say(LogLevel level, std::string text) const {
  with_.log({with_.clock.now(), level, run_.id, account_.name(), store::to_string(feed_.key), std::move(text)});
}

accounts::Operation Poll::operation(std::function<Task<void>(Adapter&, Run&, transport::Session&)> body) const {
  accounts::Operation operation;
  operation.run = run_.id;
  operation.body = std::move(body);
  return operation;
}

Task<void> Poll::start(std::optional<Instant> planned) {
  const auto& manifest = *account_.setup().module.manifest;
  run_.adapter = manifest.name;
  run_.adapter_version = manifest.version;
  run_.customer = feed_.key.customer;
  run_.plant = feed_.key.plant;
  run_.feed = feed_.key.feed;
  run_.account = account_.setup().key.account;
  run_.planned = planned;
  run_.started = with_.clock.now();
  auto id =
      co_await with_.store.write("run.start", [run = run_, key = feed_.key](store::Writer& w) -> Result<std::string> {
        const auto given = store::start_run(w, run);
        auto state = store::feed_state(w, key);
        state.last_started = run.started;
        state.last_run = given;
        store::put_feed_state(w, state);
        return given;
      });
  if (!id) co_return id.error();
  run_.id = *id;
  co_return Result<void>();
}

Task<adapter_api::Listing> Poll::list() {
  adapter_api::Listing listing;
  const auto today = local_date(with_.clock.now(), feed_.feed.zone);
  const adapter_api::DateWindow window{add_days(today, -feed_.feed.days_back), add_days(today, feed_.feed.days_ahead)};
  auto done = co_await account_.operate(operation([&](Adapter& adapter, Run& run, transport::Session&) -> Task<void> {
    auto listed = co_await adapter.list(run, feed_.key.feed, window);
    if (!listed) co_return listed.error();
    listing = std::move(*listed);
    co_return Result<void>();
  }));
  if (!done) co_return done.error();
  co_return listing;
}

Task<void> Poll::note_known(std::vector<adapter_api::Entry> known) {
  if (known.empty()) co_return Result<void>();
  auto written = co_await with_.store.write("inbound.seen", [known, key = feed_.key](store::Writer& w) -> Result<void> {
    std::vector<std::string> open, closed;
    for (const auto& entry : known) (entry.is_open ? open : closed).push_back(entry.id);
    store::touch_seen(w, key, open, true);
    store::touch_seen(w, key, closed, false);
    return {};
  });
  co_return written;
}

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
  if (!committed->drift.empty()) say(LogLevel::info, "the page has changed: " + committed->drift);
  tally_.records += int(committed->records);
  if (!committed->stopped) co_return Result<void>();
  keep_apart(*committed->stopped);
  say(LogLevel::warning, "not published: " + document + " " + sentence(*committed->stopped));
  if (is_foreign_page(*committed->stopped)) co_return *committed->stopped;
  if (!first_stopped_) first_stopped_ = committed->stopped;
  co_return Result<void>();
}

Task<Known> Poll::known(std::vector<std::string> listed) {
  auto known = co_await with_.store.read(
      [key = feed_.key, listed, is_understood = feed_.plan != nullptr](store::Reader& r) -> Result<Known> {
        Known known{store::seen_entries(r, key, listed), list_history(r, key)};
        // What was archived and not understood (kept apart, or a disk that was full) is not held: it is fetched and
        // looked at again until it is.
        for (auto& entry : known.seen)
          if (is_understood && entry.state && *entry.state != store::DocumentState::committed) entry.document.clear();
        return known;
      });
  co_return known;
}

Task<void> Poll::fetch_all(std::vector<adapter_api::Entry> entries) {
  for (auto& entry : entries) {
    ++run_.fetched;
    auto done = co_await fetch_one(std::move(entry));
    if (!done) co_return done.error();
  }
  co_return Result<void>();
}

/// Is the list as a whole to be published? By the latest day of what was fetched and of what we hold of the rest.
Task<ListVerdict> Poll::judge_pending(const adapter_api::Listing& listing, const ListHistory& history) {
  const auto now = local_time(with_.clock.now(), feed_.feed.zone);
  if (history.days_accepted && local_date(*history.days_accepted, feed_.feed.zone) == now.date) co_return ListVerdict{};
  std::vector<std::string> held;
  std::set<std::string_view> waiting;
  for (const auto& pending : pending_) waiting.insert(pending.entry);
  for (const auto& entry : listing.entries)
    if (!waiting.contains(entry.id)) held.push_back(entry.id);
  auto newest = co_await with_.store.read([key = feed_.key, held](store::Reader& r) {
    return Result<std::optional<LocalDate>>(store::newest_target(r, key, held));
  });
  if (!newest) co_return newest.error();
  for (const auto& pending : pending_) *newest = std::max(*newest, pending.understood.evidence.newest_target);
  const auto old = judge_days(*newest, feed_.feed, now);
  co_return ListVerdict{old.has_value(), old.value_or(Error())};
}

/// Nothing of the list is published; what was fetched of it is kept apart with it.
Task<void> Poll::stop_list(adapter_api::Listing listing, Error reason) {
  say(LogLevel::warning, "not published: " + sentence(reason));
  auto stopped = co_await keep_list_apart(with_.store, feed_.key, run_.id, std::move(listing), reason);
  if (!stopped) co_return stopped.error();
  if (pending_.empty()) co_return reason;
  std::vector<std::string> documents;
  for (const auto& pending : pending_) {
    keep_apart(reason);
    documents.push_back(pending.document);
  }
  // The list's ticket speaks for all of them.
  auto kept = co_await with_.store.write(
      "inbound.quarantine", [documents, reason, version = feed_.plan->version](store::Writer& w) -> Result<void> {
        for (const auto& document : documents)
          if (auto put = store::put_document_state(w, document, store::DocumentState::quarantined, {}, version, reason);
              !put)
            return put;
        return {};
      });
  if (!kept) co_return kept.error();
  co_return reason;
}

Task<void> Poll::publish_pending() {
  for (auto& pending : std::exchange(pending_, {})) {
    auto published = co_await publish(std::move(pending));
    if (!published) co_return published.error();
  }
  co_return Result<void>();
}

Task<void> Poll::go_through(adapter_api::Listing listing) {
  auto known = co_await this->known(ids_of(listing));
  if (!known) co_return known.error();
  auto selection = select_entries(listing.entries, known->seen, {with_.clock.now(), feed_.feed.recheck});
  run_.listed = std::int64_t(listing.entries.size());
  say(LogLevel::info,
      std::to_string(listing.entries.size()) + " listed, " + std::to_string(selection.fetched.size()) + " to fetch");
  tally_.is_proven_empty = listing.is_proven_empty;
  auto short_list = listing.is_proven_empty
                        ? std::nullopt
                        : judge_list(listing.entries.size(), known->list.documents.value_or(0), feed_.feed.guard);
  if (short_list) {
    auto stopped = co_await stop_list(std::move(listing), *short_list);
    co_return stopped;
  }
  auto noted = co_await note_known(std::move(selection.known));
  if (!noted) co_return noted.error();
  is_list_awaited_ = feed_.plan && !listing.entries.empty() &&
                     expects_later_days(feed_.feed, feed_.plan->record, local_time(with_.clock.now(), feed_.feed.zone));
  auto fetched = co_await fetch_all(selection.fetched);
  if (is_list_awaited_) {
    auto old = co_await judge_pending(listing, known->list);
    if (!old) co_return old.error();
    // A list that was not read to its end is judged by the next poll; what it gave waits in the archive.
    if (old->is_stopped && !fetched) co_return fetched.error();
    if (old->is_stopped) {
      auto stopped = co_await stop_list(std::move(listing), old->reason);
      co_return stopped;
    }
    if (auto published = co_await publish_pending(); !published) co_return published.error();
  }
  if (!fetched) co_return fetched.error();
  auto taken = co_await take_list(with_.store, feed_.key, ids_of(listing), known->list);
  if (!taken) co_return taken.error();
  auto told = co_await tell_committed({with_.store, account_, feed_.key, run_.id}, std::move(selection.fetched));
  if (!told) co_return told.error();
  if (told->untold) say(LogLevel::warning, sentence(*told->untold));
  if (first_stopped_) co_return *first_stopped_;
  const auto today = local_date(with_.clock.now(), feed_.feed.zone);
  auto left = co_await observe_left(with_.store, feed_.key, std::move(selection.missing), today,
                                    add_days(today, feed_.feed.days_ahead));
  if (!left) co_return left.error();
  if (!feed_.feed.complete_set || tally_.quarantined > 0) co_return Result<void>();
  auto observed = co_await observe_sets(with_.store, feed_.key, today, listing.is_proven_empty);
  co_return observed;
}

Task<void> Poll::finish() {
  run_.ended = with_.clock.now();
  run_.outcome = outcome_of(tally_);
  run_.documents = tally_.documents;
  run_.records = tally_.records;
  run_.cause = tally_.cause ? tally_.cause : first_kept_apart_;
  auto written =
      co_await with_.store.write("run.finish", [run = run_, key = feed_.key](store::Writer& w) -> Result<void> {
        auto closing = run;
        closing.requests = std::int64_t(store::wire_rows(w, run.id).size());
        auto state = store::feed_state(w, key);
        const auto ticket = "feed/" + key.customer + "/" + key.plant + "/" + key.feed;
        if (is_good(*run.outcome)) {
          state.last_good = run.ended;
          state.failures = 0;
          store::close_ticket(w, ticket, "gateway", "polled well");
        } else {
          ++state.failures;
          if (run.cause && run.cause->recovery != Recovery::stopped) store::raise_ticket(w, ticket, *run.cause);
        }
        store::put_feed_state(w, state);
        return store::finish_run(w, closing);
      });
  co_return written;
}

Task<void> Poll::poll() {
  auto listing = co_await list();
  if (!listing) co_return listing.error();
  auto done = co_await go_through(std::move(*listing));
  co_return done;
}

Task<store::RunRecord> Poll::run(std::optional<Instant> planned) {
  const auto lane = co_await account_.enter_poll();
  if (auto started = co_await start(planned); !started) co_return started.error();
  try {
    auto polled = co_await poll();
    if (!polled) tally_.cause = polled.error();
  } catch (const boost::system::system_error& error) {
    if (error.code() != asio::error::operation_aborted) throw;
    tally_.cause = Error(Recovery::stopped, "run/stopped");
  }
  // We were told to stop: how the run ended is written all the same.
  co_await asio::this_coro::throw_if_cancelled(false);
  if (tally_.cause) {
    auto& where = tally_.cause->where;
    where.customer = feed_.key.customer;
    where.plant = feed_.key.plant;
    where.feed = feed_.key.feed;
  }
  if (auto finished = co_await finish(); !finished) co_return finished.error();
  co_await asio::this_coro::throw_if_cancelled(true);
  co_return run_;
}

}  // namespace

Task<store::RunRecord> poll_feed(PollWith with, accounts::Account& account, PolledFeed feed,
                                 std::optional<Instant> planned) {
  Poll poll(with, account, feed);
  auto run = co_await poll.run(planned);
  co_return run;
}

}  // namespace calloff::inbound
