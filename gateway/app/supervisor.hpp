// What systemd, or another supervisor that speaks its protocol, is told: ready, alive, stopping.
// Threading: as the gateway.
// source: sd_notify(3), sd_watchdog_enabled(3)
#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace calloff::app {

class Supervisor {
 public:
  /// socket: a path, or @name; empty: nobody is told. patience: how long it waits for a sign of life, if it does
  Supervisor(std::string socket, std::optional<std::chrono::milliseconds> patience)
      : socket_(std::move(socket)), patience_(patience) {}

  /// As the environment says: NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID.
  static Supervisor of_environment();

  /// `READY=1` and such. One that does not listen is not waited for: it has its own time-outs.
  void tell(std::string_view state) const;
  /// A sign of life twice in its patience, from the executor that awaits this, until cancelled; ends at once where
  /// nobody waits for one.
  boost::asio::awaitable<void> show_life(Clock& clock) const;

 private:
  std::string socket_;
  std::optional<std::chrono::milliseconds> patience_;
};

}  // namespace calloff::app
