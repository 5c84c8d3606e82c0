#include "present/freshness.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "release/pus_set.hpp"
#include "schedule/due.hpp"
#include "store/delivery_schedules.hpp"
#include "store/runs.hpp"
#include "store/skipped_polls.hpp"
#include "store/states.hpp"
#include "store/tickets.hpp"

namespace calloff::present {
namespace {

using store::RunOutcome;

/// The sentence that goes with an outcome; none for one that is good.
std::optional<std::string> code_of(RunOutcome outcome) {
  switch (outcome) {
    case RunOutcome::ok:
    case RunOutcome::unchanged:
    case RunOutcome::no_data:
      return std::nullopt;
    case RunOutcome::partial:
      return "present/partial";
    case RunOutcome::blocked:
      return "present/blocked";
    case RunOutcome::page_changed:
      return "present/page_changed";
    case RunOutcome::stopped:
      return "present/stopped";
    case RunOutcome::failed:
      break;
  }
  return "present/failed";
}

/// `03-10 11:10`, plant-local.
std::string short_time(Instant at, const std::string& zone) {
  const auto text = to_string(local_time(at, zone));
  return text.substr(5, 5) + " " + text.substr(11, 5);
}

/// A feed's account, by its customer.
const settings::Account* account_of(const ViewOf& of, const settings::Feed& feed) {
  const auto* customer = of.configuration.find_customer(feed.customer);
  return customer ? customer->find_account(feed.account) : nullptr;
}

store::FeedKey key_of(const settings::Feed& feed) { return {feed.customer, feed.plant, feed.name}; }

/// `JQ daily`; with its customer's name where there are several customers.
std::string feed_words(const ViewOf& of, const store::FeedKey& feed) {
  if (feed.plant.empty() || of.configuration.customers.size() > 1) return store::to_string(feed);
  return feed.plant + " " + feed.feed;
}

std::string words_of(Error cause, Language language) {
  cause.where.customer = cause.where.plant = cause.where.feed = {};  // the line begins with them
  return sentence(cause, language);
}

/// What one feed is judged by. released: when a person last let it go on; skipped: the polls that were skipped last
struct Judged {
  const ViewOf& of;
  const settings::Feed& feed;
  store::FeedState state;
  std::optional<Instant> released;
  std::optional<store::SkippedPolls> skipped;
  Language language;
  std::string at(Instant when) const { return short_time(when, feed.zone); }
  std::string say(const char* code, std::vector<std::pair<std::string, std::string>> args) const {
    return sentence({Recovery::retry, code, std::move(args)}, language);
  }
};

/// The first slot of its timetable behind `after`.
std::optional<Instant> slot_after(const ViewOf& of, const settings::Feed& feed, Instant after) {
  const auto* account = account_of(of, feed);
  return account ? schedule::next_due(schedule::timetable_of(feed, *account), after) : std::nullopt;
}

/// Runs take their time, and accounts are shared: a poll is missed only so much after it was due.
constexpr std::chrono::minutes kPollsBeginWithin{15};

/// A poll that takes longer than this is one that died with its gateway.
constexpr std::chrono::hours kLongestPoll{2};

/// When the next poll was to begin, as seen from the last one: what the scheduler remembers, which knows why it waits.
/// Where that is another day, what an outage left out today shows in the timetable only; after a failure it waits on
/// purpose. What was left out while it was held, or skipped, was not to begin.
std::optional<Instant> due(const Judged& judged) {
  const auto& next = judged.state.next_run;
  auto started = std::max(judged.state.last_started, judged.released);
  if (judged.skipped) started = std::max(started, std::optional(judged.skipped->last));
  const bool is_remembered = next && (!started || *next >= *started);
  const auto day = [&](Instant at) { return local_time(at, judged.feed.zone).date; };
  if (is_remembered && (judged.state.failures > 0 || day(*next) <= day(judged.of.now))) return next;
  const auto slot = started ? slot_after(judged.of, judged.feed, *started) : std::nullopt;
  if (is_remembered && slot) return std::min(*next, *slot);
  return is_remembered ? next : slot;
}

bool is_running(const Judged& judged) {
  if (judged.state.last_run.empty() || !judged.state.last_started) return false;
  const auto run = store::find_run(judged.of.reader, judged.state.last_run);
  return run && !run->outcome && judged.of.now - *judged.state.last_started < kLongestPoll;
}

/// The poll that was due and that nobody began.
std::optional<Instant> missed(const Judged& judged) {
  const auto slot = due(judged);
  const bool is_missed = slot && judged.of.now > *slot + judged.feed.schedule.jitter + kPollsBeginWithin;
  return is_missed && !is_running(judged) ? slot : std::nullopt;
}

void say_more(FeedAge& age, const Judged& judged, Freshness freshness, Instant since, std::string why) {
  age.freshness = freshness;
  age.since = since;
  age.why = age.why.empty() ? std::move(why) : judged.say("present/both", {{"one", age.why}, {"other", why}});
}

void judge_last_poll(FeedAge& age, const Judged& judged) {
  const auto run = store::last_poll(judged.of.reader, age.feed);
  const auto code = run ? code_of(*run->outcome) : std::nullopt;
  if (!code) return;
  const auto cause = run->cause ? words_of(*run->cause, judged.language) : std::string(store::to_string(*run->outcome));
  const auto why = judged.say(code->c_str(), {{"cause", cause}});
  const auto since = store::first_bad_poll(judged.of.reader, age.feed, judged.state.last_good).value_or(run->started);
  say_more(age, judged, Freshness::failing, since,
           since < run->started ? judged.say("present/since", {{"why", why}, {"since", judged.at(since)}}) : why);
}

void judge_missed(FeedAge& age, const Judged& judged) {
  const auto slot = missed(judged);
  if (!slot) return;
  say_more(age, judged, Freshness::not_running, *slot, judged.say("present/not_running", {{"due", judged.at(*slot)}}));
}

void judge_hold(FeedAge& age, const Judged& judged, const std::optional<store::Hold>& hold, const char* code) {
  if (!hold) return;
  const auto cause = words_of(hold->reason, judged.language);
  const auto since = std::min(age.since.value_or(hold->since), hold->since);
  say_more(age, judged, Freshness::held, since,
           judged.say(code, {{"since", judged.at(hold->since)}, {"cause", cause}}));
}

/// Polls were left out while it was held, and none has begun since.
void judge_released(FeedAge& age, const Judged& judged) {
  const auto& [started, released] = std::pair(judged.state.last_started, judged.released);
  if (!released || !started || *started > *released) return;
  const auto left_out = slot_after(judged.of, judged.feed, *started);
  if (!left_out || *left_out > *released) return;
  const auto next = next_runs(judged.of, judged.feed, 1);
  say_more(age, judged, Freshness::not_polled, *released,
           judged.say("present/released",
                      {{"since", judged.at(*released)}, {"next", next.empty() ? "-" : judged.at(next[0])}}));
}

/// What was due last was skipped, for a cause that leaves the data older than they were to be.
void judge_skipped(FeedAge& age, const Judged& judged) {
  const auto& skipped = judged.skipped;
  if (!skipped || (judged.state.last_started && *judged.state.last_started >= skipped->last)) return;
  const auto& code = skipped->cause.code;
  if (code == "feed/held" || code == "schedule/set_complete" || code == "schedule/still_polling") return;
  say_more(age, judged, Freshness::not_polled, skipped->first,
           judged.say("present/skipped", {{"polls", std::to_string(skipped->polls)},
                                          {"since", judged.at(skipped->first)},
                                          {"cause", words_of(skipped->cause, judged.language)}}));
}

std::string stale_note(const ViewOf& of, const FeedAge& age) {
  const auto language = language_of(of.configuration);
  const bool is_imported = age.last_import && (!age.last_good || *age.last_import > *age.last_good);
  const auto at = [&](const std::optional<Instant>& when) { return when ? short_time(*when, age.zone) : ""; };
  const auto words = age.last_good ? age_words(of.now - *age.last_good, language) : "";
  const char* code = age.last_good ? (is_imported ? "present/stale_imported" : "present/stale")
                                   : (is_imported ? "present/only_imported" : "present/never_good");
  return sentence({Recovery::retry,
                   code,
                   {{"feed", feed_words(of, age.feed)},
                    {"as_of", at(age.last_good)},
                    {"age", words},
                    {"why", age.why},
                    {"imported", at(age.last_import)}}},
                  language);
}

}  // namespace

std::string_view freshness_word(Freshness freshness) {
  switch (freshness) {
    case Freshness::fresh:
      return "fresh";
    case Freshness::held:
      return "held";
    case Freshness::not_running:
      return "not_running";
    case Freshness::failing:
      return "failing";
    case Freshness::not_polled:
      break;
  }
  return "not_polled";
}

std::string age_words(std::chrono::milliseconds age, Language language) {
  const auto minutes = std::max<std::int64_t>(0, std::chrono::floor<std::chrono::minutes>(age).count());
  const bool is_chinese = language == Language::zh;
  const auto words = [&](std::int64_t large, const char* large_unit, std::int64_t small, const char* small_unit) {
    return small == 0 ? fmt::format("{} {}", large, large_unit)
                      : fmt::format("{} {} {} {}", large, large_unit, small, small_unit);
  };
  if (minutes < 60) return fmt::format("{} {}", minutes, is_chinese ? "分钟" : "min");
  const auto hours = minutes / 60;
  if (hours < 24) return words(hours, is_chinese ? "小时" : "h", minutes % 60, is_chinese ? "分钟" : "min");
  return words(hours / 24, is_chinese ? "天" : "d", hours % 24, is_chinese ? "小时" : "h");
}

Language language_of(const settings::Configuration& configuration) {
  return configuration.gateway.language == "zh" ? Language::zh : Language::en;
}

FeedAge feed_age(const ViewOf& of, const settings::Feed& feed) {
  const auto key = key_of(feed);
  const Judged judged{of,
                      feed,
                      store::feed_state(of.reader, key),
                      store::last_release(of.reader, key),
                      store::last_skipped(of.reader, key),
                      language_of(of.configuration)};
  FeedAge age{key, feed.zone, Freshness::fresh, judged.state.last_good, store::last_good_import(of.reader, key),
              {},  {}};
  judge_hold(age, judged, judged.state.hold, "present/feed_held");
  judge_hold(age, judged, store::account_state(of.reader, {feed.customer, feed.account}).hold, "present/held");
  if (age.freshness == Freshness::held) return age;
  judge_released(age, judged);
  judge_last_poll(age, judged);
  judge_skipped(age, judged);
  judge_missed(age, judged);
  if (age.freshness != Freshness::fresh || judged.state.last_good) return age;
  age.freshness = Freshness::not_polled;
  age.why = judged.say("present/not_polled", {});
  return age;
}

bool is_set_complete(const ViewOf& of, const settings::Feed& feed, LocalDate date, std::optional<Instant> as_of) {
  if (!feed.complete_set) return false;
  const auto key = key_of(feed);
  std::vector<release::SetObservation> observations;
  for (const auto& poll : store::set_polls(of.reader, key.customer, key.plant, date, date))
    if (poll.feed == key && (!as_of || poll.first_at <= *as_of))
      observations.push_back({poll.fingerprint, poll.has_all_pages, poll.first_at,
                              as_of ? std::min(poll.last_at, *as_of) : poll.last_at, poll.polls});
  // Sheets for a date are published on the plant's workday before it.
  const auto* customer = of.configuration.find_customer(key.customer);
  const auto* plant = customer ? customer->find_plant(key.plant) : nullptr;
  const auto published = plant ? plant->calendar.previous_workday(date) : add_days(date, -1);
  const auto& rule = *feed.complete_set;
  return release::is_set_complete(observations, {rule.equal_polls, rule.apart, rule.by}, published, feed.zone);
}

std::vector<Instant> next_runs(const ViewOf& of, const settings::Feed& feed, std::size_t count) {
  std::vector<Instant> runs;
  // What the scheduler waits for goes before the timetable: it knows why.
  const auto state = store::feed_state(of.reader, key_of(feed));
  auto next = state.next_run;
  if (!next || *next <= of.now) next = slot_after(of, feed, of.now);
  if (state.again && state.again->at > of.now && (!next || state.again->at < *next)) runs.push_back(state.again->at);
  for (; next && runs.size() < count; next = slot_after(of, feed, *next)) runs.push_back(*next);
  return runs;
}

std::vector<const settings::Feed*> feeds_of(const ViewOf& of, mapping::RecordKind kind, std::string_view customer,
                                            std::string_view plant, std::string_view feed) {
  const auto is_asked = [](std::string_view asked, std::string_view is) { return asked.empty() || asked == is; };
  std::vector<const settings::Feed*> feeds;
  for (const auto& configured : of.configuration.customers)
    for (const auto& each : configured.feeds) {
      const auto found = of.records.find(key_of(each));
      if (found != of.records.end() && found->second == kind && is_asked(customer, each.customer) &&
          is_asked(plant, each.plant) && is_asked(feed, each.name) && of.actor.scope.covers(each.customer, each.plant))
        feeds.push_back(&each);
    }
  return feeds;
}

std::vector<std::string> stale_notes(const ViewOf& of, const std::vector<FeedAge>& ages) {
  std::vector<std::string> notes;
  for (const auto& age : ages)
    if (age.freshness != Freshness::fresh) notes.push_back(stale_note(of, age));
  return notes;
}

std::vector<std::string> left_notes(const ViewOf& of, const std::vector<store::FeedKey>& feeds) {
  std::vector<std::string> notes;
  for (const auto& ticket : store::open_tickets(of.reader)) {
    const auto& where = ticket.reason.where;
    if (ticket.reason.code == "inbound/left_list" &&
        std::ranges::find(feeds, store::FeedKey{where.customer, where.plant, where.feed}) != feeds.end())
      notes.push_back(sentence(ticket.reason, language_of(of.configuration)));
  }
  return notes;
}

}  // namespace calloff::present
