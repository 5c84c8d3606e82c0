// Tickets: what needs a person, once per cause however often it happens.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// dedup_key: one open ticket each. reason.where says the place.
struct Ticket {
  std::int64_t id = 0;
  std::string dedup_key;
  Error reason;
  Instant opened{}, last_seen{};
  std::int64_t count = 1;
  std::optional<Instant> closed;
  std::string closed_by, closed_why;
};

/// Opens one, or counts the open one up. Returns its id.
std::int64_t raise_ticket(Writer& writer, std::string_view dedup_key, const Error& reason);
/// Closes the open one, if there is one.
void close_ticket(Writer& writer, std::string_view dedup_key, std::string_view actor, std::string_view why);
/// Newest first.
std::vector<Ticket> open_tickets(Reader& reader);

}  // namespace calloff::store
