#include "present/ticket_view.hpp"

#include <algorithm>

#include "base/dates.hpp"
#include "present/freshness.hpp"
#include "store/documents.hpp"
#include "store/event_log.hpp"

namespace calloff::present {
namespace {

using store::Ticket;
using store::TicketState;

constexpr std::size_t kPage = 200;

const std::vector<Column> kColumns{{"ticket", "TICKET"},
                                   {"severity", "SEVERITY"},
                                   {"state", "STATE"},
                                   {"customer", "CUSTOMER"},
                                   {"plant", "PLANT"},
                                   {"feed", "FEED"},
                                   {"age", "AGE"},
                                   {"since", "", false, true},
                                   {"due", "DUE"},
                                   {"overdue", "", false, true},
                                   {"owner", "OWNER"},
                                   {"count", "COUNT", true},
                                   {"reopened", "", true, true},
                                   {"first_seen", "", false, true},
                                   {"last_seen", "", false, true},
                                   {"snoozed_until", "", false, true},
                                   {"code", "", false, true},
                                   {"asn", "", false, true},
                                   {"document", "", false, true},
                                   {"run", "", false, true},
                                   {"place", "", false, true},
                                   {"what", "WHAT"}};

/// D-0123 of `D-0123 row`.
std::string document_of(const Ticket& ticket) {
  const auto& text = ticket.reason.where.document;
  return text.substr(0, text.find(' '));
}

std::string run_of(const ViewOf& of, const Ticket& ticket) {
  if (!ticket.run.empty() || ticket.reason.where.document.empty()) return ticket.run;
  const auto document = store::find_document(of.reader, document_of(ticket));
  return document ? document->run : "";
}

/// What happened, without the place, which has columns of its own.
std::string what_of(const ViewOf& of, const Ticket& ticket) {
  auto reason = ticket.reason;
  reason.where = {};
  return sentence(reason, language_of(of.configuration));
}

/// Where on the page, and which account or part of the document.
std::string place_of(const Ticket& ticket) {
  const auto& where = ticket.reason.where;
  std::string text = where.document.size() > document_of(ticket).size()
                         ? where.document.substr(document_of(ticket).size() + 1)
                         : std::string();
  if (!where.position.empty()) text += (text.empty() ? "" : ", ") + where.position;
  if (where.offset) text += (text.empty() ? "" : ", ") + ("byte " + std::to_string(*where.offset));
  return text;
}

Value row_value(const ViewOf& of, const Ticket& ticket) {
  const auto& where = ticket.reason.where;
  const auto zone = zone_of(of.configuration, where);
  const auto at = [&](const std::optional<Instant>& when) {
    return when ? Value(to_zoned_string(*when, zone)) : Value();
  };
  const auto until = ticket.closed.value_or(of.now);
  auto value = Value::object();
  value.add("ticket", store::ticket_name(ticket.id))
      .add("severity", store::to_string(ticket.severity))
      .add("state", store::to_string(ticket.state_at(of.now)))
      .add("customer", text_or_null(where.customer))
      .add("plant", text_or_null(where.plant))
      .add("feed", text_or_null(where.feed))
      .add("age", age_words(until - ticket.since, language_of(of.configuration)))
      .add("since", at(ticket.since))
      .add("due", at(ticket.due))
      .add("overdue", ticket.is_overdue(of.now))
      .add("owner", text_or_null(ticket.owner))
      .add("count", ticket.count)
      .add("reopened", ticket.reopened)
      .add("first_seen", at(ticket.opened))
      .add("last_seen", at(ticket.last_seen))
      .add("snoozed_until", ticket.state_at(of.now) == TicketState::snoozed ? at(ticket.snoozed_until) : Value())
      .add("code", ticket.reason.code)
      .add("asn", text_or_null(ticket.reason.arg("asn")))
      .add("document", text_or_null(document_of(ticket)))
      .add("run", text_or_null(run_of(of, ticket)))
      .add("place", text_or_null(place_of(ticket)))
      .add("what", what_of(of, ticket));
  return value;
}

bool is_asked_for(const ViewOf& of, const TicketQuery& query, const Ticket& ticket) {
  return is_visible(of.actor, ticket) && (query.customer.empty() || ticket.reason.where.customer == query.customer) &&
         (query.owner.empty() || ticket.owner == query.owner) &&
         (!query.severity || ticket.severity >= *query.severity);
}

bool is_more_urgent(const Ticket& a, const Ticket& b) {
  if (a.severity != b.severity) return a.severity > b.severity;
  if (a.due != b.due) return a.due && (!b.due || *a.due < *b.due);
  return a.id < b.id;
}

std::string say(const ViewOf& of, const char* code, std::size_t count) {
  return sentence({Recovery::ask_person, code, {{"count", std::to_string(count)}}}, language_of(of.configuration));
}

/// Open and acked ones.
Listing list_waiting(const ViewOf& of, const TicketQuery& query) {
  Listing listing{kColumns, {}};
  std::vector<Ticket> waiting;
  std::size_t snoozed = 0;
  for (auto& ticket : store::open_tickets(of.reader)) {
    if (!is_asked_for(of, query, ticket)) continue;
    const bool is_snoozed = ticket.state_at(of.now) == TicketState::snoozed;
    snoozed += is_snoozed ? 1 : 0;
    if (!is_snoozed) waiting.push_back(std::move(ticket));
  }
  std::ranges::sort(waiting, is_more_urgent);
  for (const auto& ticket : waiting)
    if (listing.rows.size() < query.limit) listing.rows.push_back(row_value(of, ticket));
  if (waiting.empty()) listing.notes.push_back(say(of, "present/no_tickets", 0));
  if (waiting.size() > query.limit)
    listing.notes.push_back(say(of, "present/more_tickets", waiting.size() - query.limit));
  if (snoozed > 0) listing.notes.push_back(say(of, "present/snoozed_tickets", snoozed));
  return listing;
}

Listing list_all(const ViewOf& of, const TicketQuery& query) {
  Listing listing{kColumns, {}};
  std::optional<std::int64_t> before;
  for (bool is_more = true; is_more && listing.rows.size() < query.limit;) {
    const auto page = store::tickets_before(of.reader, before, kPage);
    for (const auto& ticket : page)
      if (listing.rows.size() < query.limit && is_asked_for(of, query, ticket))
        listing.rows.push_back(row_value(of, ticket));
    is_more = page.size() == kPage;
    if (is_more) before = page.back().id;
  }
  return listing;
}

Value history_of(const ViewOf& of, const Ticket& ticket, const std::string& zone) {
  auto history = Value::list();
  for (const auto& event : store::events_of(of.reader, store::ticket_name(ticket.id)))
    history.items.push_back(Value::object()
                                .add("at", to_zoned_string(event.at, zone))
                                .add("actor", event.actor)
                                .add("what", event.kind.substr(event.kind.find('.') + 1))
                                .add("state", event.to)
                                .add("note", text_or_null(event.why)));
  return history;
}

}  // namespace

bool is_visible(const model::Actor& actor, const store::Ticket& ticket) {
  return actor.scope.covers(ticket.reason.where.customer, ticket.reason.where.plant);
}

std::string zone_of(const settings::Configuration& configuration, const Where& where) {
  const auto* customer = configuration.find_customer(where.customer);
  if (!customer && !configuration.customers.empty()) customer = &configuration.customers.front();
  if (!customer || customer->plants.empty()) return "UTC";
  const auto* plant = customer->find_plant(where.plant);
  return plant ? plant->zone : customer->plants.front().zone;
}

Listing ticket_list_view(const ViewOf& of, const TicketQuery& query) {
  return query.is_all ? list_all(of, query) : list_waiting(of, query);
}

std::optional<Value> ticket_view(const ViewOf& of, std::int64_t id) {
  const auto ticket = store::find_ticket(of.reader, id);
  if (!ticket || !is_visible(of.actor, *ticket)) return std::nullopt;
  const auto zone = zone_of(of.configuration, ticket->reason.where);
  auto value = row_value(of, *ticket);
  value.add("acked", ticket->acked ? Value(to_zoned_string(*ticket->acked, zone)) : Value())
      .add("acked_by", text_or_null(ticket->acked_by))
      .add("resolved", ticket->closed ? Value(to_zoned_string(*ticket->closed, zone)) : Value())
      .add("resolved_by", text_or_null(ticket->closed_by))
      .add("resolved_why", text_or_null(ticket->closed_why));
  value.add("history", history_of(of, *ticket, zone));
  return value;
}

}  // namespace calloff::present
