// An account that a person has for a while: nothing is done with it, and what was due then says so.
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
