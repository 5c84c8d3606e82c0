// What is old is given up: `store prune`, and once a day while a gateway runs. Threading: as the gateway.
#pragma once
#include "app/command.hpp"
#include "app/gateway.hpp"
#include "app/output.hpp"

namespace calloff::app {

/// store prune, with or without --dry-run
boost::asio::awaitable<Exit> run_prune(Command command, Gateway& gateway, Output& output);

/// A while after the start, then every day; files of the log too. What fails is logged and tried again the next time.
boost::asio::awaitable<void> prune_daily(Gateway& gateway);

}  // namespace calloff::app
