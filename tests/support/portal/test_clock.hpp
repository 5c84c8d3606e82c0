// A clock that stands until it is told: sleeping moves it at once, so nothing in a test waits; unless the test says
// that others move it, then who sleeps lets them work until they have. Threading: moved by one thread, asked by any (a
// store's own threads ask).
#pragma once
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/clock.hpp"

namespace calloff::test {

class TestClock final : public Clock {
 public:
  explicit TestClock(Instant at) : start_(at) {}
  Instant now() const override { return start_ + std::chrono::milliseconds(passed_.load()); }
  BootTime boot() const override { return BootTime{kBootAtStart + std::chrono::milliseconds(passed_.load())}; }
  boost::asio::awaitable<void> sleep_until(BootTime until) override {
    while (is_moved_by_others_ && boot() < until)
      co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
    if (until > boot()) advance(until - boot());
    co_return;
  }
  void let_others_move_it(bool is_so) { is_moved_by_others_ = is_so; }
  void advance(std::chrono::milliseconds time) { passed_ += time.count(); }

 private:
  static constexpr std::chrono::milliseconds kBootAtStart = std::chrono::hours(1);
  Instant start_;
  std::atomic<std::int64_t> passed_{0};
  std::atomic<bool> is_moved_by_others_{false};
};

}  // namespace calloff::test
