// Tickets as people and programs see them.
#pragma once
#include <optional>
#include <string>

#include "present/views.hpp"
#include "store/tickets.hpp"

namespace calloff::present {

/// Empty fields: all. is_all: also snoozed and resolved ones; severity: these and worse; owner: whose they are
struct TicketQuery {
  std::string customer, owner;
  std::optional<store::Severity> severity;
  bool is_all = false;
  std::size_t limit = 200;
};

/// What waits, the worst and most urgent first; with is_all everything, newest first. source:
/// docs/schemas/exceptions.json
Listing ticket_list_view(const ViewOf& of, const TicketQuery& query);

/// One with what was done with it; none if there is no such ticket, or the actor may not see it. source:
/// docs/schemas/exception.json
std::optional<Value> ticket_view(const ViewOf& of, std::int64_t id);

/// May the actor see it?
bool is_visible(const model::Actor& actor, const store::Ticket& ticket);

/// The wall clock that people at the ticket's place read.
std::string zone_of(const settings::Configuration& configuration, const Where& where);

}  // namespace calloff::present
