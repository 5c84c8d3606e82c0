#include "expected/facts.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "store/states.hpp"

namespace calloff::expected {
namespace {

constexpr std::size_t kNamed = 8;
/// How much earlier than it is issued a release may be here.
constexpr std::chrono::days kIssuedBefore{31};

void add_sheets(store::Reader& reader, const Expectation& expectation, const Due& due, Came& came) {
  for (auto& sheet : store::sheets_that_came(reader, expectation.feed, due.target)) {
    came.first = came.first ? std::min(*came.first, sheet.first) : sheet.first;
    came.numbers.push_back(std::move(sheet.pus_no));
  }
  if (!expectation.complete) return;
  for (const auto& poll : store::set_polls_of(reader, expectation.feed, due.target))
    if (!poll.is_proven_empty)
      came.set.push_back({poll.fingerprint, poll.has_all_pages, poll.first_at, poll.last_at, poll.polls});
}

/// A release is of the day on which the customer issued it; of one that does not say, on which it came.
Instant issued_at(const store::CameRelease& release, const Expectation& expectation) {
  return release.issued ? to_instant(*release.issued, expectation.zone) : release.first;
}

/// What came when the day was over takes the place of what did not: nobody waits for that any more.
void add_releases(const Expectation& expectation, const FeedFacts& facts, const Due& due, Came& came) {
  for (const auto& release : facts.releases) {
    const auto issued = issued_at(release, expectation);
    const bool is_of_day = issued >= due.from && issued < due.to;
    if (!is_of_day && (issued < due.to || release.first < due.to)) continue;
    came.first = came.first ? std::min(*came.first, release.first) : release.first;
    if (is_of_day) came.numbers.push_back(release.release_no);
  }
}

/// Each gap is told once: on the day of the release after it, and of a number that comes again, on its first.
std::vector<std::string> releases_left_out(const Expectation& expectation, const FeedFacts& facts, const Due& due) {
  std::map<std::string, Instant> issued;
  std::vector<std::string> all;
  for (const auto& release : facts.releases) {
    const auto at = issued_at(release, expectation);
    const auto [known, is_new] = issued.try_emplace(release.release_no, at);
    known->second = std::min(known->second, at);
    if (is_new) all.push_back(release.release_no);
  }
  std::set<std::string> of_day;
  for (const auto& [number, at] : issued)
    if (at >= due.from && at < due.to) of_day.insert(number);
  return numbers_left_out(*expectation.by.numbers, all, of_day);
}

std::string name_of(const store::FeedKey& feed, LocalDate day) {
  return feed.customer + "/" + feed.plant + "/" + feed.feed + "/" + calloff::to_string(day);
}

}  // namespace

FeedFacts facts_of(store::Reader& reader, const Expectation& expectation, Instant since) {
  FeedFacts facts;
  facts.watched_since = store::first_poll(reader, expectation.feed);
  facts.is_last_poll_good = store::feed_state(reader, expectation.feed).failures == 0;
  if (expectation.kind != Kind::release) return facts;
  // Numbers go on from those that were long before.
  const auto bound = expectation.by.numbers ? Instant::min() : since - kIssuedBefore;
  facts.releases = store::releases_that_came(reader, expectation.feed, bound);
  return facts;
}

Came came_of(store::Reader& reader, const Expectation& expectation, const FeedFacts& facts, const Due& due) {
  Came came;
  came.watched_since = facts.watched_since;
  if (expectation.kind == Kind::sheets) add_sheets(reader, expectation, due, came);
  if (expectation.kind == Kind::release) add_releases(expectation, facts, due, came);
  if (expectation.kind == Kind::document) came.first = store::first_published(reader, expectation.feed, due.from);
  return came;
}

std::optional<std::vector<std::string>> left_out(store::Reader& reader, const Expectation& expectation,
                                                 const FeedFacts& facts, const Due& due, const Came& came) {
  std::vector<std::string> none;
  if (!expectation.by.numbers) return none;
  if (!facts.is_last_poll_good) return std::nullopt;
  if (came.numbers.empty()) return none;
  if (expectation.kind == Kind::release) return releases_left_out(expectation, facts, due);
  auto numbers = numbers_left_out(*expectation.by.numbers, came.numbers);
  // A sheet that was put off to another day has come, too.
  std::erase_if(numbers, [&](const auto& number) { return store::has_sheet(reader, expectation.feed, number); });
  return numbers;
}

std::string ticket_of(const store::FeedKey& feed, LocalDate day) { return "expected/" + name_of(feed, day); }
std::string numbers_ticket_of(const store::FeedKey& feed, LocalDate day) { return "left_out/" + name_of(feed, day); }

std::string some_of(const std::vector<std::string>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < std::min(numbers.size(), kNamed); ++i) text += (i == 0 ? "" : ", ") + numbers[i];
  return numbers.size() > kNamed ? text + " +" + std::to_string(numbers.size() - kNamed) : text;
}

}  // namespace calloff::expected
