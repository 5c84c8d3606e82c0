// What a running gateway does for itself and for those outside who watch it. Threading: as the gateway.
#pragma once
#include <functional>

#include "app/gateway.hpp"

namespace calloff::app {

/// Opens a ticket for each exception from verifying certificates that is in force, another once it has ended, and
/// closes those of exceptions that are configured no more; looks again every hour, until cancelled.
boost::asio::awaitable<void> watch_tls_exceptions(Gateway& gateway);

/// Asks the monitor of `dead_man` for as long as the gateway is ready, until cancelled. A monitor that does not answer
/// well is a ticket. Where none is configured (any more), there is no ticket.
boost::asio::awaitable<void> ping_dead_man(Gateway& gateway, std::function<bool()> is_ready);

}  // namespace calloff::app
