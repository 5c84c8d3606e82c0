// How tickets stand in their table and in the event log. Private to store/.
#pragma once
#include "store/tickets.hpp"

namespace calloff::store {

/// Writes what may change of one that is there.
void put_ticket(Writer& writer, const Ticket& ticket);
std::int64_t insert_ticket(Writer& writer, const Ticket& ticket);

/// kind: `opened`, `acked`, ...; logged as `ticket.opened` with the reason as it is now.
void log_ticket(Writer& writer, const Ticket& ticket, std::string_view kind, std::string_view actor, TicketState from,
                std::string_view why);

}  // namespace calloff::store
