// Accepting pick-up sheets: off unless the account says so, only what is kept, once a list, and never again blindly.
#include <algorithm>

#include "support/catch.hpp"
#include "support/portal/adapter_bench.hpp"

using namespace calloff;
using namespace calloff::test;
using adapter_api::Disposition;

namespace {

struct Case {
  AdapterBench bench{"sgm_eschedule"};
  adapter_api::Entry entry;

  explicit Case(const std::string& accept = "on") {
    bench.run().settings["accept"] = accept;
    REQUIRE(bench.open());
    fetch_open_sheet();
  }
  simulator::Sheet& sheet() {
    return *bench.portals().eschedule("JQ")->sheets().find(entry.locator, bench.clock().now());
  }

  /// Lists, and fetches the first sheet that nobody has accepted.
  void fetch_open_sheet() {
    const auto listing = bench.list("daily");
    REQUIRE(listing);
    for (const auto& each : listing->entries) {
      entry = each;
      if (simulator::is_acceptable(sheet(), bench.clock().now())) break;
    }
    REQUIRE(simulator::is_acceptable(sheet(), bench.clock().now()));
    REQUIRE(bench.fetch("daily", entry));
  }
  Result<void> settle(Disposition disposition) {
    bench.wire().allow_writes(true);
    auto done = bench.settle("daily", entry, disposition);
    bench.wire().allow_writes(false);
    return done;
  }
  int posts() {
    const auto& records = bench.wire().records();
    return int(std::count_if(records.begin(), records.end(), [](const auto& r) { return r.step == "accept"; }));
  }
};

}  // namespace

TEST_CASE("nothing is accepted unless the account says so") {
  Case c("off");
  const auto asked = c.bench.wire().operations();
  REQUIRE(c.settle(Disposition::committed));
  CHECK(c.bench.wire().operations() == asked);
  CHECK(!c.sheet().accepted);
}

TEST_CASE("a sheet is accepted once its records are kept, not before, and once") {
  Case c;
  REQUIRE(c.settle(Disposition::archived));
  REQUIRE(c.settle(Disposition::quarantined));
  CHECK(c.posts() == 0);
  REQUIRE(c.settle(Disposition::committed));
  CHECK(c.sheet().accepted);
  for (const auto& line : c.sheet().lines) CHECK(line.committed == line.required);
  CHECK(c.posts() == 1);
  REQUIRE(c.settle(Disposition::committed));
  CHECK(c.posts() == 1);
  // The next list shows it as accepted: nothing more is said.
  REQUIRE(c.bench.list("daily"));
  REQUIRE(c.bench.fetch("daily", c.entry));
  REQUIRE(c.settle(Disposition::committed));
  CHECK(c.posts() == 1);
}

TEST_CASE("a sheet that changed since it was read is not accepted until it was read again") {
  Case c;
  simulator::change(c.sheet(), 0, c.sheet().lines[0].required + 100, simulator::Change::silent);
  REQUIRE(c.settle(Disposition::committed));
  CHECK(c.posts() == 0);
  CHECK(!c.sheet().accepted);
}

TEST_CASE("a sheet that somebody else accepted meanwhile is left alone") {
  Case c;
  c.sheet().accepted = true;
  REQUIRE(c.settle(Disposition::committed));
  CHECK(c.posts() == 0);
}

TEST_CASE("an acceptance whose answer is lost is not sent again; the next list says how things stand") {
  struct Lost {
    const char* fault;
    bool is_accepted;
  };
  const auto lost = GENERATE(values<Lost>({{"close_before_answer", false},
                                           {"commit_then_close", true},
                                           {"commit_then_500", true},
                                           {"cut_body", true},
                                           {"session_expired", false},
                                           {"maintenance", false},
                                           {"stale_token", false},
                                           {"status_503", false}}));
  INFO(lost.fault);
  Case c;
  c.bench.arm(lost.fault, "accept");
  const auto told = c.settle(Disposition::committed);
  REQUIRE(!told);
  CHECK(told.error().recovery == Recovery::retry);
  CHECK((told.error().code == "accept/unknown" || told.error().code == "accept/not_confirmed"));
  CHECK(c.posts() == 1);
  CHECK(c.sheet().accepted == lost.is_accepted);
  (void)c.settle(Disposition::committed);
  CHECK(c.posts() == 1);
  c.bench.wire().forget_cookies();
  REQUIRE(c.bench.open());
  REQUIRE(c.bench.list("daily"));
  REQUIRE(c.bench.fetch("daily", c.entry));
  REQUIRE(c.settle(Disposition::committed));
  CHECK(c.sheet().accepted);
  CHECK(c.posts() == (lost.is_accepted ? 1 : 2));
}

TEST_CASE("the wire lets no acceptance out where the core did not allow it") {
  Case c;
  const auto told = c.bench.settle("daily", c.entry, Disposition::committed);
  REQUIRE(!told);
  CHECK(told.error().code == "accept/unknown");
  CHECK(told.error().arg("cause") == "wire/write_before_commit");
  CHECK(!c.sheet().accepted);
}
