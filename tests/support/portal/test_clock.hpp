// A clock that stands until it is told: sleeping moves it at once, so nothing in a test waits.
// Threading: moved by one thread, asked by any (a store's own threads ask).
#pragma once
#include <atomic>

#include "base/clock.hpp"

namespace calloff::test {

class TestClock final : public Clock {
 public:
  explicit TestClock(Instant at) : start_(at) {}
  Instant now() const override { return start_ + std::chrono::milliseconds(passed_.load()); }
  BootTime boot() const override { return BootTime{kBootAtStart + std::chrono::milliseconds(passed_.load())}; }
  boost::asio::awaitable<void> sleep_until(BootTime until) override {
    if (until > boot()) advance(until - boot());
    co_return;
  }
  void advance(std::chrono::milliseconds time) { passed_ += time.count(); }

 private:
  static constexpr std::chrono::milliseconds kBootAtStart = std::chrono::hours(1);
  Instant start_;
  std::atomic<std::int64_t> passed_{0};
};

}  // namespace calloff::test
