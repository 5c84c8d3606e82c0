// What is proven of a request having left the machine, and that a write leaves it once at most.
#include <future>

#include "support/catch.hpp"
#include "support/net/scripted_server.hpp"
#include "support/net/session.hpp"

using namespace calloff;
using namespace calloff::test;
using transport::Departure;
using transport::Intent;
using transport::Request;

namespace {

// Writes are allowed, so that only the wire itself can keep a request back.
struct Account : AccountSession {
  explicit Account(transport::SessionSettings settings = {}) : AccountSession(std::move(settings)) {
    session().allow_writes(true);
  }
};

std::string address(std::string_view scheme, std::uint16_t port) {
  return std::string(scheme) + "://127.0.0.1:" + std::to_string(port) + "/save";
}

}  // namespace

TEST_CASE("nothing left: nobody listens") {
  Account account;
  const auto port = closed_port();
  const auto* scheme = GENERATE("http", "https");
  const auto got = account.ask(write_to(address(scheme, port), "a=1"));
  CHECK(code_of(got) == "wire/refused");
  CHECK(got.departure == Departure::nothing);
  CHECK(got.response.error().recovery == Recovery::retry);
  CHECK(got.response.error().arg("host") == "127.0.0.1:" + std::to_string(port));
}

TEST_CASE("nothing left: the name is unknown") {
  Account account;
  // A label of 64 characters is no name at all: no server has to be asked.
  const auto got = account.ask(write_to("http://" + std::string(64, 'x') + ".invalid/save", "a=1"));
  CHECK(code_of(got) == "wire/resolve");
  CHECK(got.departure == Departure::nothing);
}

TEST_CASE("nothing left: the TLS handshake fails") {
  const ScriptedServer server([](Connection& c) {
    c.wait_for_bytes();
    if (c.number() == 0) c.write("HTTP/1.1 400 this is no TLS\r\n\r\n");
    if (c.number() == 1) c.reset();
  });
  Account account;
  const auto port = static_cast<std::uint16_t>(std::stoi(server.url("").substr(server.url("").rfind(':') + 1)));
  for (const auto* how : {"answers in plain text", "is reset", "is closed"}) {
    INFO(how);
    const auto got = account.ask(write_to(address("https", port), "a=1"));
    CHECK(code_of(got) == "wire/tls");
    CHECK(got.departure == Departure::nothing);
  }
  CHECK(server.connections() == 3);
}

TEST_CASE("perhaps left: accepted, and closed before it was read") {
  const ScriptedServer server([](Connection& c) {
    c.wait_for_bytes();
    if (c.number() == 1) c.reset();
  });
  Account account;
  for (const auto* how : {"closed", "reset"}) {
    INFO(how);
    const auto got = account.ask(write_to(server.url("/save"), std::string(100'000, 'a')));
    CHECK(code_of(got) == "wire/cut_off");
    CHECK(got.departure == Departure::perhaps);
  }
}

TEST_CASE("perhaps left: read, and no answer") {
  const ScriptedServer server([](Connection& c) { c.read_request(); });
  Account account;
  const auto got = account.ask(write_to(server.url("/save"), "a=1"));
  CHECK(code_of(got) == "wire/cut_off");
  CHECK(got.departure == Departure::perhaps);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("perhaps left: an answer of any kind") {
  const ScriptedServer server([](Connection& c) {
    c.read_request();
    c.write(answer(503, ""));
  });
  Account account;
  const auto got = account.ask(write_to(server.url("/save"), "a=1"));
  CHECK(code_of(got) == "ok");
  CHECK(got.departure == Departure::perhaps);
}

TEST_CASE("what left before a redirect stays left") {
  const ScriptedServer server([](Connection& c) {
    c.read_request();
    if (c.number() == 0) c.write(answer(302, "", "Connection: close\r\nLocation: /next\r\n"));
  });
  Account account;
  const auto got = account.ask(get(server.url("/")));
  CHECK(code_of(got) == "wire/cut_off");
  CHECK(got.departure == Departure::perhaps);
  CHECK(server.requests().size() == 2);
}

namespace {

// Keeps its first connection open after an answer, and closes it when it is used again: the moment at which libcurl
// silently sends a request a second time. Later connections answer.
void close_when_reused(Connection& c) {
  c.read_request();
  if (c.number() == 0) {
    c.write(answer(200, "first"));
    c.read_request();
    return;
  }
  c.write(answer(200, "again"));
  c.hold();
}

std::size_t count(const ScriptedServer& server, std::string_view path) {
  std::size_t n = 0;
  for (const auto& request : server.requests()) n += request.find(path) != std::string::npos ? 1 : 0;
  return n;
}

}  // namespace

TEST_CASE("a read on a connection that breaks is repeated: the hazard is real") {
  const ScriptedServer server(close_when_reused);
  Account account;
  REQUIRE(code_of(account.ask(get(server.url("/first")))) == "ok");
  const auto got = account.ask(get(server.url("/read")));
  REQUIRE(got.response);
  CHECK(got.response->body == "again");
  CHECK(count(server, "/read") == 2);
}

TEST_CASE("a write and a sign-in never use a kept connection") {
  const ScriptedServer server(close_when_reused);
  Account account;
  REQUIRE(code_of(account.ask(get(server.url("/first")))) == "ok");
  auto request = write_to(server.url("/once"), "a=1");
  request.intent = GENERATE(Intent::write, Intent::session);
  const auto got = account.ask(request);
  REQUIRE(got.response);
  CHECK(got.response->body == "again");
  CHECK(count(server, "/once") == 1);
  CHECK(server.connections() == 2);
}

TEST_CASE("a fresh connection takes the place of the one that was kept") {
  std::promise<void> left;
  auto is_left = left.get_future();
  const ScriptedServer server([&](Connection& c) {
    c.read_request();
    if (c.number() > 0) is_left.wait();  // for an answer that otherwise comes too late
    c.write(answer(200, ""));
    c.hold();
    if (c.number() == 0) left.set_value();
  });
  transport::SessionSettings settings;
  settings.limits.first_byte = std::chrono::seconds(10);
  Account account(std::move(settings));
  REQUIRE(code_of(account.ask(get(server.url("/first")))) == "ok");
  auto request = write_to(server.url("/once"), "a=1");
  request.intent = Intent::session;
  REQUIRE(code_of(account.ask(request)) == "ok");
  CHECK(server.connections() == 2);
}

TEST_CASE("a write is sent once, whatever becomes of its connection") {
  const ScriptedServer server([](Connection& c) {
    c.read_request();
    if (c.number() % 2 == 1) c.reset();
  });
  Account account;
  for (int i = 0; i < 10; ++i) {
    const auto got = account.ask(write_to(server.url("/save"), "n=" + std::to_string(i)));
    CHECK(code_of(got) == "wire/cut_off");
    CHECK(got.departure == Departure::perhaps);
  }
  CHECK(server.requests().size() == 10);
  CHECK(server.connections() == 10);
}

TEST_CASE("a write leaves no connection behind") {
  const ScriptedServer server([](Connection& c) {
    for (auto r = c.read_request(); !r.empty(); r = c.read_request()) c.write(answer(200, ""));
  });
  Account account;
  REQUIRE(code_of(account.ask(write_to(server.url("/save"), "a=1"))) == "ok");
  REQUIRE(code_of(account.ask(get(server.url("/list")))) == "ok");
  CHECK(server.connections() == 2);
  REQUIRE(code_of(account.ask(get(server.url("/list")))) == "ok");
  CHECK(server.connections() == 2);
}
