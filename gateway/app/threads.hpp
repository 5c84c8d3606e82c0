// The threads that a gateway runs on. Threading: made, run and destroyed on one thread, behind the gateway.
#pragma once
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <thread>

#include "app/gateway.hpp"

namespace calloff::app {

struct Threads {
  boost::asio::io_context io{1};
  boost::asio::thread_pool cpu{1}, wires{std::clamp(std::thread::hardware_concurrency(), 1U, 4U)};

  Executors executors() { return {io.get_executor(), cpu.get_executor(), wires.get_executor()}; }
};

}  // namespace calloff::app
