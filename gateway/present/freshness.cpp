#include "present/freshness.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "store/states.hpp"
#include "store/tickets.hpp"

namespace calloff::present {
namespace {

using store::RunOutcome;

/// `47 min`, `3 h 20 min`, `2 d 4 h`.
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

/// The newest run of a feed that has ended.
std::optional<store::RunRecord> last_ended(const ViewOf& of, const store::FeedKey& feed) {
  store::RunFilter filter{feed.customer, feed.plant, feed.feed, 2};
  for (auto& run : store::list_runs(of.reader, filter))
    if (run.outcome) return run;
  return std::nullopt;
}

/// `03-10 11:10`, plant-local.
std::string short_time(Instant at, const std::string& zone) {
  const auto text = to_string(local_time(at, zone));
  return text.substr(5, 5) + " " + text.substr(11, 5);
}

std::string zone_of(const settings::Configuration& configuration, const store::FeedKey& key) {
  for (const auto& customer : configuration.customers)
    for (const auto& feed : customer.feeds)
      if (feed.customer == key.customer && feed.plant == key.plant && feed.name == key.feed) return feed.zone;
  return "UTC";
}

/// `JQ daily`: the customer's name is in the listing.
std::string feed_words(const store::FeedKey& feed) {
  return feed.plant.empty() ? feed.customer + " " + feed.feed : feed.plant + " " + feed.feed;
}

std::optional<std::string> stale_note(const ViewOf& of, const store::FeedKey& feed) {
  const auto run = last_ended(of, feed);
  const auto code = run ? code_of(*run->outcome) : std::nullopt;
  if (!code) return std::nullopt;
  const auto language = language_of(of.configuration);
  auto cause = run->cause.value_or(Error());
  cause.where.customer = cause.where.plant = cause.where.feed = {};  // the line begins with them
  const auto words = run->cause ? sentence(cause, language) : std::string(store::to_string(*run->outcome));
  const auto why = sentence({Recovery::retry, *code, {{"cause", words}}}, language);
  const auto good = store::feed_state(of.reader, feed).last_good;
  if (!good)
    return sentence({Recovery::retry, "present/never_good", {{"feed", feed_words(feed)}, {"why", why}}}, language);
  return sentence({Recovery::retry,
                   "present/stale",
                   {{"feed", feed_words(feed)},
                    {"as_of", short_time(*good, zone_of(of.configuration, feed))},
                    {"age", age_words(of.now - *good, language)},
                    {"why", why}}},
                  language);
}

}  // namespace

Language language_of(const settings::Configuration& configuration) {
  return configuration.gateway.language == "zh" ? Language::zh : Language::en;
}

std::vector<std::string> stale_notes(const ViewOf& of, const std::vector<store::FeedKey>& feeds) {
  std::vector<std::string> notes;
  for (const auto& feed : feeds)
    if (auto note = stale_note(of, feed)) notes.push_back(std::move(*note));
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
