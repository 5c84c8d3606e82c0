// fetch, feed run; and which file carries out the other verbs that write.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "app/feed_name.hpp"
#include "app/pruning.hpp"
#include "app/task_group.hpp"
#include "app/verb.hpp"
#include "present/freshness.hpp"

namespace calloff::app {
namespace {

bool is_asked_for(const Command& command, const store::FeedKey& key) {
  const auto matches = [&](const char* option, const std::string& value) {
    return !command.has(option) || command.get(option) == value;
  };
  return matches("CUSTOMER", key.customer) && matches("plant", key.plant) && matches("feed", key.feed);
}

/// The feeds of `fetch`, or the one of `feed run`. errors: ask_person feed/unknown, feed/ambiguous
Result<std::vector<const inbound::PolledFeed*>> asked_for(const Command& command, const Prepared& prepared,
                                                          const model::Scope& scope) {
  if (command.verb == "feed run") {
    const auto feed = find_feed(prepared, scope, command.all("FEED"));
    if (!feed) return feed.error();
    return std::vector{*feed};
  }
  std::vector<const inbound::PolledFeed*> asked;
  for (const auto& feed : prepared.feeds)
    if (is_asked_for(command, feed.key) && scope.covers(feed.key.customer, feed.key.plant)) asked.push_back(&feed);
  if (!asked.empty()) return asked;
  return Error(Recovery::ask_person, "feed/none_matches", {{"feeds", known_feeds(prepared, scope)}});
}

/// The status of one run, as scripts read it.
Exit exit_of(const store::RunRecord& run) {
  switch (*run.outcome) {
    case store::RunOutcome::ok:
    case store::RunOutcome::unchanged:
    case store::RunOutcome::no_data:
      return Exit::ok;
    case store::RunOutcome::partial:
      return Exit::partly;
    case store::RunOutcome::stopped:
      return Exit::interrupted;
    default:
      break;
  }
  return run.cause ? exit_for(*run.cause) : Exit::failed;
}

/// One status for several runs: theirs where they agree, else partly.
Exit combine(std::optional<Exit> all, Exit one) {
  if (!all || *all == one) return one;
  return Exit::partly;
}

/// A feed to be polled and what came of it.
struct Asked {
  const inbound::PolledFeed* feed;
  inbound::Holds holds;
  std::optional<Result<store::RunRecord>> run;
};

boost::asio::awaitable<void> poll_one(Gateway& gateway, Asked& asked) {
  asked.run = co_await gateway.poll(*asked.feed, std::nullopt, asked.holds);
}

/// Customers are slow, and wait for nobody: all feeds are polled at once.
boost::asio::awaitable<void> poll_at_once(Gateway& gateway, std::vector<Asked>& asked) {
  std::exception_ptr defect;
  TaskGroup polling(co_await boost::asio::this_coro::executor,
                    [&](const std::string&, std::exception_ptr failure) { defect = failure; });
  for (auto& one : asked) polling.spawn("fetch", poll_one(gateway, one));
  co_await polling.wait_or_stop();
  if (defect) std::rethrow_exception(defect);
}

}  // namespace

boost::asio::awaitable<Exit> run_fetch(Command command, Gateway& gateway, model::Actor actor, Output& output) {
  const auto language = present::language_of(gateway.prepared().configuration);
  auto feeds = asked_for(command, gateway.prepared(), actor.scope);
  if (!feeds) {
    report(feeds.error(), output, language);
    co_return Exit::usage;
  }
  const auto holds = command.has("force") ? inbound::Holds::overruled : inbound::Holds::respected;
  std::vector<Asked> asked;
  for (const auto* feed : *feeds) asked.push_back({feed, holds, std::nullopt});
  co_await poll_at_once(gateway, asked);
  std::vector<store::RunRecord> runs;
  std::optional<Exit> exit;
  for (auto& [feed, holds, run] : asked) {
    if (!run) continue;
    if (*run) {
      exit = combine(exit, exit_of(**run));
      runs.push_back(std::move(**run));
      continue;
    }
    exit = combine(exit, report(run->error(), output, language));
    if (*exit == Exit::storage_failed) break;  // it is the same for all
  }
  print(present::run_listing(runs, gateway.prepared().configuration), command, output);
  co_return exit.value_or(Exit::failed);
}

boost::asio::awaitable<Exit> run_write_verb(Command command, Gateway& gateway, model::Actor actor, Output& output) {
  if (command.verb.starts_with("account ")) {
    const auto done = co_await run_account_verb(std::move(command), gateway, std::move(actor), output);
    co_return done;
  }
  if (command.verb == "store prune") {
    const auto pruned = co_await run_prune(std::move(command), gateway, output);
    co_return pruned;
  }
  if (command.verb == "store release") co_return release_store(command, gateway, actor, output);
  if (command.verb.starts_with("exception ")) co_return step_exception(command, gateway, actor, output);
  if (command.verb == "notify test") {
    const auto tested = co_await run_notify_test(std::move(command), gateway, std::move(actor), output);
    co_return tested;
  }
  if (command.verb == "quarantine retry") {
    const auto retried = co_await run_quarantine_retry(std::move(command), gateway, std::move(actor), output);
    co_return retried;
  }
  if (command.verb == "import") {
    const auto imported = co_await run_import(std::move(command), gateway, std::move(actor), output);
    co_return imported;
  }
  if (command.verb == "replay") {
    const auto replayed = co_await apply_replay(std::move(command), gateway, std::move(actor), output);
    co_return replayed;
  }
  if (command.verb == "drift accept") {
    const auto accepted = co_await run_drift_accept(std::move(command), gateway, std::move(actor), output);
    co_return accepted;
  }
  if (command.verb == "feed hold" || command.verb == "feed release")
    co_return hold_or_release_feed(command, gateway, actor, output);
  if (command.verb == "fetch" || command.verb == "feed run") {
    const auto fetched = co_await run_fetch(std::move(command), gateway, std::move(actor), output);
    co_return fetched;
  }
  const auto done = co_await run_asn_verb(std::move(command), gateway, std::move(actor), output);
  co_return done;
}

}  // namespace calloff::app
