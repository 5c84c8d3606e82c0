// What watches over the simulated weeks sees what is wrong: a check that nothing can fail proves nothing.
#include <algorithm>

#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"
#include "support/weeks/prune_checks.hpp"
#include "support/weeks/slot_book.hpp"
#include "support/weeks/store_checks.hpp"

using namespace calloff;
using namespace calloff::test;
using namespace std::chrono_literals;

namespace {

/// One feed, due every ten minutes from 11:10 to 13:00, without jitter; the gateway is up from 10:00 on.
struct Watched {
  std::vector<std::string> broken;
  SlotBook slots{feeds(), march(10, 9), [this](std::string what) { broken.push_back(std::move(what)); }};

  Watched() { slots.process_up(march(10, 10)); }
  static std::vector<schedule::ScheduledFeed> feeds() {
    settings::PollSchedule schedule;
    schedule.when = settings::PollWindow{10min, 11h + 10min, 13h};
    return {{{"sgm", "JQ", "daily"}, {schedule, Calendar(), "Asia/Shanghai", {}}}};
  }
  void poll(Instant planned, std::chrono::minutes takes = 1min) {
    slots.poll_begins(0, planned, planned);
    slots.poll_ended(0, planned + takes, false, false);
  }
};

}  // namespace

TEST_CASE("slots that are run once, or passed for a reason, break nothing") {
  Watched watched;
  watched.poll(march(10, 11, 10));
  watched.poll(march(10, 11, 20), 25min);  // 11:30 and 11:40 come while it runs
  watched.slots.process_down(march(10, 11, 47));
  watched.slots.process_up(march(10, 12, 15));  // 11:50 to 12:10: nobody was there
  watched.poll(march(10, 12, 20));
  CHECK(watched.broken.empty());
  CHECK(watched.slots.counts().passed_busy == 2);
  CHECK(watched.slots.counts().passed_down == 3);
}

TEST_CASE("a slot that is lost, doubled or invented is seen") {
  Watched watched;
  SECTION("lost between two") {
    watched.poll(march(10, 11, 10));
    watched.poll(march(10, 11, 30));
  }
  SECTION("lost at the end") { watched.slots.close(march(10, 12)); }
  SECTION("run twice") {
    watched.poll(march(10, 11, 10));
    watched.poll(march(10, 11, 10));
  }
  SECTION("not due") {
    watched.poll(march(10, 11, 10));
    watched.poll(march(10, 11, 15));
  }
  CHECK(!watched.broken.empty());
  for (const auto& each : watched.broken) CHECK(each.starts_with("I10 sgm JQ daily"));
}

TEST_CASE("a slot whose poll a crash cut off is run again") {
  Watched watched;
  watched.slots.poll_begins(0, march(10, 11, 10), march(10, 11, 10));
  watched.slots.process_down(march(10, 11, 11));
  watched.slots.process_up(march(10, 11, 12));
  watched.poll(march(10, 11, 10));
  CHECK(watched.broken.empty());
}

TEST_CASE("a document that was shown and is not held is seen as lost") {
  GatewayBench bench;
  bench.poll("sgm JQ daily");
  std::vector<std::string> broken;
  const auto& feeds = bench.gateway().prepared().feeds;
  StoreChecks checks(feeds, [&](std::string what) { broken.push_back(std::move(what)); });
  checks.after_event(bench.gateway().store());
  CHECK(broken.empty());
  CHECK(checks.redecoded() > 0);
  for (const auto& feed : feeds)
    if (store::to_string(feed.key) == "sgm JQ daily")
      checks.after_good_poll(bench.gateway().store(), feed, {"JQ260399999"});
  REQUIRE(broken.size() == 1);
  CHECK(broken[0].starts_with("lost: sgm JQ daily, JQ260399999"));
}

TEST_CASE("a record that says something else than its archived document is seen") {
  GatewayBench bench;
  bench.poll("sgm JQ daily");
  const auto spoilt = bench.gateway().store().write_now("test.spoil", [](store::Writer& w) -> Result<void> {
    w.session().execute("update document set drafts_hash = 'other' where id = 1", {});
    return {};
  });
  REQUIRE(spoilt);
  std::vector<std::string> broken;
  StoreChecks checks(bench.gateway().prepared().feeds, [&](std::string what) { broken.push_back(std::move(what)); });
  checks.after_event(bench.gateway().store());
  REQUIRE(broken.size() == 1);
  CHECK(broken[0].starts_with("I11 D-"));
}

TEST_CASE("what is needed and was given up all the same is seen") {
  GatewayBench bench;
  bench.poll("sgm JQ daily");
  auto& store = bench.gateway().store();
  std::vector<std::string> broken;
  PruneChecks checks([&](std::string what) { broken.push_back(std::move(what)); });
  checks.after_event(store, march(10, 12));
  CHECK(broken.empty());
  const auto give_up = [&](const std::string& which) {
    broken.clear();
    REQUIRE(store.write_now("test.give_up", [&](store::Writer& w) -> Result<void> {
      w.session().execute("update archive_file set pruned = 1 where pruned is null and sha256 in (" + which + ")");
      return {};
    }));
    checks.after_event(store, march(10, 12));
  };
  const std::string of_one = "select sha256 from document_part where document = (select max(id) from document)";
  REQUIRE(store.write_now("test.apart", [&](store::Writer& w) -> Result<void> {
    w.session().execute("update document set state = 'quarantined' where id = (select max(id) from document)");
    return {};
  }));
  give_up(of_one);
  CHECK(std::any_of(broken.begin(), broken.end(), [](const auto& each) { return each.ends_with(" is quarantined"); }));
  give_up("select sha256 from document_part");
  CHECK(std::any_of(broken.begin(), broken.end(), [](const auto& each) { return each.ends_with(" stands"); }));
  CHECK(std::any_of(broken.begin(), broken.end(), [](const auto& each) { return each.ends_with(" customer lists"); }));
}
