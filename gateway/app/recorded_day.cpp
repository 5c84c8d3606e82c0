#include "app/recorded_day.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <set>
#include <utility>

#include "accounts/recorded_poll.hpp"
#include "app/recording.hpp"
#include "app/replay_rows.hpp"
#include "app/verb.hpp"
#include "base/dates.hpp"
#include "present/freshness.hpp"
#include "store/document_query.hpp"

namespace calloff::app {
namespace {

namespace asio = boost::asio;
using inbound::Replayed;
using present::Value;
using transport::WireRecord;

/// A poll of that day, and what came of it. outcome: same, differs, asks_otherwise (the adapter asks for what was not
/// recorded, or not for all that was), nothing_asked (then: a held account, a spent login budget), no_recording, pruned
/// (given up for its age), no_adapter
struct Rerun {
  store::RunRecord run;
  std::string outcome;
  std::size_t exchanges = 0, asked = 0;
  std::optional<Error> reason{};
  std::vector<Replayed> documents{};
};

const std::vector<present::Column> kColumns{{"run", "RUN"},
                                            {"customer", "CUSTOMER"},
                                            {"plant", "PLANT"},
                                            {"feed", "FEED"},
                                            {"began", "BEGAN"},
                                            {"outcome", "OUTCOME"},
                                            {"exchanges", "EXCHANGES", true},
                                            {"asked", "ASKED", true},
                                            {"code", "", false, true},
                                            {"what", "WHAT"},
                                            {"documents", "", false, true}};

Error plain(std::string code) { return {Recovery::quarantine, std::move(code)}; }

class Day {
 public:
  Day(const Prepared& prepared, store::Store& store) : prepared_(prepared), store_(store) {}

  Rerun rerun(const store::RunRecord& run, const inbound::PolledFeed& feed);

 private:
  Result<accounts::RecordedAccount*> account_of(const inbound::PolledFeed& feed);
  accounts::RecordedPoll poll(accounts::RecordedAccount& account, const store::RunRecord& run,
                              const inbound::PolledFeed& feed, std::vector<WireRecord> records);
  void compare(const inbound::PolledFeed& feed, std::vector<accounts::RecordedDocument> documents, Rerun& rerun);
  void add_missing(store::Reader& reader, const inbound::PolledFeed& feed, Rerun& rerun);
  void judge(const accounts::RecordedPoll& poll, Rerun& rerun);

  const Prepared& prepared_;
  store::Store& store_;
  std::map<store::AccountKey, std::unique_ptr<accounts::RecordedAccount>> accounts_;
};

Result<accounts::RecordedAccount*> Day::account_of(const inbound::PolledFeed& feed) {
  const store::AccountKey key{feed.key.customer, feed.feed.account};
  if (const auto known = accounts_.find(key); known != accounts_.end()) return known->second.get();
  const auto* customer = prepared_.configuration.find_customer(key.customer);
  const auto* account = customer ? customer->find_account(key.account) : nullptr;
  if (!account) return plain("replay/no_adapter");
  auto setup = accounts::setup_of(*account, prepared_.adapters);
  if (!setup) return setup.error();
  auto made = std::make_unique<accounts::RecordedAccount>(std::move(*setup), [](const LogLine&) {});
  return accounts_.emplace(key, std::move(made)).first->second.get();
}

accounts::RecordedPoll Day::poll(accounts::RecordedAccount& account, const store::RunRecord& run,
                                 const inbound::PolledFeed& feed, std::vector<WireRecord> records) {
  const auto today = local_date(run.started, feed.feed.zone);
  const adapter_api::DateWindow window{add_days(today, -feed.feed.days_back), add_days(today, feed.feed.days_ahead)};
  asio::io_context io{1};
  accounts::RecordedPoll done;
  std::exception_ptr defect;
  asio::co_spawn(io, account.poll(run.id, feed.key.feed, window, std::move(records)),
                 [&](std::exception_ptr failure, accounts::RecordedPoll result) {
                   defect = failure;
                   done = std::move(result);
                 });
  io.run();
  if (defect) std::rethrow_exception(defect);
  return done;
}

/// What the run brought then and does not bring now.
void Day::add_missing(store::Reader& reader, const inbound::PolledFeed& feed, Rerun& rerun) {
  std::set<std::string> entries;
  for (const auto& done : rerun.documents) entries.insert(done.document.entry);
  inbound::ReplaySelection selection{{rerun.run.id}, feed.key.customer, feed.key.plant, feed.key.feed, {}, {}};
  for (const auto& document : inbound::select_documents(reader, prepared_.feeds, selection, {})) {
    if (entries.contains(document.entry)) continue;
    Replayed missing;
    missing.document = document;
    missing.outcome = "missing";
    rerun.documents.push_back(std::move(missing));
  }
}

void Day::compare(const inbound::PolledFeed& feed, std::vector<accounts::RecordedDocument> documents, Rerun& rerun) {
  const auto read = store_.read_now([&](store::Reader& reader) -> Result<void> {
    for (auto& [document, at] : documents) {
      inbound::RecordedAgain again{rerun.run.id, document.entry.id, {}, at};
      for (auto& part : document.parts)
        again.parts.push_back({std::move(part.name), std::move(part.content_type), std::move(part.bytes)});
      rerun.documents.push_back(inbound::hold_against_kept(reader, feed, again));
    }
    add_missing(reader, feed, rerun);
    return {};
  });
  if (!read) rerun.reason = read.error();
}

/// What went wrong then while the customer was asked; what his pages said shows in the documents.
std::string cause_of_asking(const store::RunRecord& run) {
  if (!run.cause) return {};
  for (const auto* stage : {"wire/", "page/", "sign_in/", "accounts/"})
    if (run.cause->code.starts_with(stage)) return run.cause->code;
  return {};
}

/// Does it end now as it did then? What the account decided (not to sign in once more, to stop) is not decided again.
bool ends_alike(const store::RunRecord& run, const accounts::RecordedPoll& poll) {
  const auto then = cause_of_asking(run);
  if (poll.ended && poll.ended->code == then) return true;
  if (!poll.ended) {
    const auto met = [&](const Error& error) { return error.code == then; };
    return then.empty() || std::ranges::any_of(poll.failed, met);
  }
  const bool was_stopped = run.cause && run.cause->recovery == Recovery::stopped;
  const bool was_unanswered = poll.ended->code == "accounts/no_answer" && then.starts_with("sign_in/");
  return was_unanswered || (poll.ended->recovery == Recovery::sign_in && then.starts_with("accounts/")) ||
         (poll.ended->recovery == Recovery::stopped && was_stopped);
}

void Day::judge(const accounts::RecordedPoll& poll, Rerun& rerun) {
  if (poll.ended && poll.ended->code == "wire/not_recorded") {
    rerun.outcome = "asks_otherwise";
    rerun.reason = poll.ended;
  } else if (ends_alike(rerun.run, poll)) {
    const bool is_same = std::ranges::all_of(rerun.documents, [](const Replayed& done) {
      return done.outcome == "same" || done.outcome == "other_bytes" || done.outcome == "not_published";
    });
    rerun.outcome = is_same && !rerun.reason ? "same" : "differs";
  } else {
    const auto then = cause_of_asking(rerun.run);
    rerun.outcome = "differs";
    rerun.reason = Error(Recovery::quarantine, "replay/cause_differs",
                         {{"then", then.empty() ? "-" : then}, {"now", poll.ended ? poll.ended->code : "-"}});
  }
}

Rerun Day::rerun(const store::RunRecord& run, const inbound::PolledFeed& feed) {
  Rerun rerun{run, "no_adapter"};
  const auto account = account_of(feed);
  if (!account) {
    rerun.reason = account.error();
    return rerun;
  }
  if (run.exchanges_pruned) {
    const auto on = to_string(local_date(*run.exchanges_pruned, feed.feed.zone));
    rerun.outcome = "pruned";
    rerun.reason = Error(Recovery::quarantine, "replay/exchanges_pruned", {{"day", on}});
    return rerun;
  }
  auto records = store_.read_now([&](store::Reader& reader) { return recording_of(store_, reader, run.id); });
  rerun.outcome = run.requests == 0 ? "nothing_asked" : "no_recording";
  if (records && records->empty() && run.requests == 0) return rerun;
  if (!records || records->empty()) {
    rerun.reason = records ? plain("replay/no_recording") : records.error();
    return rerun;
  }
  rerun.exchanges = records->size();
  auto polled = poll(**account, run, feed, std::move(*records));
  rerun.asked = polled.asked;
  compare(feed, std::exchange(polled.documents, {}), rerun);
  judge(polled, rerun);
  return rerun;
}

Value rerun_value(const Rerun& rerun, Language language) {
  auto documents = Value::list();
  for (const auto& done : rerun.documents) documents.items.push_back(replayed_value(done, language));
  auto value = Value::object();
  value.add("run", rerun.run.id)
      .add("customer", rerun.run.customer)
      .add("plant", present::text_or_null(rerun.run.plant))
      .add("feed", rerun.run.feed)
      .add("began", to_string(rerun.run.started))
      .add("outcome", rerun.outcome)
      .add("exchanges", std::int64_t(rerun.exchanges))
      .add("asked", std::int64_t(rerun.asked))
      .add("code", rerun.reason ? Value(rerun.reason->code) : Value())
      .add("what", rerun.reason ? Value(sentence(*rerun.reason, language)) : Value())
      .add("documents", std::move(documents));
  return value;
}

void print_day(const std::vector<Rerun>& reruns, const std::string& day, const Command& command, Language language,
               Output& output) {
  present::Listing listing{kColumns, {}};
  for (const auto& rerun : reruns) listing.rows.push_back(rerun_value(rerun, language));
  if (reruns.empty())
    listing.notes.push_back(sentence({Recovery::quarantine, "replay/no_sessions", {{"day", day}}}, language));
  print(listing, command, output);
  if (command.globals.format != present::Format::table) return;
  present::Listing differing{replayed_columns(), {}};
  for (const auto& rerun : reruns)
    for (const auto& done : rerun.documents)
      if (done.outcome != "same") differing.rows.push_back(replayed_value(done, language));
  if (!differing.rows.empty()) output.out("\n" + present::to_table(differing));
  for (const auto& rerun : reruns)
    for (const auto& done : rerun.documents)
      if (!done.changes.empty()) print_changes(done, output);
}

const inbound::PolledFeed* feed_of(const Prepared& prepared, const store::RunRecord& run) {
  const store::FeedKey key{run.customer, run.plant, run.feed};
  const auto found = std::ranges::find(prepared.feeds, key, &inbound::PolledFeed::key);
  return found == prepared.feeds.end() ? nullptr : &*found;
}

bool is_asked_for(const Command& command, const store::RunRecord& run) {
  const auto matches = [&](const char* option, const std::string& value) {
    return !command.has(option) || command.get(option) == value;
  };
  return matches("customer", run.customer) && matches("plant", run.plant) && matches("feed", run.feed);
}

}  // namespace

Exit rerun_day(const Command& command, const Prepared& prepared, store::Store& store, const model::Actor& actor,
               Output& output) {
  std::optional<LocalDate> day;
  if (!read_date(command, "day", day, output)) return Exit::usage;
  const auto language = present::language_of(prepared.configuration);
  const auto runs = store.read_now([&](store::Reader& reader) -> Result<std::vector<store::RunRecord>> {
    return store::past_runs(reader, Instant(std::chrono::sys_days(add_days(*day, -1))),
                            Instant(std::chrono::sys_days(add_days(*day, 2))));
  });
  if (!runs) return report(runs.error(), output, language);
  Day past(prepared, store);
  std::vector<Rerun> reruns;
  for (const auto& run : *runs) {
    const auto* feed = feed_of(prepared, run);
    if (!feed || run.adapter == store::kImportAdapter || !is_asked_for(command, run) ||
        !actor.scope.covers(run.customer, run.plant) || local_date(run.started, feed->feed.zone) != *day)
      continue;
    reruns.push_back(past.rerun(run, *feed));
  }
  print_day(reruns, command.get("day"), command, language, output);
  const bool is_same = std::ranges::all_of(reruns, [](const Rerun& rerun) {
    return rerun.outcome == "same" || rerun.outcome == "nothing_asked" || rerun.outcome == "pruned";
  });
  return is_same ? Exit::ok : Exit::findings;
}

}  // namespace calloff::app
