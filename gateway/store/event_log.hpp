// The event log: append-only, each event's hash over the one before. Histories are read from it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// subject: what it is about (A-000123, R-000004, an account); kind: asn/state, account/held, ...; body: JSON or empty
struct Event {
  std::int64_t seq = 0;
  Instant at{};
  std::string timeline{}, actor{}, kind{}, subject{}, from{}, to{}, why{}, body{};
  std::string hash{};
};

/// Gives seq, at, timeline and hash; the rest is taken from `event`. Returns seq.
std::int64_t append_event(Writer& writer, Event event);

/// Oldest first.
std::vector<Event> events_of(Reader& reader, std::string_view subject);
/// The newest event of that kind about it.
std::optional<Event> last_event(Reader& reader, std::string_view subject, std::string_view kind);
std::vector<Event> events_after(Reader& reader, std::int64_t seq, std::size_t limit);
/// The number of the newest one; 0 if there is none.
std::int64_t newest_seq(Reader& reader);

/// The first event whose hash is not that of its content and predecessor; none if all are.
std::optional<std::int64_t> first_broken_event(Reader& reader);

}  // namespace calloff::store
