// When a request may start. Pure, but for the turn that it takes at the host.
#pragma once
#include <algorithm>
#include <optional>

#include "transport/wire.hpp"

namespace calloff::transport::http {

/// The first moment from `now` on that lies min_gap behind the account's last start and has its turn at the host, which
/// is taken: whoever comes next gets one behind it. host: may be nullptr
inline BootTime take_turn(BootTime now, std::optional<BootTime> last, std::chrono::milliseconds min_gap,
                          HostPace* host) {
  auto start = last ? std::max(now, *last + min_gap) : now;
  if (!host) return start;
  start = std::max(start, host->free_from);
  host->free_from = start + host->min_gap;
  return start;
}

}  // namespace calloff::transport::http
