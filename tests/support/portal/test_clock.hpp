// A clock that stands until it is told: sleeping moves it at once, so nothing in a test waits.
// Threading: one thread.
#pragma once
#include "base/clock.hpp"

namespace calloff::test {

class TestClock final : public Clock {
 public:
  explicit TestClock(Instant at) : now_(at) {}
  Instant now() const override { return now_; }
  BootTime boot() const override { return boot_; }
  boost::asio::awaitable<void> sleep_until(BootTime until) override {
    if (until > boot_) advance(until - boot_);
    co_return;
  }
  void advance(std::chrono::milliseconds time) {
    now_ += time;
    boot_ = boot_ + time;
  }

 private:
  Instant now_;
  BootTime boot_{std::chrono::hours(1)};
};

}  // namespace calloff::test
