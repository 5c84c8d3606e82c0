// An account that a person has for a while: nothing is done with it, and what was due then says so.
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>

#include "app/steward.hpp"
#include "store/event_log.hpp"
#include "store/steward.hpp"
#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"
#include "support/process/json_schema.hpp"

using namespace calloff;
using namespace std::chrono_literals;
using test::GatewayBench;
using test::march;

namespace {

constexpr const char* kLogout = "/JQ/common_/logout.do";

/// What `account status` says of an account.
boost::json::object status(GatewayBench& bench, const std::string& account) {
  const auto rows = boost::json::parse(bench.calloff({"account", "status", "-o", "json"}).out);
  CHECK(test::process::complaints_of("accounts", rows) == "");
  for (const auto& row : rows.as_array())
    if (row.at("account").as_string() == account) return row.as_object();
  throw std::runtime_error("the account is not listed");
}

test::Said yield(GatewayBench& bench, std::vector<std::string> how) {
  std::vector<std::string> words{"account", "yield", "sgm", "jq"};
  words.insert(words.end(), how.begin(), how.end());
  return bench.calloff(std::move(words));
}

/// A poll by schedule: its run, or why there is none.
std::string scheduled(GatewayBench& bench, const std::string& name) {
  for (const auto& feed : bench.gateway().prepared().feeds) {
    if (store::to_string(feed.key) != name) continue;
    const auto run = bench.run(bench.gateway().poll(feed, bench.clock().now()));
    return run ? std::string(store::to_string(*run->outcome)) : run.error().code;
  }
  throw std::runtime_error("no feed " + name);
}

std::vector<std::string> events(GatewayBench& bench) {
  std::vector<std::string> kinds;
  REQUIRE(bench.gateway().store().read_now([&](store::Reader& r) -> Result<void> {
    for (const auto& event : store::events_of(r, "sgm/jq")) kinds.push_back(event.kind + " " + event.actor);
    return {};
  }));
  return kinds;
}

}  // namespace

TEST_CASE("a person gets the portal at once, and the gateway leaves it alone until then") {
  GatewayBench bench;
  bench.poll("sgm JQ daily");
  CHECK(status(bench, "jq").at("state") == "signed_in");
  const auto said = yield(bench, {"--for", "20m"});
  INFO(said.err);
  CHECK(said.exit == 0);
  CHECK(said.out.find("signed out; yours until 2026-03-10T10:20") != std::string::npos);
  CHECK(bench.requests(kLogout) == 1);
  const auto row = status(bench, "jq");
  CHECK(row.at("state") == "yielded");
  CHECK(row.at("yielded_by") == "root");
  CHECK(row.at("session_since").is_null());

  const auto requests = bench.requests();
  for (const auto minute : {1, 10, 19}) {
    bench.move_to(march(10, 10, minute));
    CHECK(scheduled(bench, "sgm JQ daily") == "accounts/yielded");
    CHECK(bench.calloff({"fetch", "sgm", "--plant", "JQ", "--feed", "daily"}).exit == 4);
  }
  CHECK(bench.requests() == requests);
  CHECK(bench.tickets().empty());  // a person did it, and knows
  CHECK(scheduled(bench, "sgm DY daily") == "ok");

  bench.move_to(march(10, 10, 25));
  CHECK(scheduled(bench, "sgm JQ daily") == "unchanged");
  CHECK(status(bench, "jq").at("state") == "signed_in");
  CHECK(events(bench) == std::vector<std::string>{"account.yielded root"});
}

TEST_CASE("whoever asks for a portal is told until when it is theirs, also when signing out failed") {
  GatewayBench bench;
  bench.poll("sgm JQ daily");
  bench.arm({"close_before_answer", "JQ", "logout", 1});
  const auto said = yield(bench, {"--for", "20m"});
  CHECK(said.exit == 5);
  CHECK(said.out.find("sgm/jq: yours until 2026-03-10T10:20") == 0);
  CHECK(said.out.find("`calloff account yield sgm jq --end`") != std::string::npos);
  CHECK(said.err.find("cut off") != std::string::npos);
  CHECK(status(bench, "jq").at("state") == "yielded");
  CHECK(scheduled(bench, "sgm JQ daily") == "accounts/yielded");
}

namespace {

namespace asio = boost::asio;

/// A verb that a person types once `is_time`, while a poll runs; time stands until then, and goes on afterwards.
struct Meanwhile {
  store::RunRecord run;
  std::string said;
};

Meanwhile yield_during(GatewayBench& bench, std::function<bool(store::Reader&)> is_time) {
  using namespace asio::experimental::awaitable_operators;
  const auto polls = [](app::Gateway& g, const inbound::PolledFeed& of) -> asio::awaitable<Result<store::RunRecord>> {
    co_return co_await g.poll(of, std::nullopt);
  };
  const auto until = [](GatewayBench& b, std::function<bool(store::Reader&)> seen) -> asio::awaitable<void> {
    for (;;) {
      const auto is_so =
          co_await b.gateway().store().read([&seen](store::Reader& r) -> Result<bool> { return seen(r); });
      if (*is_so) co_return;
    }
  };
  const auto types = [until](GatewayBench& b,
                             std::function<bool(store::Reader&)> seen) -> asio::awaitable<std::string> {
    co_await until(b, std::move(seen));
    co_return co_await b.typed({"account", "yield", "sgm", "jq", "--for", "20m"});
  };
  const auto moves = [until](GatewayBench& b) -> asio::awaitable<bool> {
    co_await until(b, [](store::Reader& r) { return store::account_yield(r, {"sgm", "jq"}).has_value(); });
    for (int i = 0; i < 20; ++i) {  // what was told at once is told before time goes on
      co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    }
    b.advance(5s);
    co_return true;
  };
  bench.clock().let_others_move_it(true);
  auto all = bench.run([](asio::awaitable<Result<store::RunRecord>> poll, asio::awaitable<std::string> type,
                          asio::awaitable<bool> move) -> asio::awaitable<Meanwhile> {
    auto [run, said, moved] = co_await (std::move(poll) && std::move(type) && std::move(move));
    co_return Meanwhile{std::move(*run), std::move(said)};
  }(polls(bench.gateway(), bench.feed("sgm JQ daily")), types(bench, std::move(is_time)), moves(bench)));
  bench.clock().let_others_move_it(false);
  return all;
}

}  // namespace

TEST_CASE("a sign-in that is under way when a person asks for the portal is left at once") {
  GatewayBench bench;
  bench.arm({.fault = "slow", .site = "JQ", .step = "login", .times = 1, .delay = 5s});
  const auto done =
      yield_during(bench, [](store::Reader& r) { return store::account_state(r, {"sgm", "jq"}).open_logins == 1; });
  CHECK(done.run.cause->code == "accounts/yielded");
  CHECK(done.said.find("signed out; yours until") != std::string::npos);
  CHECK(bench.requests("/JQ/common_/login.do") == 1);
  CHECK(bench.requests(kLogout) == 1);
  CHECK(bench.requests("/JQ/pus_/pusSearch.do") == 0);
  CHECK(bench.account("jq").cookies.empty());
}

TEST_CASE("a picture that comes while a person asks for the portal is not asked about") {
  GatewayBench bench;
  bench.gateway().accounts().let_people_answer();
  bench.arm({"captcha", "JQ", "login_page", 1});
  bench.arm({.fault = "slow", .site = "JQ", .step = "login_page", .times = 1, .delay = 5s});
  const auto done =
      yield_during(bench, [](store::Reader& r) { return store::account_state(r, {"sgm", "jq"}).open_logins == 1; });
  CHECK(done.run.cause->code == "accounts/yielded");
  CHECK(done.said.find("was not signed in; yours until") != std::string::npos);
  CHECK(bench.requests("/JQ/common_/login.do") == 0);
  CHECK(status(bench, "jq").at("question").is_null());
}

TEST_CASE("a session that came into use while the steward waited for its turn is kept") {
  GatewayBench bench;
  bench.poll("sgm JQ daily");
  auto* account = *bench.gateway().accounts().find({"sgm", "jq"});
  CHECK_FALSE(*bench.run(bench.gateway().sign_out(*account, accounts::Account::Leaving::if_idle)));
  CHECK(bench.requests(kLogout) == 0);
  bench.advance(21min);
  CHECK(*bench.run(bench.gateway().sign_out(*account, accounts::Account::Leaving::if_idle)));
  CHECK(bench.requests(kLogout) == 1);
}

namespace {

/// Told to stop while the portal is asked to end the session; the answer does not come before.
asio::awaitable<bool> stop_while_leaving(GatewayBench& bench, accounts::Account& account) {
  asio::cancellation_signal stop;
  bool has_ended = false;
  const auto io = co_await asio::this_coro::executor;
  asio::co_spawn(
      io,
      [](app::Gateway& gateway, accounts::Account& of) -> asio::awaitable<void> {
        (void)co_await gateway.sign_out(of);
      }(bench.gateway(), account),
      asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr) { has_ended = true; }));
  while (bench.requests(kLogout) == 0) co_await asio::post(io, asio::use_awaitable);
  stop.emit(asio::cancellation_type::terminal);
  while (!has_ended) co_await asio::post(io, asio::use_awaitable);
  co_return account.is_signed_in();
}

}  // namespace

TEST_CASE("a session that a stop comes upon while it is left is left with all others") {
  GatewayBench bench;
  bench.poll("sgm JQ daily");
  auto* account = *bench.gateway().accounts().find({"sgm", "jq"});
  bench.arm({.fault = "slow", .site = "JQ", .step = "logout", .times = 1, .delay = 5s});
  bench.clock().let_others_move_it(true);
  CHECK(bench.run(stop_while_leaving(bench, *account)));
  bench.clock().let_others_move_it(false);
  CHECK_FALSE(bench.account("jq").cookies.empty());
  bench.run([](app::Gateway& gateway) -> asio::awaitable<bool> {
    co_await gateway.sign_out_everywhere();
    co_return true;
  }(bench.gateway()));
  CHECK(bench.requests(kLogout) == 2);
  CHECK_FALSE(account->is_signed_in());
  CHECK(bench.account("jq").cookies.empty());
}

TEST_CASE("what a person gives back sooner is used again") {
  GatewayBench bench;
  CHECK(yield(bench, {"--for", "20m"}).out.find("was not signed in; yours until") != std::string::npos);
  CHECK(bench.requests() == 0);
  CHECK(scheduled(bench, "sgm JQ daily") == "accounts/yielded");
  CHECK(yield(bench, {"--end"}).out == "sgm/jq: given back; the next poll signs in again\n");
  CHECK(scheduled(bench, "sgm JQ daily") == "ok");
  CHECK(yield(bench, {"--end"}).out == "sgm/jq: nobody had it\n");
  CHECK(events(bench) == std::vector<std::string>{"account.yielded root", "account.given_back root"});
}

TEST_CASE("a clock that is set back does not keep an account from the gateway") {
  const store::Yield yield{{"sgm", "jq"}, march(10, 10), march(10, 10, 20), "li"};
  CHECK(yield.is_in_force(march(10, 10)));
  CHECK(yield.is_in_force(march(10, 10) - 30s));
  CHECK(yield.is_in_force(march(10, 10, 19)));
  CHECK_FALSE(yield.is_in_force(march(10, 10, 20)));
  CHECK_FALSE(yield.is_in_force(march(9, 9)));
}

TEST_CASE("a turn that is not said well changes nothing") {
  GatewayBench bench;
  const std::vector<std::vector<std::string>> lines{
      {}, {"--for", "20m", "--end"}, {"--for", "soon"}, {"--for", "0m"}, {"--for", "2d"}};
  for (const auto& line : lines) CHECK(yield(bench, line).exit == 2);
  CHECK(bench.calloff({"account", "yield", "sgm", "nobody", "--for", "1h"}).exit == 3);
  CHECK(status(bench, "jq").at("state") == "signed_out");
}

TEST_CASE("a session that is not used is given up, not before it could be begun anew") {
  GatewayBench bench;
  app::Steward steward(bench.gateway());
  const auto look = [&](int minute) {
    bench.move_to(march(10, 10, minute));
    bench.run([](app::Steward& s) -> boost::asio::awaitable<bool> {
      co_await s.look();
      co_return true;
    }(steward));
    return bench.requests(kLogout);
  };
  bench.poll("sgm JQ daily");
  CHECK(look(15) == 0);
  bench.poll("sgm JQ daily");
  CHECK(look(30) == 0);
  CHECK(look(40) == 1);
  CHECK(look(50) == 1);
  CHECK(status(bench, "jq").at("state") == "signed_out");
  CHECK(scheduled(bench, "sgm JQ daily") == "unchanged");
}

TEST_CASE("a poll whose turn comes after the account's hours is not begun; a person is served") {
  GatewayBench bench;
  bench.move_to(march(10, 23, 29));
  CHECK(scheduled(bench, "sgm JQ daily") == "ok");
  bench.move_to(march(10, 23, 30));
  CHECK(scheduled(bench, "sgm JQ daily") == "schedule/outside_hours");
  CHECK(*bench.poll("sgm JQ daily").outcome == store::RunOutcome::unchanged);
}
