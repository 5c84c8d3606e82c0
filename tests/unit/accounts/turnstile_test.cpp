#include "accounts/turnstile.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <vector>

#include "support/catch.hpp"

namespace asio = boost::asio;
using namespace calloff::accounts;

namespace {

asio::awaitable<void> pass_once(Turnstile& turnstile, Priority priority, std::string name,
                                std::vector<std::string>& order) {
  const auto pass = co_await turnstile.enter(priority);
  order.push_back(name);
  co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
}

}  // namespace

TEST_CASE("submits and look-ups go before polls, equals in the order they came") {
  asio::io_context io;
  Turnstile turnstile(io.get_executor());
  std::vector<std::string> order;
  for (const auto& [priority, name] : std::vector<std::pair<Priority, std::string>>{{Priority::poll, "poll 1"},
                                                                                    {Priority::poll, "poll 2"},
                                                                                    {Priority::look_up, "look-up"},
                                                                                    {Priority::submit, "submit 1"},
                                                                                    {Priority::submit, "submit 2"}})
    asio::co_spawn(io, pass_once(turnstile, priority, name, order), asio::detached);
  io.run();
  CHECK(order == std::vector<std::string>{"poll 1", "submit 1", "submit 2", "look-up", "poll 2"});
}

TEST_CASE("so many pass at a time as there are places, and no more") {
  asio::io_context io;
  Turnstile turnstile(io.get_executor(), 3);
  int inside = 0, most = 0, passed = 0;
  const auto stay = [&]() -> asio::awaitable<void> {
    const auto pass = co_await turnstile.enter(Priority::poll);
    most = std::max(most, ++inside);
    for (int turn = 0; turn < 4; ++turn) co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    --inside;
    ++passed;
  };
  for (int i = 0; i < 10; ++i) asio::co_spawn(io, stay, asio::detached);
  io.run();
  CHECK(passed == 10);
  CHECK(most == 3);
}

TEST_CASE("a cancelled waiter leaves the queue and loses no pass") {
  asio::io_context io;
  Turnstile turnstile(io.get_executor());
  std::vector<std::string> order;
  asio::cancellation_signal cancel;
  std::exception_ptr ended;
  asio::co_spawn(io, pass_once(turnstile, Priority::poll, "first", order), asio::detached);
  asio::co_spawn(io, pass_once(turnstile, Priority::submit, "cancelled", order),
                 asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr failure) { ended = failure; }));
  asio::co_spawn(io, pass_once(turnstile, Priority::poll, "second", order), asio::detached);
  asio::post(io, [&] { cancel.emit(asio::cancellation_type::terminal); });
  io.run();
  REQUIRE(ended);
  try {
    std::rethrow_exception(ended);
  } catch (const boost::system::system_error& error) {
    CHECK(error.code() == asio::error::operation_aborted);
  }
  CHECK(order == std::vector<std::string>{"first", "second"});
}

TEST_CASE("a place is given up while its holder waits elsewhere, and taken again in turn") {
  asio::io_context io;
  Turnstile turnstile(io.get_executor());
  std::vector<std::string> order;
  const auto work = [&](std::string name, int turns_away) -> asio::awaitable<void> {
    Place place(&turnstile, Priority::poll);
    co_await place.take();
    co_await place.take();  // it has it
    order.push_back(name + " begins");
    place.leave();
    for (int turn = 0; turn < turns_away; ++turn)
      co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    co_await place.take();
    CHECK(turnstile.is_full());
    order.push_back(name + " goes on");
  };
  asio::co_spawn(io, work("slow", 20), asio::detached);
  asio::co_spawn(io, work("quick", 1), asio::detached);
  io.run();
  CHECK(order == std::vector<std::string>{"slow begins", "quick begins", "quick goes on", "slow goes on"});
  CHECK_FALSE(turnstile.is_full());
}

TEST_CASE("who is cancelled while it waits for a place goes on without one, and takes none from others") {
  asio::io_context io;
  Turnstile turnstile(io.get_executor());
  asio::cancellation_signal cancel;
  bool has_gone_on = false;
  std::vector<std::string> order;
  asio::co_spawn(io, pass_once(turnstile, Priority::poll, "first", order), asio::detached);
  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        co_await asio::this_coro::throw_if_cancelled(false);
        Place place(&turnstile, Priority::poll);
        co_await place.take();
        has_gone_on = true;
      },
      asio::bind_cancellation_slot(cancel.slot(), asio::detached));
  asio::co_spawn(io, pass_once(turnstile, Priority::poll, "last", order), asio::detached);
  io.poll_one();
  io.poll_one();
  cancel.emit(asio::cancellation_type::terminal);
  io.run();
  CHECK(has_gone_on);
  CHECK(order == std::vector<std::string>{"first", "last"});
  CHECK_FALSE(turnstile.is_full());
}

TEST_CASE("where there is room for everybody nobody waits for a place") {
  asio::io_context io;
  bool is_in = false;
  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        Place place(nullptr, Priority::poll);
        co_await place.take();
        place.leave();
        is_in = true;
      },
      asio::detached);
  io.run();
  CHECK(is_in);
}
