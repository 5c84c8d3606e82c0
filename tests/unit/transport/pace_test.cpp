// Accounts that share a host share its pace: on a clock of the test's own.
#include "transport/http/pace.hpp"

#include <algorithm>

#include "support/catch.hpp"
#include "support/net/scripted_server.hpp"
#include "support/net/session.hpp"
#include "support/portal/test_clock.hpp"

using namespace calloff;
using namespace std::chrono_literals;
using transport::HostPace;
using transport::http::take_turn;

namespace {

BootTime at(std::chrono::milliseconds time) { return {time}; }

/// An account that asks as soon as it may.
struct Asking {
  std::chrono::milliseconds min_gap;
  std::optional<BootTime> last{};
  BootTime ask(BootTime now, HostPace* host) {
    last = take_turn(now, last, min_gap, host);
    return *last;
  }
};

}  // namespace

TEST_CASE("an account alone keeps its own gap") {
  Asking account{2s};
  CHECK(account.ask(at(10s), nullptr) == at(10s));
  CHECK(account.ask(at(10s), nullptr) == at(12s));
  CHECK(account.ask(at(11s), nullptr) == at(14s));
  CHECK(account.ask(at(60s), nullptr) == at(60s));
}

TEST_CASE("three accounts at one host start a gap apart, in the order in which they came") {
  HostPace host{1s, {}};
  Asking one{2s}, two{2s}, three{0s};
  CHECK(one.ask(at(10s), &host) == at(10s));
  CHECK(two.ask(at(10s), &host) == at(11s));
  CHECK(three.ask(at(10s), &host) == at(12s));
  CHECK(three.ask(at(12s), &host) == at(13s));
  CHECK(one.ask(at(10s), &host) == at(14s));
  CHECK(two.ask(at(20s), &host) == at(20s));
}

TEST_CASE("however many accounts ask, no two starts lie nearer than the host's gap") {
  HostPace host{700ms, {}};
  std::vector<Asking> accounts(40, Asking{2s});
  std::vector<BootTime> starts;
  for (int round = 0; round < 20; ++round)
    for (auto& account : accounts) starts.push_back(account.ask(at(round * 3s), &host));
  std::sort(starts.begin(), starts.end());
  for (std::size_t i = 1; i < starts.size(); ++i) CHECK(starts[i] - starts[i - 1] >= 700ms);
}

TEST_CASE("sessions of two accounts keep the pace of the host that they share") {
  const test::ScriptedServer server([](test::Connection& c) {
    c.read_request();
    c.write(test::answer(200, ""));
  });
  transport::SessionSettings settings;
  settings.host = std::make_shared<HostPace>(HostPace{1h, {}});
  test::TestClock clock(Instant{});
  const auto begun = clock.boot();
  test::AccountSession one(settings, clock), two(settings, clock);
  REQUIRE(test::code_of(one.ask(test::get(server.url("/a")))) == "ok");
  CHECK(clock.boot() == begun);
  REQUIRE(test::code_of(two.ask(test::get(server.url("/b")))) == "ok");
  CHECK(clock.boot() - begun == 1h);
}
