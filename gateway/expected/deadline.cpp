#include "expected/deadline.hpp"

#include <algorithm>
#include <array>

namespace calloff::expected {
namespace {

constexpr int kDaysAhead = 40;

constexpr std::array<std::string_view, 7> kStates{"no_workday", "not_watched", "not_due", "arrived",
                                                  "late",       "incomplete",  "missing"};

Kind kind_of(const std::map<store::FeedKey, mapping::RecordKind>& records, const store::FeedKey& feed) {
  const auto found = records.find(feed);
  if (found == records.end()) return Kind::document;
  if (found->second == mapping::RecordKind::delivery_schedule) return Kind::sheets;
  return found->second == mapping::RecordKind::forecast_release ? Kind::release : Kind::document;
}

/// A workday on which it comes, or the first one after days off on which it would have come.
bool is_expected_on(const Expectation& expectation, LocalDate day) {
  const auto& calendar = expectation.calendar;
  const auto& weekdays = expectation.by.weekdays;
  if (!calendar.is_workday(day)) return false;
  if (weekdays.none()) return true;
  const auto comes = [&](LocalDate date) {
    return weekdays.test(std::chrono::weekday(std::chrono::sys_days(date)).c_encoding());
  };
  auto date = day;
  for (const auto before = calendar.previous_workday(day); date > before; date = add_days(date, -1))
    if (comes(date)) return true;
  return false;
}

Instant start_of(LocalDate day, const std::string& zone) { return to_instant({day, {}}, zone); }

/// When they were all there: the first answer of the portal that showed a whole set. What changes later is news of the
/// sheets, and no news of whether they came.
std::optional<Instant> set_came(const Expectation& expectation, const Due& due, const Came& came) {
  for (const auto& observation : came.set)
    if (is_set_complete({observation}, *expectation.complete, due.day, expectation.zone)) return observation.first_at;
  return std::nullopt;
}

std::optional<Instant> all_came(const Expectation& expectation, const Due& due, const Came& came, Instant now) {
  if (expectation.kind != Kind::sheets || !expectation.complete || came.numbers.empty()) return came.first;
  if (const auto at = set_came(expectation, due, came)) return std::max(*at, *came.first);
  // Sheets of a day that is over are not looked at as a set any more: those that are here are those there were.
  return due.target < local_date(now, expectation.zone) ? came.first : std::nullopt;
}

}  // namespace

std::string_view to_string(State state) { return kStates.at(std::size_t(state)); }

std::vector<Expectation> expectations(const settings::Configuration& configuration,
                                      const std::map<store::FeedKey, mapping::RecordKind>& records) {
  std::vector<Expectation> all;
  for (const auto& customer : configuration.customers)
    for (const auto& feed : customer.feeds) {
      if (!feed.expected.is_set()) continue;
      const store::FeedKey key{feed.customer, feed.plant, feed.name};
      Expectation one{key, kind_of(records, key), feed.expected, feed.calendar, feed.zone, std::nullopt};
      if (const auto& rule = feed.complete_set)
        one.complete = release::SetRule{rule->equal_polls, rule->apart, rule->by};
      all.push_back(std::move(one));
    }
  return all;
}

std::optional<Due> due_on(const Expectation& expectation, LocalDate day) {
  if (!is_expected_on(expectation, day)) return std::nullopt;
  const auto at = [&](std::chrono::minutes of_day) { return to_instant({day, of_day}, expectation.zone); };
  const auto& warn = expectation.by.warn;
  const auto& escalate = expectation.by.escalate;
  Due due;
  due.day = due.target = day;
  if (expectation.kind == Kind::sheets) due.target = expectation.calendar.add_workdays(day, expectation.by.ahead);
  due.from = start_of(day, expectation.zone);
  auto next = add_days(day, 1);
  for (int i = 0; i < kDaysAhead && !is_expected_on(expectation, next); ++i) next = add_days(next, 1);
  due.to = start_of(next, expectation.zone);
  due.by = at(warn ? *warn : escalate.value());
  if (escalate) due.escalate = at(*escalate);
  return due;
}

std::optional<Instant> next_deadline(const Expectation& expectation, Instant after) {
  auto day = local_date(after, expectation.zone);
  for (int i = 0; i < kDaysAhead; ++i, day = add_days(day, 1)) {
    const auto due = due_on(expectation, day);
    if (!due) continue;
    if (due->by > after) return due->by;
    if (due->escalate && *due->escalate > after) return due->escalate;
  }
  return std::nullopt;
}

Judgement judge(const Expectation& expectation, const Due& due, const Came& came, Instant now) {
  Judgement judged;
  const auto since = came.watched_since.value_or(now);
  if (local_date(since, expectation.zone) > due.day) return {State::not_watched, {}, false};
  judged.came = all_came(expectation, due, came, now);
  // What was there when we first looked may have been there in time.
  if (judged.came) judged.state = *judged.came <= std::max(due.by, since) ? State::arrived : State::late;
  if (judged.came || now < due.by) return judged;
  judged.state = came.numbers.empty() ? State::missing : State::incomplete;
  judged.is_escalated = due.escalate && now >= *due.escalate;
  return judged;
}

}  // namespace calloff::expected
