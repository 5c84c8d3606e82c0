#include "base/dates.hpp"
#include "expected/facts.hpp"
#include "present/views.hpp"
#include "store/tickets.hpp"

namespace calloff::present {
namespace {

constexpr int kDaysBack = 7;

const std::vector<Column> kColumns{{"day", "DAY"},
                                   {"customer", "CUSTOMER"},
                                   {"plant", "PLANT"},
                                   {"feed", "FEED"},
                                   {"what", "WHAT"},
                                   {"target", "FOR"},
                                   {"state", "STATE"},
                                   {"by", "BY"},
                                   {"escalate", "", false, true},
                                   {"came", "CAME"},
                                   {"documents", "DOCUMENTS", true},
                                   {"left_out", "LEFT OUT"},
                                   {"ticket", "TICKET"}};

std::string_view word_of(expected::Kind kind) {
  switch (kind) {
    case expected::Kind::sheets:
      return "sheets";
    case expected::Kind::release:
      return "release";
    case expected::Kind::document:
      break;
  }
  return "document";
}

Value head_of(const expected::Expectation& expectation, LocalDate day) {
  const auto& feed = expectation.feed;
  auto value = Value::object();
  value.add("day", to_string(day))
      .add("customer", feed.customer)
      .add("plant", text_or_null(feed.plant))
      .add("feed", feed.feed)
      .add("what", word_of(expectation.kind));
  return value;
}

/// The ticket that is open about it; the one about what did not come goes before that about numbers.
Value open_ticket(store::Reader& reader, const expected::Expectation& expectation, LocalDate day) {
  for (const auto& key :
       {expected::ticket_of(expectation.feed, day), expected::numbers_ticket_of(expectation.feed, day)})
    if (const auto ticket = store::ticket_of(reader, key); ticket && !ticket->closed)
      return store::ticket_name(ticket->id);
  return {};
}

Value free_day(const expected::Expectation& expectation, LocalDate day) {
  auto value = head_of(expectation, day);
  value.add("target", Value()).add("state", to_string(expected::State::no_workday));
  for (const auto* name : {"by", "escalate", "came", "documents"}) value.add(name, Value());
  value.add("left_out", Value::list()).add("ticket", Value());
  return value;
}

Value row_value(const ViewOf& of, const expected::Expectation& expectation, const expected::FeedFacts& facts,
                const expected::Due& due) {
  const auto came = expected::came_of(of.reader, expectation, facts, due);
  const auto judged = expected::judge(expectation, due, came, of.now);
  const auto at = [&](const std::optional<Instant>& when) {
    return when ? Value(to_zoned_string(*when, expectation.zone)) : Value();
  };
  const bool is_counted = expectation.kind != expected::Kind::document;
  auto numbers = Value::list();
  const bool is_due = judged.state != expected::State::not_due && judged.state != expected::State::not_watched;
  if (const auto left = expected::left_out(of.reader, expectation, facts, due, came); is_due && left)
    for (const auto& number : *left) numbers.items.emplace_back(number);
  auto value = head_of(expectation, due.day);
  value.add("target", to_string(due.target))
      .add("state", to_string(judged.state))
      .add("by", at(due.by))
      .add("escalate", at(due.escalate))
      .add("came", at(judged.came))
      .add("documents", is_counted ? Value(std::int64_t(came.numbers.size())) : Value())
      .add("left_out", std::move(numbers))
      .add("ticket", open_ticket(of.reader, expectation, due.day));
  return value;
}

bool is_asked_for(const ViewOf& of, const ExpectedQuery& query, const store::FeedKey& feed) {
  return of.actor.scope.covers(feed.customer, feed.plant) &&
         (query.customer.empty() || query.customer == feed.customer) &&
         (query.plant.empty() || query.plant == feed.plant);
}

}  // namespace

DaysListed days_listed(const ExpectedQuery& query, LocalDate today) {
  const auto last = query.to.value_or(std::max(today, query.from.value_or(today)));
  return {query.from.value_or(add_days(std::min(today, last), -kDaysBack)), last};
}

Listing expected_view(const ViewOf& of, const ExpectedQuery& query) {
  Listing listing{kColumns, {}};
  for (const auto& expectation : expected::expectations(of.configuration, of.records)) {
    if (!is_asked_for(of, query, expectation.feed)) continue;
    const auto [first, last] = days_listed(query, local_date(of.now, expectation.zone));
    const auto facts = expected::facts_of(of.reader, expectation, to_instant({first, {}}, expectation.zone));
    for (auto day = first; day <= last; day = add_days(day, 1)) {
      const auto due = expected::due_on(expectation, day);
      if (due)
        listing.rows.push_back(row_value(of, expectation, facts, *due));
      else if (!expectation.calendar.is_workday(day))
        listing.rows.push_back(free_day(expectation, day));
    }
  }
  return listing;
}

}  // namespace calloff::present
