// The instants in HTTP's headers. Threading: pure functions.
#pragma once
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace calloff {

/// `Tue, 10 Mar 2026 02:00:00 GMT`; none if it is no such text. source: RFC 9110, 5.6.7
std::optional<Instant> http_date(std::string_view text);

}  // namespace calloff
