// A clock that many coroutines sleep on: time stands while anything is ready to run, then jumps to whoever wakes first.
// The same coroutines wake in the same order every time. Threading: one thread; now() from any.
#pragma once
#include <atomic>
#include <map>
#include <utility>

#include "base/clock.hpp"

namespace boost::asio {
class io_context;
}

namespace calloff::test {

class VirtualClock final : public Clock {
 public:
  explicit VirtualClock(Instant start) : start_(start) {}
  Instant now() const override { return start_ + std::chrono::milliseconds(passed_.load()); }
  BootTime boot() const override { return BootTime{std::chrono::milliseconds(passed_.load())}; }
  boost::asio::awaitable<void> sleep_until(BootTime until) override;

  /// Runs everything that is due before `until`, and stands there; earlier when `is_over` says so.
  template <class Over>
  void run_until(boost::asio::io_context& context, Instant until, Over is_over) {
    while (run_ready(context, is_over), !is_over()) {
      if (sleepers_.empty() || sleepers_.begin()->first.first > (until - start_).count()) break;
      wake_first();
    }
    if (!is_over()) jump_to((until - start_).count());
  }

  /// Times that somebody was woken.
  std::uint64_t wakes() const { return wakes_; }

 private:
  struct Sleeper;
  using Place = std::pair<std::int64_t, std::uint64_t>;  // when, and who came first

  template <class Over>
  void run_ready(boost::asio::io_context& context, Over is_over) {
    while (!is_over() && run_one(context)) continue;
  }
  static bool run_one(boost::asio::io_context& context);
  void wake_first();
  void jump_to(std::int64_t at);

  Instant start_;
  std::atomic<std::int64_t> passed_{0};
  std::map<Place, Sleeper*> sleepers_;
  std::uint64_t slept_ = 0, wakes_ = 0;
};

}  // namespace calloff::test
