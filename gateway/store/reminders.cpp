// Who was told again of a ticket that nobody takes: events about it.
#include "store/columns.hpp"
#include "store/event_log.hpp"
#include "store/ticket_rows.hpp"

namespace calloff::store {
namespace {

constexpr std::string_view kReminded = "ticket.reminded";

}  // namespace

std::int64_t log_reminder(Writer& writer, const Ticket& ticket, std::string_view target) {
  Event event;
  event.actor = "gateway";
  event.kind = kReminded;
  event.subject = ticket_name(ticket.id);
  event.from = event.to = to_string(ticket.state_at(writer.now()));
  event.why = target;
  return append_event(writer, std::move(event));
}

Reminders reminders_of(Reader& reader, const Ticket& ticket, std::string_view target) {
  const auto rows = reader.session().query(
      "select count(*), max(at) from event where subject = $1 and kind = $2 and why = $3 and at >= $4",
      {ticket_name(ticket.id), std::string(kReminded), std::string(target), column_of(ticket.since)});
  return {rows.at(0).integer(0), maybe_of(rows.at(0), 1, instant_of)};
}

}  // namespace calloff::store
