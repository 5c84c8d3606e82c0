// An account of which nothing is asked for a while gives its connection back, and nothing else.
#include <chrono>
#include <future>

#include "support/catch.hpp"
#include "support/net/scripted_server.hpp"
#include "support/net/session.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

// Answers every request with the number of its connection; `closed` is set when the peer has closed the first one.
Script connection_numbers(std::promise<void>& closed) {
  return [&closed](Connection& c) {
    for (auto r = c.read_request(); !r.empty(); r = c.read_request())
      c.write(answer(200, std::to_string(c.number()), r.find("/login") != r.npos ? "Set-Cookie: s=1\r\n" : ""));
    if (c.number() == 0) closed.set_value();
  };
}

}  // namespace

TEST_CASE("a rest closes the connection and keeps the cookies") {
  std::promise<void> closed;
  const ScriptedServer server(connection_numbers(closed));
  AccountSession account;
  REQUIRE(account.ask(get(server.url("/login"))).response);
  REQUIRE(account.ask(get(server.url("/list"))).response->body == "0");  // kept, as long as nobody rests
  const auto cookies = account.session().cookies();
  REQUIRE(cookies.size() == 1);

  account.rest();
  REQUIRE(closed.get_future().wait_for(std::chrono::seconds(10)) == std::future_status::ready);
  CHECK(account.session().cookies() == cookies);

  const auto after = account.ask(get(server.url("/list")));
  REQUIRE(after.response);
  CHECK(after.response->body == "1");
  CHECK(server.requests().back().find("Cookie: s=1\r\n") != std::string::npos);
  CHECK(server.connections() == 2);
}

TEST_CASE("a session may rest before it was asked anything, and twice") {
  std::promise<void> closed;
  const ScriptedServer server(connection_numbers(closed));
  AccountSession account;
  account.rest();
  REQUIRE(account.ask(get(server.url("/list"))).response->body == "0");
  account.rest();
  account.rest();
  CHECK(account.ask(get(server.url("/list"))).response->body == "1");
}

TEST_CASE("a rest in the middle of an exchange changes nothing") {
  std::promise<void> rested;
  auto has_rested = rested.get_future();
  const ScriptedServer server([&](Connection& c) {
    c.read_request();
    has_rested.wait();
    c.write(answer(200, "late"));
    c.read_request();
    c.write(answer(200, "on the same connection"));
    c.hold();
  });
  AccountSession account;
  const auto late = account.ask_and(get(server.url("/slow")), [&] {
    server.wait_for_requests(1);
    account.rest();
    rested.set_value();
  });
  REQUIRE(late.response);
  CHECK(late.response->body == "late");
  const auto next = account.ask(get(server.url("/next")));
  REQUIRE(next.response);
  CHECK(next.response->body == "on the same connection");
  CHECK(server.connections() == 1);
}
