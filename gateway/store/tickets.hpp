// Tickets: what needs a person, once per cause however often it happens. The gateway opens, counts and closes them as
// causes come and go; people take, assign, put off and resolve them. What a person did, and what others may have to be
// told of, stands in the event log under the ticket's name.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/job.hpp"
#include "store/severity.hpp"

namespace calloff::store {

enum class TicketState {
  open,
  acked,    ///< a person knows of it
  snoozed,  ///< put off until a time; then it is open again
  resolved  ///< its cause is gone, or a person says so
};
std::string_view to_string(TicketState state);

/// dedup_key: names the cause; one unresolved ticket each. reason: what the cause said last; reason.where says the
/// place. severity: the worst since it was opened or reopened (`since`). count: how often the cause was met, ever.
/// run: that met it last, where one is known. closed_by: `gateway` when its cause was gone
struct Ticket {
  std::int64_t id = 0;
  std::string dedup_key;
  Error reason;
  Severity severity = Severity::error;
  TicketState stored_state = TicketState::open;  ///< as written; people see state_at
  Instant opened{}, since{}, last_seen{};
  std::int64_t count = 1, reopened = 0;
  std::string owner, run;
  std::optional<Instant> due, acked, snoozed_until, closed;
  std::string acked_by, closed_by, closed_why;

  /// A snoozed one is open once its time has come.
  TicketState state_at(Instant now) const;
  /// Its time to be taken has passed and nobody has.
  bool is_overdue(Instant now) const;
};

/// `T-000012`, as people and the event log name it.
std::string ticket_name(std::int64_t id);
/// Of `T-000012`, `T-12` or `12`; none if it is no such name.
std::optional<std::int64_t> ticket_id(std::string_view name);

/// The cause is there: opens a ticket, counts the unresolved one up, or reopens the last one if it was of this very
/// code. A cause that got worse is no longer acked or snoozed. run: that met it, may be empty. Returns the id.
std::int64_t raise_ticket(Writer& writer, std::string_view dedup_key, const Error& reason, std::string_view run = {});
/// The cause is gone: resolves the unresolved one, if there is one.
void close_ticket(Writer& writer, std::string_view dedup_key, std::string_view actor, std::string_view why);

/// Unresolved ones, newest first.
std::vector<Ticket> open_tickets(Reader& reader);
/// Unresolved ones whose keys begin so.
std::vector<Ticket> open_tickets_below(Reader& reader, const std::string& key_prefix);
/// All below this id, newest first: pages of the whole list. before: none: from the newest
std::vector<Ticket> tickets_before(Reader& reader, std::optional<std::int64_t> before, std::size_t limit);
/// The next `count` numbers are given to no ticket.
void skip_tickets(Writer& writer, std::int64_t count);
std::optional<Ticket> find_ticket(Reader& reader, std::int64_t id);
/// The newest one of that cause.
std::optional<Ticket> ticket_of(Reader& reader, std::string_view dedup_key);

/// What a person does with a ticket. note: why; owner: of assign; until: of snooze
struct TicketStep {
  enum class Kind { ack, resolve, assign, snooze, reopen };
  Kind kind = Kind::ack;
  std::string note{}, owner{};
  Instant until{};
};
/// Writes the step and its event. Resolving is not the last word: a cause that is still there reopens the ticket.
/// errors: ask_person ticket/unknown (ticket), ticket/not_possible (ticket, state, step), ticket/until_passed (until),
///         ticket/newer_one (ticket, other): its cause has another unresolved ticket
Result<Ticket> step_ticket(Writer& writer, std::int64_t id, const TicketStep& step, std::string_view actor);

/// A target of `notify` is to be told again of a ticket that is overdue: an event about it. Returns its number.
std::int64_t log_reminder(Writer& writer, const Ticket& ticket, std::string_view target);
/// How often it was, since the ticket was opened or reopened, and when last.
struct Reminders {
  std::int64_t count = 0;
  std::optional<Instant> last;
};
Reminders reminders_of(Reader& reader, const Ticket& ticket, std::string_view target);

/// A change that somebody may have to be told of. event: its number in the event log; reason: as it was then; overdue:
/// is no change, and none of the log's news: a target is told again.
struct TicketNews {
  enum class What { opened, reopened, escalated, closed, overdue };
  std::int64_t event = 0;
  Instant at{};
  std::int64_t ticket = 0;
  What what = What::opened;
  std::string actor, why;
  Error reason;
};
/// What came after that event, oldest first: a notifier remembers the last event it has told of.
std::vector<TicketNews> ticket_news(Reader& reader, std::int64_t after_event, std::size_t limit);

}  // namespace calloff::store
