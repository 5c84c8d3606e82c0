#include "store/tickets.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "store/columns.hpp"
#include "store/ticket_rows.hpp"

namespace calloff::store {
namespace {

constexpr std::string_view kGateway = "gateway";

std::optional<Instant> due_of(Severity severity, Instant from) {
  const auto within = answer_within(severity);
  return within ? std::optional(from + *within) : std::nullopt;
}

/// A life begins: nobody has taken it, and it is as bad as its reason. Who owned it before still does.
void begin(Ticket& ticket, Instant now) {
  ticket.severity = severity_of(ticket.reason.code);
  ticket.stored_state = TicketState::open;
  ticket.since = now;
  ticket.due = due_of(ticket.severity, now);
  ticket.acked.reset();
  ticket.snoozed_until.reset();
  ticket.closed.reset();
  ticket.acked_by.clear();
  ticket.closed_by.clear();
  ticket.closed_why.clear();
}

std::int64_t open_new(Writer& writer, std::string_view dedup_key, const Error& reason, std::string_view run) {
  Ticket ticket;
  ticket.dedup_key = dedup_key;
  ticket.reason = reason;
  ticket.run = run;
  ticket.opened = ticket.last_seen = writer.now();
  begin(ticket, writer.now());
  ticket.id = insert_ticket(writer, ticket);
  log_ticket(writer, ticket, "opened", kGateway, TicketState::open, {});
  return ticket.id;
}

/// Worse than it was: whoever put it aside did not know that.
void escalate(Writer& writer, Ticket& ticket, Severity severity) {
  const auto from = ticket.state_at(writer.now());
  ticket.severity = severity;
  const auto due = due_of(severity, writer.now());
  if (due && (!ticket.due || *due < *ticket.due || from != TicketState::open)) ticket.due = due;
  ticket.stored_state = TicketState::open;
  ticket.acked.reset();
  ticket.acked_by.clear();
  ticket.snoozed_until.reset();
  log_ticket(writer, ticket, "escalated", kGateway, from, {});
}

void meet_again(Writer& writer, Ticket& ticket, const Error& reason, std::string_view run) {
  const bool was_resolved = ticket.stored_state == TicketState::resolved;
  ticket.reason = reason;
  ticket.last_seen = writer.now();
  ++ticket.count;
  ticket.run = run;
  if (was_resolved) {
    begin(ticket, writer.now());
    ++ticket.reopened;
    log_ticket(writer, ticket, "reopened", kGateway, TicketState::resolved, {});
  } else if (const auto severity = severity_of(reason.code); severity > ticket.severity) {
    escalate(writer, ticket, severity);
  }
  put_ticket(writer, ticket);
}

constexpr std::array<std::pair<std::string_view, TicketNews::What>, 5> kNews{
    {{"ticket.opened", TicketNews::What::opened},
     {"ticket.reopened", TicketNews::What::reopened},
     {"ticket.escalated", TicketNews::What::escalated},
     {"ticket.closed", TicketNews::What::closed},
     {"ticket.resolved", TicketNews::What::closed}}};

TicketNews news_of(const Row& row) {
  TicketNews news;
  news.event = row.integer(0);
  news.at = instant_of(row.integer(1));
  news.ticket = ticket_id(row.text(2)).value_or(0);
  for (const auto& [kind, what] : kNews)
    if (kind == row.text(3)) news.what = what;
  news.actor = row.text(4);
  news.why = row.text(5);
  news.reason = error_of(row.text(6));
  return news;
}

}  // namespace

std::int64_t raise_ticket(Writer& writer, std::string_view dedup_key, const Error& reason, std::string_view run) {
  auto last = ticket_of(writer, dedup_key);
  const bool is_same = last && (!last->closed || last->reason.code == reason.code);
  if (!is_same) return open_new(writer, dedup_key, reason, run);
  meet_again(writer, *last, reason, run);
  return last->id;
}

void close_ticket(Writer& writer, std::string_view dedup_key, std::string_view actor, std::string_view why) {
  auto ticket = ticket_of(writer, dedup_key);
  if (!ticket || ticket->closed) return;
  const auto from = ticket->state_at(writer.now());
  ticket->stored_state = TicketState::resolved;
  ticket->closed = writer.now();
  ticket->closed_by = actor;
  ticket->closed_why = why;
  put_ticket(writer, *ticket);
  log_ticket(writer, *ticket, "closed", actor, from, why);
}

std::vector<TicketNews> ticket_news(Reader& reader, std::int64_t after_event, std::size_t limit) {
  static const auto sql = [] {
    std::string kinds;
    for (const auto& [kind, what] : kNews) kinds += (kinds.empty() ? "'" : ", '") + std::string(kind) + "'";
    return "select seq, at, subject, kind, actor, why, body from event where seq > $1 and kind in (" + kinds +
           ") order by seq limit $2";
  }();
  std::vector<TicketNews> news;
  for (const auto& row : reader.session().query(sql, {after_event, static_cast<std::int64_t>(limit)}))
    news.push_back(news_of(row));
  return news;
}

}  // namespace calloff::store
