// The customer's list of a run: read, judged as a whole, gone through entry by entry.
#include <algorithm>
#include <set>
#include <utility>

#include "inbound/left_list.hpp"
#include "inbound/poll_run.hpp"
#include "inbound/select.hpp"
#include "inbound/set_poll.hpp"
#include "inbound/unfetched.hpp"
#include "store/documents.hpp"

namespace calloff::inbound {

using adapter_api::Adapter;
using adapter_api::Run;

namespace {

std::vector<std::string> ids_of(const adapter_api::Listing& listing) {
  std::vector<std::string> ids;
  for (const auto& entry : listing.entries) ids.push_back(entry.id);
  return ids;
}

/// What came says so far that the list is old; what was left out of it may say otherwise.
Error undecided(const Error& old, const Error& left_out) {
  Error reason(Recovery::retry, "guard/list_undecided", {{"left_out", left_out.code}}, left_out.where);
  for (const auto* arg : {"newest", "today", "by"}) reason.args.emplace_back(arg, old.arg(arg));
  return reason;
}

}  // namespace

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

Task<Known> Poll::known(std::vector<std::string> listed) {
  auto known = co_await with_.store.read(
      [key = feed_.key, listed, is_understood = feed_.plan != nullptr](store::Reader& r) -> Result<Known> {
        Known known{store::seen_entries(r, key, listed), list_history(r, key), ticketed_entries(r, key, kUnfetched)};
        // What was archived and not understood (kept apart, or a disk that was full) is not held: it is fetched and
        // looked at again until it is.
        for (auto& entry : known.seen)
          if (is_understood && entry.state && *entry.state != store::DocumentState::committed) entry.document.clear();
        return known;
      });
  co_return known;
}

/// One document of which nothing comes holds up none behind it; a portal that gives none ends the run.
/// unfetched: entries of which nothing came the last time
Task<void> Poll::fetch_all(std::vector<adapter_api::Entry> entries, std::set<std::string> unfetched) {
  Streak streak;
  for (auto& entry : with_last(std::move(entries), unfetched)) {
    ++run_.fetched;
    auto done = co_await fetch_one(entry);
    if (done) {
      streak.succeed();
      fetched_.push_back(std::move(entry));
      continue;
    }
    if (!is_of_one_entry(done.error())) co_return done.error();
    pass_over(entry, done.error());
    if (streak.fail(unfetched.contains(entry.id))) co_return done.error();
  }
  co_return Result<void>();
}

Task<void> Poll::note_unfetched(std::vector<std::string> listed) {
  EntryNews news{std::string(kUnfetched), {}, {}};
  for (const auto& [entry, reason] : unfetched_) news.failed[entry] = unfetched_ticket(entry, reason);
  for (const auto& entry : fetched_) news.done.insert(entry.id);
  auto noted = co_await note_entries(with_.store, feed_.key, std::move(news), std::move(listed));
  co_return noted;
}

/// Is the list as a whole an old one? By the latest day of what was fetched and of what we hold of the rest.
Task<ListVerdict> Poll::judge_pending(std::vector<std::string> listed) {
  ListDays days{feed_.key, {}, std::nullopt, list_read_};
  std::set<std::string_view> waiting;
  for (const auto& pending : pending_) {
    waiting.insert(pending.entry);
    days.newest = std::max(days.newest, pending.understood.evidence.newest_target);
  }
  for (const auto& entry : listed)
    if (!waiting.contains(entry)) days.held.push_back(entry);
  auto old = co_await with_.store.read(
      [days, &feed = feed_.feed](store::Reader& r) -> Result<ListVerdict> { return judge_days(r, days, feed); });
  co_return old;
}

/// Nothing of the list is published; what was fetched of it is kept apart with it.
Task<void> Poll::stop_list(adapter_api::Listing listing, Error reason) {
  say(LogLevel::warning, "not published: " + sentence(reason));
  auto stopped = co_await keep_list_apart(with_.store, feed_.key, run_.id, std::move(listing), reason);
  if (!stopped) co_return stopped.error();
  told_apart_.insert(reason.code);
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

/// Publishes what waits for the list, unless the list is an old one. fetched: was it gone through to its end?
Task<void> Poll::publish_list(adapter_api::Listing listing, Result<void> fetched) {
  if (is_list_awaited_) {
    auto old = co_await judge_pending(ids_of(listing));
    if (!old) co_return old.error();
    if (old->is_old) {
      // A list that was not read whole is judged by the next poll; what it gave waits in the archive. The sheets that
      // are for later days may be those that did not come, or could not be understood.
      if (!fetched) co_return fetched.error();
      if (first_left_out_) co_return undecided(old->reason, *first_left_out_);
      auto stopped = co_await stop_list(std::move(listing), old->reason);
      co_return stopped;
    }
    if (auto published = co_await publish_pending(); !published) co_return published.error();
  }
  co_return fetched;
}

Task<void> Poll::go_through(adapter_api::Listing listing) {
  list_read_ = local_time(with_.clock.now(), feed_.feed.zone);
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
  if (auto noted = co_await note_known(std::move(selection.known)); !noted) co_return noted.error();
  is_list_awaited_ =
      feed_.plan && !listing.entries.empty() && expects_later_days(feed_.feed, feed_.plan->record, list_read_);
  const auto listed = ids_of(listing);
  auto fetched = co_await fetch_all(std::move(selection.fetched), std::move(known->unfetched));
  if (auto noted = co_await note_unfetched(listed); !noted) co_return noted.error();
  auto published = co_await publish_list(std::move(listing), std::move(fetched));
  if (!published) co_return published.error();
  auto done = co_await end_list(listed, std::move(selection.missing), std::move(known->list));
  co_return done;
}

/// What there is to do once the list was gone through. missing: entries that it does not name any more
Task<void> Poll::end_list(std::vector<std::string> listed, std::vector<std::string> missing, ListHistory history) {
  auto taken = co_await take_list(with_.store, feed_.key, listed, std::move(history));
  if (!taken) co_return taken.error();
  auto told = co_await tell_committed({with_.store, account_, feed_.key, run_.id, &place_, !run_.planned},
                                      std::move(fetched_), std::move(listed));
  if (!told) co_return told.error();
  if (told->untold) say(LogLevel::warning, sentence(*told->untold));
  if (first_stopped_) co_return *first_stopped_;
  const auto today = local_date(with_.clock.now(), feed_.feed.zone);
  auto left =
      co_await observe_left(with_.store, feed_.key, std::move(missing), today, add_days(today, feed_.feed.days_ahead));
  if (!left) co_return left.error();
  if (!feed_.feed.complete_set || tally_.quarantined > 0 || tally_.unfetched > 0) co_return Result<void>();
  auto observed = co_await observe_sets(with_.store, feed_.key, today, tally_.is_proven_empty);
  co_return observed;
}

}  // namespace calloff::inbound
