// A document that is looked at again while a poll brings a newer one of its entry.
#include <boost/asio/system_executor.hpp>

#include "inbound/look_again.hpp"
#include "store/documents.hpp"
#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

const std::string kDaily = "sgm JQ daily";

}  // namespace

TEST_CASE("a look at an older document of an entry leaves the newer one in force") {
  GatewayBench bench;
  bench.move_to(march(10, 12));
  REQUIRE(bench.poll(kDaily).outcome == store::RunOutcome::ok);
  auto& sheet = *bench.portals().eschedule("JQ")->sheets().listed(bench.clock().now()).front();
  auto& store = bench.gateway().store();
  const auto asked = store.read_now([&](store::Reader& r) -> Result<store::DocumentRecord> {
    const auto seen = store::find_seen(r, {"sgm", "JQ", "daily"}, sheet.number);
    return *store::find_document(r, seen->document);
  });
  REQUIRE(asked);
  // Between the question and the answer.
  bench.move_to(march(10, 12, 10));
  simulator::change(sheet, 0, sheet.lines[0].required + 480, simulator::Change::shown);
  REQUIRE(bench.poll(kDaily).outcome == store::RunOutcome::ok);
  const auto good = bench.schedule();
  const inbound::PollWith with{store, bench.clock(), boost::asio::system_executor(), bench.gateway().log()};
  const auto done = bench.run(inbound::look_again(with, bench.gateway().prepared().feeds, *asked));
  REQUIRE(done);
  CHECK(done->outcome == "superseded");
  REQUIRE(done->reason);
  CHECK(done->reason->code == "drift/newer_page");
  CHECK(bench.schedule() == good);
}
