// The two clocks, handed to whoever needs time: civil (what the calendar says) and boot (how long things take).
// Threading: both may be asked from any thread; sleep_until runs on the calling coroutine's executor.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>

namespace calloff {

/// A point of civil time, UTC, to the millisecond.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// Time since the machine started, suspend included: deadlines and measured durations.
struct BootTime {
  std::chrono::milliseconds since_boot{0};
  auto operator<=>(const BootTime&) const = default;
  BootTime operator+(std::chrono::milliseconds d) const { return {since_boot + d}; }
  std::chrono::milliseconds operator-(BootTime other) const { return since_boot - other.since_boot; }
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  virtual BootTime boot() const = 0;
  /// Sleeps on the boot clock. Ends early, with Asio's operation_aborted thrown, when the coroutine is cancelled.
  virtual boost::asio::awaitable<void> sleep_until(BootTime until) = 0;
};

/// The machine's clocks; civil time moved by `offset` (a demo's clock is offset from the real one).
std::unique_ptr<Clock> system_clock(std::chrono::milliseconds offset = {});

/// Civil time stands at `at`: one-shot verbs see one instant. Boot time runs.
std::unique_ptr<Clock> frozen_clock(Instant at);

}  // namespace calloff
