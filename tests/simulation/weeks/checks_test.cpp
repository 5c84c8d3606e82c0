// What watches over the simulated weeks sees what is wrong: a check that nothing can fail proves nothing.
#include <algorithm>
#include <string>

#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"
#include "support/weeks/account_world.hpp"
#include "support/weeks/customer_checks.hpp"
#include "support/weeks/prune_checks.hpp"
#include "support/weeks/slot_book.hpp"
#include "support/weeks/store_checks.hpp"

using namespace calloff;
using namespace calloff::test;
using namespace std::chrono_literals;

namespace {

/// One feed, due every ten minutes from 11:10 to 13:00, without jitter; the gateway is up from 10:00 on, and notes what
/// it should, unless a case spoils that.
struct Watched {
  std::vector<std::string> broken;
  SlotNotes notes;
  SlotBook slots;

  explicit Watched(settings::CatchUp catch_up = settings::CatchUp::run_once)
      : slots(
            feeds(catch_up), march(10, 9), [this](std::size_t, Instant) { return notes; },
            [this](std::string what) { broken.push_back(std::move(what)); }) {
    slots.process_up(march(10, 10));
  }
  static std::vector<schedule::ScheduledFeed> feeds(settings::CatchUp catch_up) {
    settings::PollSchedule schedule;
    schedule.when = settings::PollWindow{10min, 11h + 10min, 13h};
    schedule.catch_up = catch_up;
    return {{{"sgm", "JQ", "daily"}, {schedule, Calendar(), "Asia/Shanghai", {}}}};
  }
  void begin(Instant planned, Instant at) {
    notes.begun.insert(planned);
    slots.poll_begins(0, planned, at);
  }
  void end(Instant planned, Instant at, PollEnd::How how = PollEnd::How::whole) {
    if (how != PollEnd::How::cut) notes.whole.insert(planned);
    slots.poll_ended(0, at, {how, {}});
  }
  void poll(Instant planned, std::chrono::minutes takes = 1min) {
    begin(planned, planned);
    end(planned, planned + takes);
  }
  /// Begun later than planned, since it was missed.
  void make_up(Instant planned, Instant at) {
    begin(planned, at);
    end(planned, at + 1min);
  }
  void note(Instant first, Instant last, std::int64_t polls, std::string code) {
    notes.skipped.push_back(
        {{"sgm", "JQ", "daily"}, first, last, polls, Error(Recovery::retry, std::move(code)), last});
  }
  bool says(const std::string& what) const {
    return std::ranges::any_of(broken, [&](const auto& each) { return each.find(what) != each.npos; });
  }
};

}  // namespace

TEST_CASE("slots that are run once, or passed for a reason, break nothing") {
  Watched watched;
  watched.poll(march(10, 11, 10));
  watched.poll(march(10, 11, 20), 25min);  // 11:30 and 11:40 come while it runs
  watched.note(march(10, 11, 30), march(10, 11, 40), 2, "schedule/still_polling");
  watched.slots.process_down(march(10, 11, 47));
  watched.slots.process_up(march(10, 12, 15));  // 11:50 to 12:10: nobody was there
  watched.make_up(march(10, 12, 10), march(10, 12, 15));
  watched.note(march(10, 11, 50), march(10, 12), 2, "schedule/made_up");
  watched.poll(march(10, 12, 20));
  watched.slots.close(march(10, 12, 59));
  CHECK(watched.broken.empty());
  CHECK(watched.slots.counts().passed_busy == 2);
  CHECK(watched.slots.counts().passed_down == 2);
  CHECK(watched.slots.counts().made_up == 1);
  CHECK(watched.slots.counts().noted == 4);
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
  SECTION("begun before its time") { watched.begin(march(10, 11, 10), march(10, 11, 9)); }
  SECTION("begun late") { watched.begin(march(10, 11, 10), march(10, 11, 13)); }
  CHECK(!watched.broken.empty());
  for (const auto& each : watched.broken) CHECK(each.starts_with("I10 sgm JQ daily"));
}

TEST_CASE("a slot that is passed for a reason and not noted so, once, is seen") {
  Watched watched;
  watched.poll(march(10, 11, 10), 15min);  // 11:20 comes while it runs
  SECTION("not noted") {
    watched.poll(march(10, 11, 30));
    CHECK(watched.broken.empty());  // it may be noted yet
    watched.poll(march(10, 11, 40));
    CHECK(watched.says(to_string(march(10, 11, 20)) + ": no run of it, and not noted as skipped"));
  }
  SECTION("noted twice") {
    watched.note(march(10, 11, 20), march(10, 11, 20), 1, "schedule/still_polling");
    watched.poll(march(10, 11, 30));
    watched.note(march(10, 11, 10), march(10, 11, 20), 2, "schedule/was_down");
    watched.poll(march(10, 11, 40));
    CHECK(watched.says("noted as skipped twice"));
  }
  SECTION("noted, and run all the same") {
    watched.note(march(10, 11, 10), march(10, 11, 20), 2, "schedule/still_polling");
    watched.poll(march(10, 11, 30));
    CHECK(watched.broken.empty());
    watched.poll(march(10, 11, 40));
    CHECK(watched.says("run, and noted as skipped"));
  }
  SECTION("noted with another number of polls") {
    watched.note(march(10, 11, 20), march(10, 11, 20), 3, "schedule/still_polling");
    watched.poll(march(10, 11, 30));
    CHECK(watched.says("noted are 3 polls, due were 1"));
  }
  SECTION("noted for a reason that nobody met") {
    watched.note(march(10, 11, 20), march(10, 11, 20), 1, "feed/held");
    watched.poll(march(10, 11, 30));
    watched.poll(march(10, 11, 40));
    CHECK(watched.says("noted as skipped: feed/held, and it was not"));
  }
}

TEST_CASE("what was missed while nobody was there is made up for at once, as its feed says") {
  using settings::CatchUp;
  const auto catch_up = GENERATE(CatchUp::run_once, CatchUp::skip);
  Watched watched(catch_up);
  watched.poll(march(10, 11, 10));
  watched.slots.process_down(march(10, 11, 15));
  watched.slots.process_up(march(10, 11, 46));
  SECTION("it is not") {
    watched.slots.look(march(10, 11, 47));
    CHECK(watched.broken.empty());
    watched.slots.look(march(10, 11, 48));
    CHECK(watched.says(to_string(march(10, 11, 40)) + ": missed while nobody was there") ==
          (catch_up == CatchUp::run_once));
  }
  SECTION("it is") {
    watched.make_up(march(10, 11, 40), march(10, 11, 46));
    watched.slots.look(march(10, 11, 49));
    CHECK(watched.says("its feed skips what was missed") == (catch_up == CatchUp::skip));
    CHECK(watched.broken.empty() == (catch_up == CatchUp::run_once));
  }
  SECTION("nobody is there again") {
    watched.slots.process_down(march(10, 11, 46));
    watched.slots.look(march(10, 11, 49));
    CHECK(watched.broken.empty());
  }
}

TEST_CASE("a poll that failed for a while and is not tried again is seen") {
  Watched watched;
  const auto again = march(10, 11, 13);
  watched.begin(march(10, 11, 10), march(10, 11, 10));
  watched.notes.again = store::Again{march(10, 11, 10), again, 1};
  watched.end(march(10, 11, 10), march(10, 11, 12), PollEnd::How::failed_for_a_while);
  SECTION("it is not") {
    watched.slots.look(again + 1min);
    CHECK(watched.broken.empty());
    watched.slots.look(again + 2min);
    CHECK(watched.says("failed for a while, and not tried again"));
  }
  SECTION("it is") {
    watched.begin(march(10, 11, 10), again);
    watched.notes.again.reset();
    watched.end(march(10, 11, 10), again + 1min);
    watched.slots.look(again + 2min);
    CHECK(watched.broken.empty());
    CHECK(watched.slots.counts().tried_again == 1);
  }
  SECTION("a person polled well meanwhile") {
    watched.notes.again.reset();
    watched.slots.look(again + 2min);
    CHECK(watched.broken.empty());
  }
  SECTION("nobody is there, and then it is not") {
    watched.slots.process_down(march(10, 11, 12));
    watched.slots.process_up(march(10, 11, 16));
    watched.slots.look(march(10, 11, 18));
    CHECK(watched.says("failed for a while, and not tried again"));
  }
}

TEST_CASE("a slot whose poll a crash cut off is run again") {
  Watched watched;
  watched.begin(march(10, 11, 10), march(10, 11, 10));
  watched.slots.process_down(march(10, 11, 11));
  watched.slots.process_up(march(10, 11, 12));
  SECTION("it is") {
    watched.make_up(march(10, 11, 10), march(10, 11, 12));
    watched.slots.look(march(10, 11, 14));
    CHECK(watched.broken.empty());
  }
  SECTION("it is not") {
    watched.slots.look(march(10, 11, 14));
    CHECK(watched.says("missed while nobody was there"));
  }
}

TEST_CASE("a slot that was not begun is asked for again if a crash kept that from being noted") {
  Watched watched;
  watched.slots.poll_begins(0, march(10, 11, 10), march(10, 11, 10));
  watched.slots.poll_ended(0, march(10, 11, 10), {PollEnd::How::refused, "feed/held"});
  SECTION("it is not noted") {
    watched.slots.process_down(march(10, 11, 10));
    watched.slots.process_up(march(10, 11, 12));
    watched.slots.poll_begins(0, march(10, 11, 10), march(10, 11, 12));
    CHECK(watched.broken.empty());
  }
  SECTION("it is noted") {
    watched.note(march(10, 11, 10), march(10, 11, 10), 1, "feed/held");
    watched.slots.process_down(march(10, 11, 10));
    watched.slots.process_up(march(10, 11, 12));
    watched.slots.poll_begins(0, march(10, 11, 10), march(10, 11, 12));
    CHECK(watched.says("polled twice"));
  }
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

TEST_CASE("what differs from the customer's own books is seen, both ways") {
  struct Case {
    std::string feed, site, spoil, says;
  };
  const auto c = GENERATE(values<Case>({
      {"sgm JQ daily", "JQ", "update schedule_line set required = required + 1000", "lost: sgm JQ daily"},
      {"sgm JQ weekly", "JQ", "update forecast_line set qty = qty + 1000", "lost: sgm JQ weekly"},
      {"sgm orders", "OMX", "update order_line set open = open + 1000", "lost: sgm orders"},
  }));
  INFO(c.feed);
  GatewayBench bench;
  bench.poll(c.feed);
  auto& store = bench.gateway().store();
  const auto& feeds = bench.gateway().prepared().feeds;
  const auto feed = std::ranges::find_if(feeds, [&](const auto& f) { return store::to_string(f.key) == c.feed; });
  REQUIRE(feed != feeds.end());
  std::vector<std::string> broken;
  const auto compare = [&] {
    compare_with_customer(store, *feed, bench.portals(), c.site, bench.clock().now(),
                          [&](std::string what) { broken.push_back(std::move(what)); });
  };
  compare();
  CHECK(broken.empty());
  SECTION("a quantity") {
    REQUIRE(store.write_now("test.spoil", [&](store::Writer& w) -> Result<void> {
      w.session().execute(c.spoil);
      return {};
    }));
    compare();
    REQUIRE(!broken.empty());
    CHECK(broken[0].starts_with(c.says));
  }
  if (c.feed == "sgm JQ daily") SECTION("withdrawn") {
      bench.portals().eschedule("JQ")->sheets().listed(bench.clock().now()).front()->withdrawn = true;
      compare();
      REQUIRE(!broken.empty());
      CHECK(broken[0].starts_with("invented: sgm JQ daily"));
    }
}

TEST_CASE("a second session of an account, and log-ins beyond the budget, are seen") {
  AccountWorld world("c01/a", "JQ", 1, march(10, 9), 2);
  world.note_session(+1);
  world.note_session(-1);
  world.note_session(+1);
  for (int i = 0; i < 4; ++i) {  // one that is due, and the day's reserve
    world.portals().eschedule("JQ")->account().try_password("SIM-JQ", "sim-jq-2026");
    world.note_log_ins(march(10, 9, i));
  }
  CHECK(world.take_excesses().empty());
  SECTION("a session") { world.note_session(+1); }
  SECTION("a log-in") {
    world.portals().eschedule("JQ")->account().try_password("SIM-JQ", "sim-jq-2026");
    world.note_log_ins(march(10, 9, 5));
  }
  CHECK(world.take_excesses().size() == 1);
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
  checks.after_write(store, march(10, 12));
  CHECK(broken.empty());
  const auto give_up = [&](const std::string& which) {
    broken.clear();
    REQUIRE(store.write_now("test.give_up", [&](store::Writer& w) -> Result<void> {
      w.session().execute("update archive_file set pruned = 1 where pruned is null and sha256 in (" + which + ")");
      return {};
    }));
    checks.after_write(store, march(10, 12));
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
