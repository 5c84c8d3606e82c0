// A sheet whose acceptance did not come through: its ticket stands until that very sheet was accepted.
#include <algorithm>

#include "accounts/keeping_off.hpp"
#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

const std::string kDaily = "sgm_accepts NS daily";

std::vector<std::string> untold(GatewayBench& bench) {
  std::vector<std::string> keys;
  for (const auto& ticket : bench.tickets())
    if (ticket.dedup_key.starts_with("untold/")) keys.push_back(ticket.dedup_key);
  return keys;
}

}  // namespace

TEST_CASE("a round in which others were told closes no ticket of a sheet that was not") {
  GatewayBench bench;
  auto& book = bench.portals().eschedule("NS")->sheets();
  bench.move_to(march(10, 12));
  bench.arm({"close_before_answer", "NS", "accept", 1});
  REQUIRE(bench.poll(kDaily).outcome == store::RunOutcome::ok);
  const auto open = untold(bench);
  REQUIRE(open.size() == 1);
  const auto number = open.front().substr(open.front().rfind('/') + 1);
  const auto is_accepted = [&] {
    const auto* sheet = book.find_number(number, bench.clock().now());
    REQUIRE(sheet);
    return sheet->accepted;
  };
  REQUIRE(!is_accepted());
  // Another sheet comes and is accepted; this one is not asked for again so soon.
  bench.move_to(march(10, 12, 5));
  REQUIRE(book.publish(local_date(march(11, 12), "Asia/Shanghai"), 1, bench.clock().now()) == 1);
  const auto posts = bench.requests("/NS/pus_/pus.do");
  REQUIRE(bench.poll(kDaily).outcome == store::RunOutcome::ok);
  REQUIRE(bench.requests("/NS/pus_/pus.do") > posts);
  REQUIRE(!is_accepted());
  CHECK(untold(bench) == open);
  // Once it is read again it is accepted.
  bench.move_to(march(10, 12, 50));
  bench.poll(kDaily);
  CHECK(is_accepted());
  CHECK(untold(bench).empty());
}

TEST_CASE("what a person fetches from a host that wants to be left alone is accepted as well") {
  GatewayBench bench;
  bench.move_to(march(10, 12));
  const auto* account = *bench.gateway().accounts().find({"sgm_accepts", "ns"});
  REQUIRE(bench.gateway().store().write_now("test/wait", [&](store::Writer& w) -> Result<void> {
    accounts::note_wait(w, account->host(), w.now() + std::chrono::minutes(20), w.now());
    return {};
  }));
  REQUIRE(bench.poll(kDaily).outcome == store::RunOutcome::ok);
  CHECK(bench.requests("/NS/pus_/pus.do") > 0);
  CHECK(untold(bench).empty());
  const auto listed = bench.portals().eschedule("NS")->sheets().listed(bench.clock().now());
  REQUIRE(!listed.empty());
  for (const auto* sheet : listed) CHECK(sheet->accepted);
}
