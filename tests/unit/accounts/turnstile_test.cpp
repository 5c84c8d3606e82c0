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
