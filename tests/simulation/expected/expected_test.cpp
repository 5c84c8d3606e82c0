// What should come and does not: a gateway before the simulated portals, and what a person is told while nothing
// happens.
#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/json.hpp>
#include <boost/system/system_error.hpp>

#include "expected/watch.hpp"
#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"
#include "support/passing_store.hpp"
#include "support/process/json_schema.hpp"

using namespace calloff;
using namespace calloff::test;
using expected::Expectation;
using expected::Watch;

namespace {

const std::string kKey = "expected/sgm/JQ/daily/2026-03-10";

/// A gateway that is polled for JQ's sheets, and a watch over them alone.
struct Plant {
  GatewayBench bench;
  std::vector<Expectation> expectations;
  std::unique_ptr<Watch> watch;

  explicit Plant(int sheets = 2) : bench(sheets) {
    const auto& prepared = bench.gateway().prepared();
    for (auto& one : expected::expectations(prepared.configuration, app::records_of(prepared)))
      if (one.feed == store::FeedKey{"sgm", "JQ", "daily"}) expectations.push_back(one);
    REQUIRE(expectations.size() == 1);
    poll();
    restart();
  }

  void restart() {
    watch = std::make_unique<Watch>(bench.gateway().store(), bench.clock(), [](const LogLine&) {}, expectations);
  }
  std::string poll() { return std::string(store::to_string(*bench.poll("sgm JQ daily").outcome)); }
  /// A poll that is under way.
  store::RunRecord begin_poll() {
    store::RunRecord run;
    run.customer = "sgm";
    run.plant = "JQ";
    run.feed = "daily";
    run.adapter = "sgm_eschedule";
    run.started = bench.clock().now();
    REQUIRE(bench.gateway().store().write_now("test.run", [&](store::Writer& w) -> Result<void> {
      run.id = store::start_run(w, run);
      auto state = store::feed_state(w, {"sgm", "JQ", "daily"});
      state.last_run = run.id;
      state.last_started = run.started;
      store::put_feed_state(w, state);
      return {};
    }));
    return run;
  }
  void end_poll(store::RunRecord run) {
    run.outcome = store::RunOutcome::unchanged;
    run.ended = bench.clock().now();
    REQUIRE(bench.gateway().store().write_now("test.run", [&](store::Writer& w) { return store::finish_run(w, run); }));
  }
  void silence() { bench.arm({.fault = "status_502", .site = "JQ"}); }
  Watch::Seen look() {
    const auto seen = bench.run(watch->look());
    REQUIRE(seen);
    return *seen;
  }
  void look_at(int day, int hour, int minute) {
    bench.move_to(march(day, hour, minute));
    look();
  }
  /// Open tickets of the watch: `T-1 expected/sheets_late warn x1; `
  std::string told() {
    std::string text;
    for (const auto& ticket : bench.tickets())
      if (ticket.reason.code.starts_with("expected/"))
        text += "T-" + std::to_string(ticket.id) + " " + ticket.reason.code + " " +
                std::string(store::to_string(ticket.severity)) + " x" + std::to_string(ticket.count) + "; ";
    return text;
  }
  std::optional<store::Ticket> ticket(const std::string& key = kKey) {
    return bench.gateway()
        .store()
        .read_now([&](store::Reader& r) -> Result<std::optional<store::Ticket>> { return store::ticket_of(r, key); })
        .value();
  }
  /// What `calendar expected` says of that day.
  boost::json::object listed(const std::string& day) {
    const auto said =
        bench.calloff({"calendar", "expected", "--plant", "JQ", "--from", day, "--to", day, "-o", "json"});
    INFO(said.err);
    REQUIRE(said.exit == 0);
    const auto rows = boost::json::parse(said.out);
    CHECK(process::complaints_of("expected", rows) == "");
    REQUIRE(rows.as_array().size() == 1);
    return rows.at(0).as_object();
  }
};

/// Lets something happen once, after the watch has judged and before it writes.
class Between final : public PassingStore {
 public:
  Between(store::Store& kept, std::function<void()> happen) : PassingStore(kept), happen_(std::move(happen)) {}

 protected:
  Task<void> write_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override {
    if (const auto happen = std::exchange(happen_, nullptr)) happen();
    co_return co_await kept().write(std::move(job), std::move(fn));
  }

 private:
  std::function<void()> happen_;
};

/// Sleeps so often, and is then cancelled.
class CountedSleep final : public Clock {
 public:
  CountedSleep(TestClock& clock, int sleeps) : clock_(clock), sleeps_(sleeps) {}
  Instant now() const override { return clock_.now(); }
  BootTime boot() const override { return clock_.boot(); }
  boost::asio::awaitable<void> sleep_until(BootTime until) override {
    if (--sleeps_ < 0) throw boost::system::system_error(boost::asio::error::operation_aborted);
    co_await clock_.sleep_until(until);
  }

 private:
  TestClock& clock_;
  int sleeps_;
};

}  // namespace

TEST_CASE("nothing happens: a ticket at the first time, worse at the second, closed when it comes") {
  Plant plant;
  plant.silence();
  plant.look_at(10, 11, 59);
  CHECK(plant.told() == "");
  CHECK(plant.listed("2026-03-10").at("state") == "not_due");
  plant.look_at(10, 12, 0);
  REQUIRE(plant.ticket());
  const auto first = "T-" + std::to_string(plant.ticket()->id);
  CHECK(plant.told() == first + " expected/sheets_late warn x1; ");
  CHECK(plant.ticket()->reason.arg("target") == "2026-03-11");
  plant.look_at(10, 12, 59);
  CHECK(plant.told() == first + " expected/sheets_late warn x1; ");
  const auto row = plant.listed("2026-03-10");
  CHECK(row.at("state") == "missing");
  CHECK(row.at("ticket").as_string() == store::ticket_name(plant.ticket()->id).c_str());
  plant.look_at(10, 13, 0);
  CHECK(plant.told() == first + " expected/sheets_missing error x2; ");
  plant.bench.clear_faults();
  plant.bench.move_to(march(10, 13, 20));
  CHECK(plant.poll() == "ok");
  plant.look();
  CHECK(plant.told() == "");
  CHECK(plant.ticket()->closed_by == "gateway");
  CHECK(plant.ticket()->closed_why.starts_with("it came at 2026-03-10T13:20"));
  CHECK(plant.listed("2026-03-10").at("state") == "late");
}

TEST_CASE("what comes in time is told to nobody") {
  Plant plant;
  for (const int minute : {10, 20, 30}) {
    plant.look_at(10, 11, minute);
    plant.poll();
  }
  plant.look_at(10, 12, 0);
  plant.look_at(10, 13, 0);
  CHECK(plant.told() == "");
  CHECK_FALSE(plant.ticket());
  const auto row = plant.listed("2026-03-10");
  CHECK(row.at("state") == "arrived");
  CHECK(row.at("documents") == 2);
  CHECK(std::string(row.at("came").as_string()).starts_with("2026-03-10T11:1"));
}

TEST_CASE("some sheets are not all: until the set is whole a person is told so") {
  Plant plant;
  plant.bench.move_to(march(10, 11, 55));
  plant.poll();
  plant.look_at(10, 12, 0);
  CHECK(plant.ticket()->reason.code == "expected/set_late");
  CHECK(plant.ticket()->reason.arg("count") == "2");
  CHECK(plant.listed("2026-03-10").at("state") == "incomplete");
  plant.bench.move_to(march(10, 12, 8));
  plant.poll();
  plant.look();
  CHECK(plant.told() == "");
  CHECK(plant.listed("2026-03-10").at("state") == "arrived");
}

TEST_CASE("a poll that runs may bring it: it is waited for, ten minutes at most") {
  Plant plant;
  const bool ends = GENERATE(true, false);
  INFO(ends);
  plant.bench.move_to(march(10, 11, 59));
  auto run = plant.begin_poll();
  plant.bench.move_to(march(10, 12, 0));
  const auto seen = plant.look();
  CHECK(plant.told() == "");
  CHECK(seen.waits);
  CHECK(seen.next == march(10, 12, 10));
  if (ends)
    plant.end_poll(run);
  else
    plant.bench.move_to(march(10, 12, 10));
  plant.look();
  CHECK(plant.ticket());
}

TEST_CASE("a poll that begins while it is judged is waited for, too") {
  Plant plant;
  store::RunRecord run;
  Between store(plant.bench.gateway().store(), [&] { run = plant.begin_poll(); });
  plant.watch = std::make_unique<Watch>(store, plant.bench.clock(), [](const LogLine&) {}, plant.expectations);
  plant.bench.move_to(march(10, 12, 0));
  const auto seen = plant.look();
  CHECK(plant.told() == "");
  CHECK(seen.waits);
  CHECK(seen.next == march(10, 12, 10));
  plant.end_poll(run);
  plant.look();
  CHECK(plant.ticket());
}

TEST_CASE("a restart forgets nothing, and says nothing twice") {
  Plant plant;
  plant.silence();
  plant.look_at(10, 12, 0);
  const auto told = plant.told();
  for (int i = 0; i < 3; ++i) {
    plant.restart();
    plant.bench.advance(std::chrono::minutes(3));
    plant.look();
    CHECK(plant.told() == told);
  }
}

TEST_CASE("a gateway that was down at the deadline tells after it has started, when polls were made up for") {
  const bool comes = GENERATE(true, false);
  INFO(comes);
  Plant plant;
  if (!comes) plant.silence();
  plant.bench.move_to(march(10, 13, 30));
  plant.restart();
  const auto seen = plant.look();
  CHECK(plant.told() == "");
  CHECK(seen.next == march(10, 13, 32));
  plant.poll();
  plant.look_at(10, 13, 32);
  CHECK((plant.ticket() ? plant.ticket()->reason.code : "") == (comes ? "" : "expected/sheets_missing"));
}

TEST_CASE("days that were missed while the gateway was down are told, too, each once; days off are not") {
  Plant plant;
  plant.silence();
  plant.bench.move_to(march(17, 9));  // the Tuesday after
  plant.restart();
  plant.bench.advance(std::chrono::minutes(3));
  plant.look();
  std::vector<std::string> days;
  for (const auto& ticket : plant.bench.tickets())
    if (ticket.reason.code.starts_with("expected/")) days.emplace_back(ticket.reason.arg("day"));
  std::ranges::sort(days);
  CHECK(days == std::vector<std::string>{"2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13", "2026-03-16"});
  CHECK(plant.listed("2026-03-14").at("state") == "no_workday");
  CHECK(plant.listed("2026-03-09").at("state") == "not_watched");
}

TEST_CASE("a person's word that it is over stands until it gets worse") {
  Plant plant;
  plant.silence();
  plant.look_at(10, 12, 0);
  const auto id = plant.ticket()->id;
  REQUIRE(plant.bench.calloff({"exception", "resolve", store::ticket_name(id), "--note", "asked"}).exit == 0);
  plant.look_at(10, 12, 30);
  CHECK(plant.told() == "");
  plant.look_at(10, 13, 0);
  CHECK(plant.ticket()->reason.code == "expected/sheets_missing");
  REQUIRE(plant.bench.calloff({"exception", "resolve", store::ticket_name(plant.ticket()->id), "--note", "no truck"})
              .exit == 0);
  plant.look_at(10, 18, 0);
  CHECK(plant.told() == "");
}

TEST_CASE("an empty list where something should stand in it is no success") {
  Plant plant;
  plant.bench.arm({.fault = "empty_with_text", .site = "JQ", .step = "list"});
  plant.bench.move_to(march(10, 11, 50));
  CHECK(plant.poll() == "no_data");
  plant.look();
  CHECK(plant.told() == "");  // not due yet
  plant.look_at(10, 12, 0);
  CHECK(plant.ticket()->reason.code == "expected/empty");
  CHECK(plant.ticket()->severity == store::Severity::error);
  plant.bench.clear_faults();
  for (const int minute : {10, 25}) {
    plant.bench.move_to(march(10, 12, minute));
    plant.poll();
  }
  plant.look();
  CHECK(plant.told() == "");
}

TEST_CASE("where the guard says that the list is an old one, nobody is told the same twice") {
  Plant plant;
  plant.bench.arm({.fault = "yesterdays_list", .site = "JQ", .step = "list"});
  plant.bench.move_to(march(10, 11, 50));
  plant.poll();
  plant.look_at(10, 12, 0);
  const auto told = plant.told();
  CHECK(told.find("expected/sheets_late warn x1") != told.npos);
  plant.bench.move_to(march(10, 13, 0));
  plant.poll();
  plant.look();
  CHECK(plant.told() == told);
  std::vector<std::string> codes;
  for (const auto& ticket : plant.bench.tickets()) codes.push_back(ticket.reason.code);
  CHECK(std::ranges::count(codes, "guard/old_list") == 1);
}

TEST_CASE("a number that is left out is told once, and is over when it comes") {
  Plant plant(4);
  plant.expectations[0].by.numbers = settings::Numbering{3, 1};
  plant.restart();
  plant.bench.move_to(march(10, 11, 20));
  std::vector<simulator::Sheet*> tomorrow;
  for (auto* sheet : plant.bench.portals().eschedule("JQ")->sheets().listed(march(10, 11, 20)))
    if (sheet->number.starts_with("JQ260311")) tomorrow.push_back(sheet);
  std::ranges::sort(tomorrow, {}, [](const auto* sheet) { return sheet->number; });
  REQUIRE(tomorrow.size() == 4);
  tomorrow[0]->withdrawn = tomorrow[2]->withdrawn = true;
  plant.poll();
  plant.bench.move_to(march(10, 11, 35));
  plant.poll();
  plant.look();
  const std::string key = "left_out/sgm/JQ/daily/2026-03-10";
  REQUIRE(plant.ticket(key));
  CHECK(plant.ticket(key)->reason.arg("numbers") == tomorrow[0]->number + ", " + tomorrow[2]->number);
  CHECK(plant.ticket(key)->severity == store::Severity::warn);
  plant.look_at(10, 11, 45);
  CHECK(plant.ticket(key)->count == 1);
  // What a bad poll does not show has not come.
  plant.silence();
  plant.poll();
  plant.look();
  CHECK_FALSE(plant.ticket(key)->closed);
  CHECK(plant.ticket(key)->count == 1);
  plant.bench.clear_faults();
  plant.bench.advance(std::chrono::minutes(5));
  tomorrow[0]->withdrawn = tomorrow[2]->withdrawn = false;
  plant.poll();
  plant.look();
  CHECK(plant.ticket(key)->closed_by == "gateway");
}

TEST_CASE("what is not expected any more is not waited for") {
  Plant plant;
  plant.silence();
  plant.look_at(10, 12, 0);
  REQUIRE(plant.told() != "");
  plant.expectations.clear();
  plant.restart();
  plant.look();
  CHECK(plant.told() == "");
  CHECK(plant.ticket()->closed_why == "not expected any more");
}

TEST_CASE("the task wakes at the deadline itself, however long nothing happens") {
  Plant plant;
  plant.silence();
  plant.bench.move_to(march(10, 11, 30));
  CountedSleep clock(plant.bench.clock(), 45);
  Watch watch(plant.bench.gateway().store(), clock, [](const LogLine&) {}, plant.expectations);
  bool is_cancelled = false;
  plant.bench.run([](Watch& of, bool& cancelled) -> boost::asio::awaitable<int> {
    try {
      co_await of.run();
    } catch (const boost::system::system_error&) {
      cancelled = true;
    }
    co_return 0;
  }(watch, is_cancelled));
  CHECK(is_cancelled);
  REQUIRE(plant.ticket());
  CHECK(plant.ticket()->opened == march(10, 12, 0));
}

TEST_CASE("few days are listed however far away they are") {
  GatewayBench bench;
  for (const auto& [option, day] : {std::pair("--to", "2020-05-10"), std::pair("--from", "2032-05-10")}) {
    INFO(option);
    CHECK(bench.calloff({"calendar", "expected", option, day}).exit == 0);
  }
}

TEST_CASE("what is asked for wrongly is a mistake of usage") {
  GatewayBench bench;
  const std::vector<std::vector<std::string>> lines{
      {"--from", "soon"}, {"--from", "2026-03-10", "--to", "2026-03-09"}, {"--from", "2020-01-01"}};
  for (auto words : lines) {
    words.insert(words.begin(), {"calendar", "expected"});
    INFO(words[3]);
    CHECK(bench.calloff(words).exit == 2);
  }
  const auto csv = bench.calloff({"calendar", "expected", "-o", "csv"});
  CHECK(csv.out.starts_with("day,customer,plant,feed,what,target,state,by,escalate,came,documents,left_out,ticket"));
}
