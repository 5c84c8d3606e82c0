// What is told to whom: of the news of tickets, the facts that a target is to hear, each once. A fact waits here from
// the moment it is known to concern the target until the target has taken it, over every restart.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/job.hpp"
#include "store/tickets.hpp"

namespace calloff::store {

/// known_to: the last event that its alerts were made of; failures: messages in a row that it did not take
struct AlertTarget {
  std::string target;
  std::int64_t known_to = 0, failures = 0;
  std::optional<Instant> next_try, last_told;
};
std::optional<AlertTarget> alert_target(Reader& reader, std::string_view target);
/// By name.
std::vector<AlertTarget> alert_targets(Reader& reader);
void put_alert_target(Writer& writer, const AlertTarget& target);
/// With everything that waits for it.
void forget_alert_target(Writer& writer, std::string_view target);

/// One fact for one target. at: when it happened
struct Alert {
  std::int64_t event = 0, ticket = 0;
  TicketNews::What what = TicketNews::What::opened;
  Instant at{};
};
/// A fact that is there already stays as it is.
void put_alert(Writer& writer, std::string_view target, const Alert& alert);
/// Not told yet, oldest first.
std::vector<Alert> waiting_alerts(Reader& reader, std::string_view target);
/// The target has taken these facts, or is not to hear of them any more.
void mark_told(Writer& writer, std::string_view target, const std::vector<std::int64_t>& events);
/// The last fact about that ticket that the target heard of, or is to hear of.
std::optional<Alert> last_alert(Reader& reader, std::string_view target, std::int64_t ticket);

std::string_view to_string(TicketNews::What what);

}  // namespace calloff::store
