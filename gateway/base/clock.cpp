// The only file that asks the machine for the time.
#include "base/clock.hpp"

#include <time.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace calloff {
namespace {

using std::chrono::milliseconds;

BootTime boot_now() {
  timespec t{};
  clock_gettime(CLOCK_BOOTTIME, &t);
  return {milliseconds(t.tv_sec * 1000LL + t.tv_nsec / 1'000'000)};
}

class SystemClock : public Clock {
 public:
  explicit SystemClock(milliseconds offset) : offset_(offset) {}
  Instant now() const override { return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()) + offset_; }
  BootTime boot() const override { return boot_now(); }

  boost::asio::awaitable<void> sleep_until(BootTime until) override {
    // A timer does not run while the machine is suspended, the boot clock does: look again at least every minute.
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    for (auto left = until - boot_now(); left.count() > 0; left = until - boot_now()) {
      timer.expires_after(std::min<milliseconds>(left, std::chrono::minutes(1)));
      co_await timer.async_wait(boost::asio::use_awaitable);
    }
  }

 private:
  milliseconds offset_;
};

class FrozenClock final : public SystemClock {
 public:
  explicit FrozenClock(Instant at) : SystemClock({}), at_(at) {}
  Instant now() const override { return at_; }

 private:
  Instant at_;
};

}  // namespace

std::unique_ptr<Clock> system_clock(milliseconds offset) { return std::make_unique<SystemClock>(offset); }
std::unique_ptr<Clock> frozen_clock(Instant at) { return std::make_unique<FrozenClock>(at); }

}  // namespace calloff
