// How many files the system lets this process have open: each account has a connection of its own. Threading: any.
#pragma once
#include <cstddef>

namespace calloff::app {

/// Asks for as many as the system gives without being asked who we are.
void allow_open_files();

/// Connections to customers that fit beside what the gateway has open itself; at least one.
std::size_t most_connections();

}  // namespace calloff::app
