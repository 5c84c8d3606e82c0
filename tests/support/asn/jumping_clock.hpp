// A clock that stands until somebody sleeps: then it is there at once. Days pass in milliseconds.
#pragma once
#include <atomic>

#include "base/clock.hpp"

namespace calloff::test {

class JumpingClock final : public Clock {
 public:
  explicit JumpingClock(Instant start) : start_(start) {}
  Instant now() const override { return start_ + std::chrono::milliseconds(passed_.load()); }
  BootTime boot() const override { return {std::chrono::milliseconds(passed_.load())}; }
  boost::asio::awaitable<void> sleep_until(BootTime until) override {
    if (until > boot()) passed_ = until.since_boot.count();
    co_return;
  }
  void advance(std::chrono::milliseconds by) { passed_ += by.count(); }
  void advance_to(Instant at) {
    if (at > now()) passed_ = (at - start_).count();
  }

 private:
  Instant start_;
  std::atomic<std::int64_t> passed_{0};
};

}  // namespace calloff::test
