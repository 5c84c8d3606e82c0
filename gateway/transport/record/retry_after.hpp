// What a server says about when it wants to be asked again. Threading: pure functions.
#pragma once
#include <optional>

#include "transport/wire.hpp"

namespace calloff::transport {

/// When a server that answers 429 or 503 wants to be asked again, by its Retry-After (seconds, or a date); none: it
/// does not say, says nothing that could be read, or that time is past. source: RFC 9110, 10.2.3
std::optional<Instant> retry_after(const Response& response, Instant now);

}  // namespace calloff::transport
