// One looks at the clock for all who wait, and nobody is forgotten when that one leaves.
#include "schedule/lookout.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <initializer_list>
#include <vector>

#include "base/dates.hpp"
#include "support/catch.hpp"
#include "support/until_cancelled.hpp"
#include "support/weeks/virtual_clock.hpp"

namespace calloff::schedule {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using test::VirtualClock;

const Instant kStart = parse_instant("2026-03-10T02:00:00Z").value();

struct Waits {
  asio::io_context context;
  VirtualClock clock{kStart};
  Lookout lookout{clock};
  std::vector<Instant> woken;
  asio::cancellation_signal stop;

  void spawn(Instant start) { asio::co_spawn(context, wait(start), test::until_cancelled); }
  void spawn_stoppable(Instant start) {
    asio::co_spawn(context, wait(start), asio::bind_cancellation_slot(stop.slot(), test::until_cancelled));
  }
  void run_until(Instant until) {
    clock.run_until(context, until, [] { return false; });
  }

 private:
  asio::awaitable<void> wait(Instant start) {
    co_await lookout.until_near(start);
    woken.push_back(clock.now());
    CHECK(start - clock.now() <= Lookout::kLook);
    CHECK(start - clock.now() >= 0ms);
  }
};

}  // namespace

TEST_CASE("a thousand wait for a day, and the clock is looked at once a minute") {
  Waits waits;
  for (int i = 0; i < 1000; ++i) waits.spawn(kStart + 24h);
  waits.run_until(kStart + 25h);
  CHECK(waits.woken.size() == 1000);
  CHECK(waits.clock.wakes() <= 24 * 60);
}

TEST_CASE("each is woken before its own time, in whatever order they came") {
  Waits waits;
  for (const auto after : std::initializer_list<std::chrono::seconds>{300min, 5min, 61min, 30s, 180min, 5min})
    waits.spawn(kStart + after);
  waits.run_until(kStart + 6min);
  CHECK(waits.woken.size() == 3);
  waits.run_until(kStart + 301min);
  CHECK(waits.woken.size() == 6);
}

TEST_CASE("when who looks is told to stop, another one does") {
  Waits waits;
  waits.spawn_stoppable(kStart + 10h);
  waits.run_until(kStart + 1s);
  waits.spawn(kStart + 2h);
  waits.spawn(kStart + 3h);
  waits.run_until(kStart + 10min);
  waits.stop.emit(asio::cancellation_type::terminal);
  waits.run_until(kStart + 4h);
  CHECK(waits.woken.size() == 2);
}

}  // namespace calloff::schedule
