// A portal that fails for a while is tried again a few times; one that says when it wants to be asked is asked then.
#include <boost/json.hpp>

#include "accounts/keeping_off.hpp"
#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"
#include "support/process/json_schema.hpp"

using namespace calloff;
using namespace std::chrono_literals;
using test::GatewayBench;
using test::march;

namespace {

/// A poll by schedule: why it came to nothing, and why none was begun.
std::string scheduled(GatewayBench& bench, const std::string& name, Instant planned) {
  const auto run = bench.run(bench.gateway().poll(bench.feed(name), planned));
  if (!run) return run.error().code;
  return run->cause ? run->cause->code : std::string(store::to_string(*run->outcome));
}

std::optional<store::Again> again(GatewayBench& bench, const std::string& name) {
  return *bench.gateway().store().read_now([&](store::Reader& r) -> Result<std::optional<store::Again>> {
    return store::feed_state(r, bench.feed(name).key).again;
  });
}

boost::json::object listed(GatewayBench& bench, const std::string& feed, const std::string& plant) {
  const auto rows = boost::json::parse(bench.calloff({"feed", "list", "-o", "json"}).out);
  CHECK(test::process::complaints_of("feed_list", rows) == "");
  for (const auto& row : rows.as_array())
    if (row.at("feed").as_string() == feed && (plant.empty() || row.at("plant").as_string() == plant))
      return row.as_object();
  throw std::runtime_error("the feed is not listed");
}

constexpr const char* kOrders = "sgm orders";

}  // namespace

TEST_CASE("a slot that fails for a while is tried again a few times, which a restart does not forget") {
  GatewayBench bench;
  bench.move_to(march(10, 14));
  CHECK(scheduled(bench, kOrders, march(10, 14)) == "ok");
  CHECK_FALSE(again(bench, kOrders));
  bench.move_to(march(10, 14, 10));
  bench.arm({"status_502", "OMX", "query"});
  CHECK(scheduled(bench, kOrders, march(10, 14)) == "page/http_status");
  CHECK(again(bench, kOrders) == store::Again{march(10, 14), march(10, 14, 11), 1});
  bench.restart();
  CHECK(again(bench, kOrders)->at == march(10, 14, 11));
  const auto row = listed(bench, "orders", "");
  CHECK(row.at("again") == "2026-03-10T14:11:00+08:00");
  CHECK(row.at("tries") == 1);
  CHECK(row.at("next_runs").as_array().at(0) == "2026-03-10T14:11:00+08:00");

  bench.move_to(march(10, 14, 11));
  scheduled(bench, kOrders, march(10, 14));
  CHECK(again(bench, kOrders) == store::Again{march(10, 14), march(10, 14, 16), 2});
  bench.move_to(march(10, 14, 16));
  scheduled(bench, kOrders, march(10, 14));
  CHECK(again(bench, kOrders) == store::Again{march(10, 14), march(10, 14, 31), 3});
  bench.move_to(march(10, 14, 31));
  scheduled(bench, kOrders, march(10, 14));
  CHECK_FALSE(again(bench, kOrders));
  CHECK(listed(bench, "orders", "").at("again").is_null());
}

TEST_CASE("what is no passing failure is not tried again, and a good poll ends it") {
  GatewayBench bench;
  bench.move_to(march(10, 14));
  bench.arm({"renamed_column", "OMX", "query", 1});
  CHECK(scheduled(bench, kOrders, march(10, 14)) == "page/missing_column");
  CHECK_FALSE(again(bench, kOrders));
  bench.clear_faults();
  bench.arm({"status_502", "OMX", "query", 1});
  scheduled(bench, kOrders, march(10, 14));
  CHECK(again(bench, kOrders));
  bench.poll(kOrders);  // a person looks after it
  CHECK_FALSE(again(bench, kOrders));
}

TEST_CASE("a slot that fails at the door is tried again when the account may sign in again") {
  GatewayBench bench;
  bench.move_to(march(10, 14));
  bench.arm({"status_502", "OMX", "login_page", 1});
  CHECK(scheduled(bench, kOrders, march(10, 14)) == "page/http_status");
  CHECK(again(bench, kOrders)->at == march(10, 14, 20));
}

TEST_CASE("a window whose next slot is nearer uses the slot") {
  GatewayBench bench;
  bench.move_to(march(10, 11, 10));
  CHECK(scheduled(bench, "sgm JQ daily", march(10, 11, 10)) == "ok");
  bench.move_to(march(10, 11, 19));
  bench.arm({"status_502", "JQ", "list", 1});
  CHECK(scheduled(bench, "sgm JQ daily", march(10, 11, 10)) == "page/http_status");
  CHECK_FALSE(again(bench, "sgm JQ daily"));  // 11:20 is no later
}

TEST_CASE("a host that says when it wants to be asked again is left alone until then, by every account") {
  GatewayBench bench;
  bench.move_to(march(10, 11));
  bench.poll("sgm JQ daily");
  bench.move_to(march(10, 11, 10));
  bench.arm({"status_429", "JQ", "list", 1});
  CHECK(scheduled(bench, "sgm JQ daily", march(10, 11, 10)) == "page/http_status");
  CHECK(again(bench, "sgm JQ daily")->at == march(10, 11, 15));
  const auto requests = bench.requests();
  CHECK(scheduled(bench, "sgm DY daily", march(10, 11, 10)) == "accounts/asked_to_wait");
  CHECK(again(bench, "sgm DY daily") == store::Again{march(10, 11, 10), march(10, 11, 15), 0});  // put off, not lost
  bench.restart();
  bench.move_to(march(10, 11, 13));
  CHECK(scheduled(bench, "sgm JQ daily", march(10, 11, 10)) == "accounts/asked_to_wait");
  CHECK(again(bench, "sgm JQ daily") == store::Again{march(10, 11, 10), march(10, 11, 15), 1});
  CHECK(bench.requests() == requests);
  CHECK(bench.poll("sgm JQ daily").outcome != store::RunOutcome::blocked);  // a person knows what they do
  CHECK(bench.requests() > requests);
  bench.move_to(march(10, 11, 15));
  CHECK(scheduled(bench, "sgm JQ daily", march(10, 11, 10)) != "accounts/asked_to_wait");
  CHECK_FALSE(again(bench, "sgm JQ daily"));
  CHECK(scheduled(bench, "sgm DY daily", march(10, 11, 10)) == "ok");
}

TEST_CASE("a host's wish is kept for an hour at most, whatever a clock does") {
  GatewayBench bench;
  const auto now = bench.clock().now();
  auto& store = bench.gateway().store();
  const auto wait = [&](Instant at) {
    return *store.read_now(
        [&](store::Reader& r) -> Result<std::optional<Instant>> { return accounts::wait_of(r, "portal.example", at); });
  };
  REQUIRE(store.write_now("test", [&](store::Writer& w) -> Result<void> {
    accounts::note_wait(w, "portal.example", now + 24h, now);
    accounts::note_wait(w, "portal.example", now + 5min, now);  // a longer one stands
    return {};
  }));
  CHECK(wait(now) == now + 1h);
  CHECK_FALSE(wait(now + 1h));
  CHECK_FALSE(wait(now - 24h));
  CHECK(accounts::host_name("https://Portal.Example:8443/JQ?x=1") == "portal.example");
  CHECK(accounts::host_name("http://[::1]:80/") == "[::1]");
}
