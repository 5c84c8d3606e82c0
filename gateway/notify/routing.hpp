// Which news of tickets concern a target, and when it may be told. Threading: pure functions.
#pragma once
#include "settings/notify.hpp"
#include "store/alerts.hpp"

namespace calloff::notify {

/// The ticket that says that a target does not take its messages. Nobody tells that to the target itself.
std::string ticket_about(std::string_view target);
/// The ticket that says that a mail server takes nothing for some of the target's addresses.
std::string ticket_about_addresses(std::string_view target);

/// The severity that counts for these news: of a ticket that is over, what it was.
store::Severity severity_of(const store::TicketNews& news, const store::Ticket& ticket);

/// Is the target to hear of it? heard: the last fact about that ticket that it heard of or is to hear of. The end of a
/// ticket is told to who heard of its beginning.
bool concerns(const settings::NotifyTarget& target, const store::TicketNews& news, const store::Ticket& ticket,
              const std::optional<store::Alert>& heard);

/// When it may be told that is to be told at `at`: then, or the end of the quiet hours that `at` lies in.
Instant due_of(const settings::NotifyTarget& target, store::Severity severity, Instant at);

/// How long after the `failures`th message in a row that was not taken the next is tried: 30 s, doubled up to 30 min.
std::chrono::milliseconds pause_after(std::int64_t failures);

}  // namespace calloff::notify
