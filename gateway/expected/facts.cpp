#include "expected/facts.hpp"

#include <algorithm>

#include "store/arrivals.hpp"
#include "store/delivery_schedules.hpp"
#include "store/releases.hpp"
#include "store/states.hpp"

namespace calloff::expected {
namespace {

constexpr std::size_t kNamed = 8;

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
void add_releases(store::Reader& reader, const Expectation& expectation, const Due& due, Came& came) {
  const auto& feed = expectation.feed;
  for (const auto& release : store::forecast_releases(reader, {feed.customer, feed.plant, feed.feed})) {
    const auto issued = release.issued ? to_instant(*release.issued, expectation.zone) : release.first_seen;
    if (issued < due.from || issued >= due.to) continue;
    came.first = came.first ? std::min(*came.first, release.first_seen) : release.first_seen;
    came.numbers.push_back(release.release_no);
  }
}

std::vector<std::string> all_releases(store::Reader& reader, const store::FeedKey& feed) {
  std::vector<std::string> numbers;
  for (const auto& release : store::forecast_releases(reader, {feed.customer, feed.plant, feed.feed}))
    numbers.push_back(release.release_no);
  return numbers;
}

std::string name_of(const store::FeedKey& feed, LocalDate day) {
  return feed.customer + "/" + feed.plant + "/" + feed.feed + "/" + calloff::to_string(day);
}

}  // namespace

Came came_of(store::Reader& reader, const Expectation& expectation, const Due& due) {
  Came came;
  came.watched_since = store::first_poll(reader, expectation.feed);
  if (expectation.kind == Kind::sheets) add_sheets(reader, expectation, due, came);
  if (expectation.kind == Kind::release) add_releases(reader, expectation, due, came);
  if (expectation.kind == Kind::document)
    came.first = store::first_new_document(reader, expectation.feed, due.from, due.to);
  return came;
}

std::vector<std::string> left_out(store::Reader& reader, const Expectation& expectation, const Came& came) {
  if (!expectation.by.numbers || came.numbers.empty() || store::feed_state(reader, expectation.feed).failures > 0)
    return {};
  if (expectation.kind == Kind::release)
    return numbers_left_out(*expectation.by.numbers, all_releases(reader, expectation.feed));
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
