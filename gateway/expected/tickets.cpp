#include "expected/tickets.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "expected/facts.hpp"
#include "store/states.hpp"
#include "store/tickets.hpp"

namespace calloff::expected {
namespace {

constexpr std::array<const char*, 2> kPrefixes{"expected/", "left_out/"};

/// One feed's look.
struct Feed {
  store::Reader& reader;
  const Look& look;
  const Expectation& expectation;
  std::optional<store::RunRecord> last_poll;
  bool is_list_old;  ///< the guard has told that the list is an old one: that is why nothing comes
  bool is_polled;    ///< now: nothing is told before it ends
  FeedFacts facts;
};

bool is_polled(store::Reader& reader, const store::FeedKey& feed, Instant now) {
  const auto state = store::feed_state(reader, feed);
  const auto& started = state.last_started;
  if (state.last_run.empty() || !started || now < *started || now - *started > kLongestPoll) return false;
  const auto run = store::find_run(reader, state.last_run);
  return run && !run->outcome;
}

std::string time_of(const Expectation& expectation, Instant at) {
  const auto text = to_string(local_time(at, expectation.zone));
  return text.substr(text.find('T') + 1, 5);
}

bool is_settled_by_person(const std::optional<store::Ticket>& ticket) {
  return ticket && ticket->closed && ticket->closed_by != "gateway";
}

/// A list that the customer says is empty, on a day on which something should stand in it. Lists of later days say
/// nothing of this one.
bool is_empty(const Feed& feed, const Due& due, const Judgement& judged) {
  return judged.state == State::missing && feed.last_poll && feed.last_poll->outcome == store::RunOutcome::no_data &&
         feed.last_poll->started >= due.from && feed.last_poll->started < due.to;
}

std::string code_of(const Feed& feed, const Judgement& judged, bool is_list_empty) {
  if (is_list_empty) return "expected/empty";
  const bool is_worse = judged.is_escalated;
  if (judged.state == State::incomplete) return is_worse ? "expected/set_missing" : "expected/set_late";
  switch (feed.expectation.kind) {
    case Kind::sheets:
      return is_worse ? "expected/sheets_missing" : "expected/sheets_late";
    case Kind::release:
      return is_worse ? "expected/release_missing" : "expected/release_late";
    case Kind::document:
      break;
  }
  return is_worse ? "expected/document_missing" : "expected/document_late";
}

Error reason_of(const Feed& feed, const Due& due, std::string code,
                std::vector<std::pair<std::string, std::string>> args) {
  const auto& key = feed.expectation.feed;
  args.insert(args.end(), {{"day", calloff::to_string(due.day)},
                           {"target", calloff::to_string(due.target)},
                           {"by", time_of(feed.expectation, due.by)}});
  return {Recovery::ask_person, std::move(code), std::move(args), {key.customer, key.plant, key.feed, {}, {}, {}}};
}

/// What should be told of this day; none: nothing.
std::optional<Error> alarm_of(const Feed& feed, const Due& due, const Came& came, const Judgement& judged,
                              bool is_list_empty) {
  if (judged.state != State::missing && judged.state != State::incomplete) return std::nullopt;
  const auto polled = feed.last_poll ? to_zoned_string(feed.last_poll->started, feed.expectation.zone) : "-";
  return reason_of(feed, due, code_of(feed, judged, is_list_empty),
                   {{"count", std::to_string(came.numbers.size())}, {"polled", polled}});
}

/// Since when the alarm is due.
Instant alarmed_since(const Due& due, const Judgement& judged) {
  return judged.is_escalated && due.escalate ? *due.escalate : due.by;
}

/// A person's word that it is over stands until it gets worse.
bool is_news(const std::optional<store::Ticket>& ticket, const Error& reason) {
  if (!ticket) return true;
  const auto severity = store::severity_of(reason.code);
  if (is_settled_by_person(ticket)) return severity > ticket->severity;
  if (ticket->closed) return true;
  if (severity != ticket->severity) return severity > ticket->severity;
  // What is known more exactly; back again is none, lest it goes to and fro with every poll.
  constexpr std::array<std::string_view, 3> kExact{"expected/empty", "expected/set_late", "expected/set_missing"};
  return reason.code != ticket->reason.code && std::ranges::find(kExact, reason.code) != kExact.end();
}

std::string why_over(const Feed& feed, const Came& came, const Judgement& judged) {
  const auto at = judged.came ? judged.came : came.first;
  return at ? "it came at " + to_zoned_string(*at, feed.expectation.zone) : "not waited for any more";
}

/// What did not come, or came now.
void move_arrival(const Feed& feed, const Due& due, const Came& came, const Judgement& judged, Moves& moves) {
  const auto key = ticket_of(feed.expectation.feed, due.day);
  const auto ticket = store::ticket_of(feed.reader, key);
  // An empty list is no news to who has said that nothing will come.
  const bool is_list_empty = !is_settled_by_person(ticket) && is_empty(feed, due, judged);
  const auto alarm = alarm_of(feed, due, came, judged, is_list_empty);
  // Where no poll ever was, the day's end changes nothing.
  if (judged.state == State::not_watched && !came.watched_since && !came.first) return;
  if (!alarm) {
    if (ticket && !ticket->closed) moves.steps.push_back({key, {}, why_over(feed, came, judged), {}});
    return;
  }
  const bool is_silent =
      feed.is_list_old || (feed.look.silent_before && alarmed_since(due, judged) < *feed.look.silent_before);
  if (is_silent || !is_news(ticket, *alarm)) return;
  if (feed.is_polled)
    moves.waits_for_poll = true;
  else
    moves.steps.push_back({key, feed.last_poll ? feed.last_poll->id : "", {}, alarm});
}

using Numbers = std::set<std::string>;

/// As they stand in a ticket's reason: all of them, one a line.
std::string text_of(const Numbers& numbers) {
  std::string text;
  for (const auto& number : numbers) text += (text.empty() ? "" : "\n") + number;
  return text;
}

Numbers numbers_of(const std::optional<store::Ticket>& ticket, std::string_view arg) {
  Numbers numbers;
  const auto text = ticket ? std::string(ticket->reason.arg(arg)) : std::string();
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    numbers.insert(text.substr(at, end - at));
    at = end + 1;
  }
  return numbers;
}

/// Numbers that a person has resolved stay so, whatever becomes of others.
Numbers settled_numbers(const std::optional<store::Ticket>& ticket) {
  auto settled = numbers_of(ticket, "settled");
  if (is_settled_by_person(ticket)) settled.merge(numbers_of(ticket, "all"));
  return settled;
}

/// Numbers that are left out among what came. While a poll goes on they may be the next ones.
void move_numbers(const Feed& feed, const Due& due, const Came& came, Moves& moves) {
  const auto left = left_out(feed.reader, feed.expectation, feed.facts, due, came);
  if (!left) return;
  const auto key = numbers_ticket_of(feed.expectation.feed, due.day);
  const auto ticket = store::ticket_of(feed.reader, key);
  const auto settled = settled_numbers(ticket);
  std::vector<std::string> numbers;
  std::ranges::copy_if(*left, std::back_inserter(numbers), [&](const auto& one) { return !settled.contains(one); });
  const bool is_open = ticket && !ticket->closed;
  if (numbers.empty()) {
    if (is_open) moves.steps.push_back({key, {}, "they came", {}});
    return;
  }
  const auto all = text_of({numbers.begin(), numbers.end()});
  if (is_open && ticket->reason.arg("all") == all) return;
  const auto reason = reason_of(feed, due, "expected/numbers",
                                {{"numbers", some_of(numbers)},
                                 {"count", std::to_string(numbers.size())},
                                 {"all", all},
                                 {"settled", text_of(settled)}});
  if (feed.is_polled)
    moves.waits_for_poll = true;
  else
    moves.steps.push_back({key, {}, {}, reason});
}

void move_day(const Feed& feed, const Due& due, Moves& moves) {
  const auto came = came_of(feed.reader, feed.expectation, feed.facts, due);
  const auto judged = judge(feed.expectation, due, came, feed.look.now);
  move_arrival(feed, due, came, judged, moves);
  if (judged.state != State::not_due && judged.state != State::not_watched) move_numbers(feed, due, came, moves);
}

/// The days to be looked at: the last ones, and those of tickets that are open.
std::vector<Due> days_of(const Look& look, const Expectation& expectation, const std::vector<store::Ticket>& open) {
  std::set<LocalDate> days;
  const auto today = local_date(look.now, expectation.zone);
  for (int back = 0; back <= look.days_back; ++back) days.insert(add_days(today, -back));
  for (const auto& ticket : open)
    if (const auto day = parse_date(ticket.reason.arg("day")))
      if (ticket.dedup_key == ticket_of(expectation.feed, *day) ||
          ticket.dedup_key == numbers_ticket_of(expectation.feed, *day))
        days.insert(*day);
  std::vector<Due> dues;
  for (const auto day : days)
    if (auto due = due_on(expectation, day)) dues.push_back(std::move(*due));
  return dues;
}

std::vector<store::Ticket> open_ones(store::Reader& reader) {
  std::vector<store::Ticket> open;
  for (const auto* prefix : kPrefixes)
    for (auto& ticket : store::open_tickets_below(reader, prefix)) open.push_back(std::move(ticket));
  return open;
}

/// Feeds whose list the guard calls an old one.
std::set<store::FeedKey> old_lists(store::Reader& reader) {
  std::set<store::FeedKey> feeds;
  for (const auto& ticket : store::open_tickets(reader)) {
    const auto& where = ticket.reason.where;
    if (ticket.reason.code == "guard/old_list") feeds.insert({where.customer, where.plant, where.feed});
  }
  return feeds;
}

}  // namespace

Moves moves(store::Reader& reader, const Look& look) {
  Moves all;
  const auto open = open_ones(reader);
  const auto old = old_lists(reader);
  std::set<std::string> looked_at;
  for (const auto& expectation : look.expectations) {
    const auto days = days_of(look, expectation, open);
    if (days.empty()) continue;
    const Feed feed{reader,
                    look,
                    expectation,
                    store::last_poll(reader, expectation.feed),
                    old.contains(expectation.feed),
                    is_polled(reader, expectation.feed, look.now),
                    facts_of(reader, expectation, days.front().from)};
    for (const auto& due : days) {
      looked_at.insert({ticket_of(expectation.feed, due.day), numbers_ticket_of(expectation.feed, due.day)});
      move_day(feed, due, all);
    }
  }
  for (const auto& ticket : open)
    if (!looked_at.contains(ticket.dedup_key)) all.steps.push_back({ticket.dedup_key, {}, "not expected any more", {}});
  return all;
}

void carry_out(store::Writer& writer, const std::vector<TicketMove>& moves) {
  for (const auto& move : moves) {
    if (move.reason)
      store::raise_ticket(writer, move.key, *move.reason, move.run);
    else
      store::close_ticket(writer, move.key, "gateway", move.why);
  }
}

bool is_waited_for(store::Reader& reader) { return !open_ones(reader).empty(); }

}  // namespace calloff::expected
