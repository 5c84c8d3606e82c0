// What people do with tickets.
#include <array>

#include "base/dates.hpp"
#include "store/ticket_rows.hpp"

namespace calloff::store {
namespace {

using Kind = TicketStep::Kind;

/// from: the states that the step can be taken in, as bits
struct Rule {
  Kind kind;
  std::string_view step, logged;
  unsigned from;
};

constexpr unsigned bit(TicketState state) { return 1U << unsigned(state); }
constexpr unsigned kOpen = bit(TicketState::open), kAcked = bit(TicketState::acked),
                   kSnoozed = bit(TicketState::snoozed), kResolved = bit(TicketState::resolved);

constexpr std::array<Rule, 5> kRules{{{Kind::ack, "ack", "acked", kOpen | kSnoozed},
                                      {Kind::resolve, "resolve", "resolved", kOpen | kAcked | kSnoozed},
                                      {Kind::assign, "assign", "assigned", kOpen | kAcked | kSnoozed},
                                      {Kind::snooze, "snooze", "snoozed", kOpen | kAcked | kSnoozed},
                                      {Kind::reopen, "reopen", "reopened", kAcked | kSnoozed | kResolved}}};

void forget_ack(Ticket& ticket) {
  ticket.acked.reset();
  ticket.acked_by.clear();
}

void reopen(Ticket& ticket, Instant now) {
  forget_ack(ticket);
  ticket.snoozed_until.reset();
  if (ticket.stored_state == TicketState::resolved) {
    ++ticket.reopened;
    ticket.since = now;
    const auto within = answer_within(ticket.severity);
    ticket.due = within ? std::optional(now + *within) : std::nullopt;
  }
  ticket.stored_state = TicketState::open;
  ticket.closed.reset();
  ticket.closed_by.clear();
  ticket.closed_why.clear();
}

void take(Ticket& ticket, const TicketStep& step, std::string_view actor, Instant now) {
  switch (step.kind) {
    case Kind::ack:
      ticket.stored_state = TicketState::acked;
      ticket.acked = now;
      ticket.acked_by = actor;
      ticket.snoozed_until.reset();
      return;
    case Kind::resolve:
      ticket.stored_state = TicketState::resolved;
      ticket.closed = now;
      ticket.closed_by = actor;
      ticket.closed_why = step.note;
      return;
    case Kind::assign:
      ticket.owner = step.owner;
      return;
    case Kind::snooze:
      ticket.stored_state = TicketState::snoozed;
      ticket.snoozed_until = step.until;
      forget_ack(ticket);
      return;
    case Kind::reopen:
      return reopen(ticket, now);
  }
}

Error wrong(std::string code, std::vector<std::pair<std::string, std::string>> args) {
  return Error(Recovery::ask_person, std::move(code), std::move(args));
}

/// For the event log: who it went to, until when it sleeps, and why.
std::string told(const TicketStep& step) {
  std::string text;
  if (step.kind == Kind::assign) text = step.owner.empty() ? "nobody" : step.owner;
  if (step.kind == Kind::snooze) text = "until " + calloff::to_string(step.until);
  if (text.empty() || step.note.empty()) return text + step.note;
  return text + ": " + step.note;
}

}  // namespace

Result<Ticket> step_ticket(Writer& writer, std::int64_t id, const TicketStep& step, std::string_view actor) {
  auto ticket = find_ticket(writer, id);
  if (!ticket) return wrong("ticket/unknown", {{"ticket", ticket_name(id)}});
  const auto& rule = kRules.at(std::size_t(step.kind));
  const auto state = ticket->state_at(writer.now());
  if ((rule.from & bit(state)) == 0)
    return wrong(
        "ticket/not_possible",
        {{"ticket", ticket_name(id)}, {"state", std::string(to_string(state))}, {"step", std::string(rule.step)}});
  if (step.kind == Kind::snooze && step.until <= writer.now())
    return wrong("ticket/until_passed", {{"until", calloff::to_string(step.until)}});
  if (state == TicketState::resolved)
    if (const auto newest = ticket_of(writer, ticket->dedup_key); newest->id != id)
      return wrong("ticket/newer_one", {{"ticket", ticket_name(id)}, {"other", ticket_name(newest->id)}});
  take(*ticket, step, actor, writer.now());
  put_ticket(writer, *ticket);
  const bool is_put_back = step.kind == Kind::reopen && state != TicketState::resolved;
  log_ticket(writer, *ticket, is_put_back ? "put_back" : rule.logged, actor, state, told(step));
  return std::move(*ticket);
}

}  // namespace calloff::store
