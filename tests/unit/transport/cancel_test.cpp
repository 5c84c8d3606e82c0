// Stopping an exchange in every phase, and taking everything down in the middle of one.
#include <random>
#include <thread>

#include "support/catch.hpp"
#include "support/net/certificates.hpp"
#include "support/net/scripted_server.hpp"
#include "support/net/session.hpp"

using namespace calloff;
using namespace calloff::test;
using namespace std::chrono_literals;
using transport::Departure;
using transport::Limits;

namespace {

// No deadline comes to help: an exchange that is not stopped is seen to hang.
transport::SessionSettings patient() {
  transport::SessionSettings settings;
  settings.account = "sgm/main";
  settings.limits.connect = settings.limits.first_byte = settings.limits.idle = settings.limits.total = 10min;
  return settings;
}

void check_cancelled(const transport::Exchange& got, Departure departure) {
  CHECK(code_of(got) == "wire/cancelled");
  CHECK(got.departure == departure);
  REQUIRE(!got.response);
  CHECK(got.response.error().recovery == Recovery::stopped);
}

}  // namespace

TEST_CASE("cancelled while it waits for its turn") {
  const ScriptedServer server([](Connection& c) {
    c.read_request();
    c.write(answer(200, ""));
  });
  auto settings = patient();
  settings.limits.min_gap = 10min;
  AccountSession account(settings);
  REQUIRE(code_of(account.ask(get(server.url("/first")))) == "ok");
  check_cancelled(account.ask_and_cancel(get(server.url("/second")), [] {}), Departure::nothing);
  CHECK(server.requests().size() == 1);
  CHECK(account.records().back().error_code == "wire/cancelled");
}

TEST_CASE("cancelled while it connects") {
  const ScriptedServer server([](Connection& c) { c.hold(); });  // accepts, and never answers the TLS handshake
  AccountSession account(patient());
  const auto url = "https" + server.url("/").substr(4);
  check_cancelled(account.ask_and_cancel(get(url), [&] { server.wait_for_connections(1); }), Departure::nothing);
}

TEST_CASE("cancelled while it waits for the answer, and while it receives") {
  const auto* before_silence = GENERATE("", "HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\nhalf");
  const ScriptedServer server([&](Connection& c) {
    c.read_request();
    c.write(before_silence);
    c.hold();
  });
  AccountSession account(patient());
  const auto got = account.ask_and_cancel(get(server.url("/")), [&] { server.wait_for_requests(1); });
  check_cancelled(got, Departure::perhaps);
  const auto record = account.records().at(0);
  CHECK(record.error_code == "wire/cancelled");
  CHECK(std::string("half").starts_with(record.body));
}

TEST_CASE("after a cancelled exchange the session goes on") {
  const ScriptedServer server([](Connection& c) {
    const auto request = c.read_request();
    if (request.find("/slow") != std::string::npos) return c.hold();
    c.write(answer(200, "next"));
  });
  AccountSession account(patient());
  check_cancelled(account.ask_and_cancel(get(server.url("/slow")), [&] { server.wait_for_requests(1); }),
                  Departure::perhaps);
  const auto got = account.ask(get(server.url("/fast")));
  REQUIRE(got.response);
  CHECK(got.response->body == "next");
}

TEST_CASE("two hundred exchanges stopped at any moment leave nothing behind") {
  Authority authority;
  const auto script = [](Connection& c) {
    for (auto r = c.read_request(); !r.empty(); r = c.read_request()) {
      if (r.find("/login") != std::string::npos)
        c.write(answer(302, "", "Location: /home\r\nSet-Cookie: s=1\r\n"));
      else
        c.write(answer(200, std::string(200'000, 'b')));
    }
  };
  const ScriptedServer plain(script);
  const ScriptedServer over_tls(script, authority.issue("localhost"));
  auto settings = patient();
  settings.ca_file = authority.ca_file();
  AccountSession account(settings);
  account.session().allow_writes(true);
  std::minstd_rand random(20260310);
  int stopped = 0;
  for (int i = 0; i < 200; ++i) {
    const auto& server = i % 2 ? plain : over_tls;
    auto request = i % 3 ? get(server.url("/login")) : write_to(server.url("/save"), "a=1");
    // A random number of turns of the scheduler is a moment without a clock.
    const auto turns = std::uniform_int_distribution<int>(0, 400)(random);
    const auto got = account.ask_and_cancel(std::move(request), [&] {
      for (int turn = 0; turn < turns; ++turn) std::this_thread::yield();
    });
    if (got.response)
      CHECK(got.response->body.size() == 200'000);
    else
      CHECK(code_of(got) == "wire/cancelled");
    stopped += got.response ? 0 : 1;
  }
  CHECK(stopped > 0);
  CHECK(account.records().size() == 200);
  CHECK(code_of(account.ask(get(plain.url("/")))) == "ok");
}

TEST_CASE("a context that ends in the middle of an exchange takes everything with it") {
  const auto* before_silence = GENERATE("", "HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\nhalf");
  const ScriptedServer server([&](Connection& c) {
    c.read_request();
    c.write(before_silence);
    c.hold();
  });
  AccountSession account(patient());
  account.ask_and_abandon(get(server.url("/")), [&] { server.wait_for_requests(1); });
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a context that ends while an exchange connects or waits for its turn takes everything with it") {
  const ScriptedServer server([](Connection& c) { c.hold(); });
  AccountSession account(patient());
  account.ask_and_abandon(get("https" + server.url("/").substr(4)), [&] { server.wait_for_connections(1); });
  CHECK(server.requests().empty());
}

TEST_CASE("requests of an account start no nearer than its gap") {
  const ScriptedServer server([](Connection& c) {
    for (auto r = c.read_request(); !r.empty(); r = c.read_request())
      c.write(r.find("/go") != std::string::npos ? answer(302, "", "Location: /on\r\n") : answer(200, ""));
  });
  auto settings = patient();
  settings.limits.min_gap = 40ms;
  AccountSession account(settings);
  REQUIRE(code_of(account.ask(get(server.url("/a")))) == "ok");
  REQUIRE(code_of(account.ask(get(server.url("/b")))) == "ok");
  REQUIRE(code_of(account.ask(get(server.url("/go")))) == "ok");
  const auto records = account.records();
  CHECK(records.at(1).started + records.at(1).took >= records.at(0).started + 39ms);
  CHECK(records.at(2).took >= 40ms);  // between its own two requests: a redirect is a request too
}
