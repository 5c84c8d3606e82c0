#include "store/ticket_rows.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/number.hpp"
#include "store/columns.hpp"
#include "store/event_log.hpp"
#include "store/facts.hpp"

namespace calloff::store {
namespace {

constexpr std::array<std::string_view, 4> kStates{"open", "acked", "snoozed", "resolved"};

constexpr std::string_view kColumns =
    "id, dedup_key, reason, severity, state, opened, since, last_seen, count, reopened, owner, run, due, acked, "
    "snoozed_until, closed, acked_by, closed_by, closed_why";

TicketState state_from(std::string_view word) {
  for (std::size_t i = 0; i < kStates.size(); ++i)
    if (kStates[i] == word) return TicketState(i);
  throw std::logic_error("a ticket's state");
}

Ticket ticket_of_row(const Row& row) {
  Ticket ticket;
  ticket.id = row.integer(0);
  ticket.dedup_key = row.text(1);
  ticket.reason = error_of(row.text(2));
  const auto severity = row.maybe_integer(3);
  ticket.severity = severity ? Severity(*severity) : severity_of(ticket.reason.code);
  ticket.stored_state = state_from(row.text(4));
  ticket.opened = instant_of(row.integer(5));
  ticket.since = instant_of(row.integer(6));
  ticket.last_seen = instant_of(row.integer(7));
  ticket.count = row.integer(8);
  ticket.reopened = row.integer(9);
  ticket.owner = row.text(10);
  ticket.run = row.text(11);
  ticket.due = maybe_of(row, 12, instant_of);
  ticket.acked = maybe_of(row, 13, instant_of);
  ticket.snoozed_until = maybe_of(row, 14, instant_of);
  ticket.closed = maybe_of(row, 15, instant_of);
  ticket.acked_by = row.text(16);
  ticket.closed_by = row.text(17);
  ticket.closed_why = row.text(18);
  // Written before tickets had a time to be taken.
  const auto within = answer_within(ticket.severity);
  if (!severity && !ticket.due && within) ticket.due = ticket.since + *within;
  return ticket;
}

std::vector<Ticket> tickets_where(Reader& reader, std::string_view rest, const std::vector<Value>& values) {
  std::vector<Ticket> tickets;
  const auto sql = "select " + std::string(kColumns) + " from ticket where " + std::string(rest);
  for (const auto& row : reader.session().query(sql, values)) tickets.push_back(ticket_of_row(row));
  return tickets;
}

std::optional<Ticket> one_of(std::vector<Ticket> tickets) {
  return tickets.empty() ? std::nullopt : std::optional(std::move(tickets.front()));
}

}  // namespace

std::string_view to_string(TicketState state) { return kStates.at(std::size_t(state)); }

TicketState Ticket::state_at(Instant now) const {
  const bool is_awake = stored_state == TicketState::snoozed && snoozed_until && *snoozed_until <= now;
  return is_awake ? TicketState::open : stored_state;
}

bool Ticket::is_overdue(Instant now) const { return state_at(now) == TicketState::open && due && *due <= now; }

std::string ticket_name(std::int64_t id) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "T-%06lld", static_cast<long long>(id));
  return text.data();
}

std::optional<std::int64_t> ticket_id(std::string_view name) {
  if (name.starts_with("T-") || name.starts_with("t-")) name.remove_prefix(2);
  const auto id = whole_number<std::int64_t>(name);
  return id && *id > 0 ? id : std::nullopt;
}

std::vector<Ticket> open_tickets(Reader& reader) {
  return tickets_where(reader, "closed is null order by id desc", {});
}

std::vector<Ticket> open_tickets_below(Reader& reader, const std::string& key_prefix) {
  auto end = key_prefix;
  ++end.back();
  return tickets_where(reader, "closed is null and dedup_key >= $1 and dedup_key < $2", {key_prefix, end});
}

std::vector<Ticket> tickets_before(Reader& reader, std::optional<std::int64_t> before, std::size_t limit) {
  const auto most = static_cast<std::int64_t>(limit);
  if (!before) return tickets_where(reader, "true order by id desc limit $1", {most});
  return tickets_where(reader, "id < $1 order by id desc limit $2", {*before, most});
}

std::optional<Ticket> find_ticket(Reader& reader, std::int64_t id) {
  return one_of(tickets_where(reader, "id = $1", {id}));
}

std::optional<Ticket> ticket_of(Reader& reader, std::string_view dedup_key) {
  return one_of(tickets_where(reader, "dedup_key = $1 order by id desc limit 1", {std::string(dedup_key)}));
}

namespace {

constexpr std::string_view kPassed = "tickets_passed_over";

/// The last number that was given to a ticket, or passed over.
std::int64_t last_ticket(Writer& writer) {
  const auto last = writer.session().query("select coalesce(max(id), 0) from ticket").at(0).integer(0);
  const auto passed = fact(writer, kPassed);
  return passed ? std::max<std::int64_t>(last, std::stoll(*passed)) : last;
}

}  // namespace

std::int64_t insert_ticket(Writer& writer, const Ticket& ticket) {
  auto numbered = ticket;
  numbered.id = last_ticket(writer) + 1;
  writer.session().execute(
      "insert into ticket (id, dedup_key, reason, opened, since, last_seen, count, closed_by, closed_why) "
      "values ($1, $2, $3, $4, $4, $4, 1, '', '')",
      {numbered.id, ticket.dedup_key, error_column(ticket.reason), column_of(ticket.opened)});
  put_ticket(writer, numbered);
  return numbered.id;
}

void skip_tickets(Writer& writer, std::int64_t count) {
  put_fact(writer, kPassed, std::to_string(last_ticket(writer) + count));
}

void put_ticket(Writer& writer, const Ticket& ticket) {
  writer.session().execute(
      "update ticket set reason = $2, severity = $3, state = $4, since = $5, last_seen = $6, count = $7, "
      "reopened = $8, owner = $9, run = $10, due = $11, acked = $12, snoozed_until = $13, closed = $14, "
      "acked_by = $15, closed_by = $16, closed_why = $17 where id = $1",
      {ticket.id, error_column(ticket.reason), static_cast<std::int64_t>(ticket.severity),
       std::string(to_string(ticket.stored_state)), column_of(ticket.since), column_of(ticket.last_seen), ticket.count,
       ticket.reopened, ticket.owner, ticket.run, maybe(ticket.due), maybe(ticket.acked), maybe(ticket.snoozed_until),
       maybe(ticket.closed), ticket.acked_by, ticket.closed_by, ticket.closed_why});
}

void log_ticket(Writer& writer, const Ticket& ticket, std::string_view kind, std::string_view actor, TicketState from,
                std::string_view why) {
  Event event;
  event.actor = actor;
  event.kind = "ticket." + std::string(kind);
  event.subject = ticket_name(ticket.id);
  event.from = to_string(from);
  event.to = to_string(ticket.stored_state);
  event.why = why;
  event.body = error_column(ticket.reason);
  append_event(writer, std::move(event));
}

}  // namespace calloff::store
