// What a poll meets before it begins: the lane of its account, the hours, a set that is complete; and what the steward
// does when nobody asks.
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "app/steward.hpp"
#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"

using namespace calloff;
using test::GatewayBench;
using test::march;

namespace {

namespace asio = boost::asio;
using Polled = Result<store::RunRecord>;

std::string told(const Polled& polled) {
  return polled ? std::string(store::to_string(*polled->outcome)) : polled.error().code;
}

/// A poll that comes while another one holds the account's lane; it gets its turn at `turn`.
Polled poll_after(GatewayBench& bench, Instant turn, std::optional<Instant> planned) {
  using namespace asio::experimental::awaitable_operators;
  using Pass = accounts::Turnstile::Pass;
  auto* account = *bench.gateway().accounts().find({"sgm", "jq"});
  const auto lets_go = [](GatewayBench& b, std::unique_ptr<Pass> lane, Instant at) -> asio::awaitable<bool> {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    b.move_to(at);
    lane.reset();
    co_return true;
  };
  const auto both = [&](GatewayBench& b, accounts::Account& a) -> asio::awaitable<Polled> {
    auto lane = std::make_unique<Pass>(co_await a.enter_poll());
    auto [polled, gone] =
        co_await (b.gateway().poll(b.feed("sgm JQ daily"), planned) && lets_go(b, std::move(lane), turn));
    co_return polled;
  };
  return bench.run(both(bench, *account));
}

void look(app::Steward& steward, GatewayBench& bench) {
  bench.run([](app::Steward& s) -> asio::awaitable<bool> {
    co_await s.look();
    co_return true;
  }(steward));
}

}  // namespace

TEST_CASE("a poll that waits for its turn until the account's hours are over is not begun") {
  GatewayBench bench;
  bench.move_to(march(10, 23, 20));
  const auto planned = bench.clock().now();
  CHECK(told(poll_after(bench, march(10, 23, 35), planned)) == "schedule/outside_hours");
  CHECK(bench.requests() == 0);
  CHECK(told(poll_after(bench, march(10, 23, 40), std::nullopt)) == "ok");  // a person asked
}

TEST_CASE("a poll that gets its turn within the hours is begun, however long it waited") {
  GatewayBench bench;
  bench.move_to(march(10, 12));
  CHECK(told(poll_after(bench, march(10, 23, 29), bench.clock().now())) == "ok");
}

TEST_CASE("a window ends when the set of the next workday is complete, and goes on on the next day") {
  GatewayBench bench;
  auto feed = bench.feed("sgm JQ daily");
  const auto polled = [&](Instant at, bool is_planned = true) {
    bench.move_to(at);
    return told(bench.run(bench.gateway().poll(feed, is_planned ? std::optional(at) : std::nullopt)));
  };
  feed.feed.schedule.until_complete = true;
  CHECK(polled(march(10, 12)) == "ok");
  CHECK(polled(march(10, 12, 5)) == "unchanged");
  CHECK(polled(march(10, 12, 15)) == "unchanged");  // the second equal one, ten minutes on
  CHECK(polled(march(10, 12, 25)) == "schedule/set_complete");
  CHECK(polled(march(10, 12, 26), false) == "unchanged");
  feed.feed.schedule.until_complete = false;
  CHECK(polled(march(10, 12, 35)) == "unchanged");
  feed.feed.schedule.until_complete = true;
  CHECK(polled(march(11, 11, 30)) == "ok");
}

TEST_CASE("a person is reminded of a password once a day, and its ticket gets worse when it has expired") {
  GatewayBench bench;
  app::Steward steward(bench.gateway());
  const auto ticket = [&] {
    look(steward, bench);
    REQUIRE(bench.tickets().size() == 1);
    return bench.tickets()[0];
  };
  CHECK(ticket().reason.code == "accounts/password_due");
  CHECK(ticket().count == 1);
  CHECK(ticket().severity == store::Severity::warn);
  CHECK(ticket().reason.arg("days") == "10");
  bench.move_to(march(20, 9));
  CHECK(ticket().reason.code == "accounts/password_over");
  CHECK(ticket().severity == store::Severity::error);
  CHECK(ticket().count == 2);
}
