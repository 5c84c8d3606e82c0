// Sheets that a poll archived after 13:00 and broke off before it had judged the list: a restart publishes no old list.
#include <algorithm>

#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

const std::string kDaily = "sgm JQ daily";

struct Case {
  GatewayBench bench;

  std::vector<simulator::Sheet*> listed(Instant at) { return bench.portals().eschedule("JQ")->sheets().listed(at); }

  /// The plant changes the sheet that stands first on yesterday's list; the poll after it gets that one, and no other.
  void break_off_after_a_change() {
    auto sheets = listed(march(9, 13, 10));
    std::ranges::sort(sheets, std::ranges::greater(), [](const auto* sheet) { return sheet->number; });
    auto& first = *sheets.front();
    simulator::change(first, 0, first.lines[0].required + 480, simulator::Change::shown);
    break_off_after(sheets);
  }
  /// Nothing comes but the first of them.
  void break_off_after(std::vector<simulator::Sheet*> sheets) {
    sheets.erase(sheets.begin());
    for (const auto* sheet : sheets) {
      GatewayBench::Wish wish{"status_503", "JQ", "detail"};
      wish.about = sheet->sid;
      bench.arm(wish);
    }
  }
  void restart() { REQUIRE(bench.run(bench.gateway().recover())); }
};

}  // namespace

TEST_CASE("a sheet that says again what it said the day before is of the list that showed it last") {
  Case c;
  c.bench.move_to(march(10, 12));
  auto sheets = c.listed(march(10, 12));
  std::ranges::sort(sheets, std::ranges::greater(), [](const auto* sheet) { return sheet->number; });
  auto& first = *sheets.front();
  first.pickup = march(11, 19);  // not shipped yet when it is shown again
  first.arrive = march(11, 21);
  first.accepted = true;  // nothing to fill in: the same page each time
  REQUIRE(c.bench.poll(kDaily).outcome == store::RunOutcome::ok);
  const auto as_before = first;
  c.bench.move_to(march(10, 12, 30));
  simulator::change(first, 0, first.lines[0].required + 480, simulator::Change::shown);
  REQUIRE(c.bench.poll(kDaily).outcome == store::RunOutcome::ok);
  const auto good = c.bench.schedule();
  // The list of the day before, and no more than its first sheet comes.
  c.bench.move_to(march(11, 13, 10));
  first = as_before;
  c.bench.arm({"yesterdays_list", "JQ", "list"});
  c.break_off_after(sheets);
  const auto run = c.bench.poll(kDaily);
  REQUIRE(run.outcome == store::RunOutcome::failed);
  REQUIRE(run.documents == 1);
  c.restart();
  CHECK(c.bench.schedule() == good);
}

TEST_CASE("a restart publishes no sheets of an old list that was not judged") {
  Case c;
  c.bench.move_to(march(10, 12));
  REQUIRE(c.bench.poll(kDaily).outcome == store::RunOutcome::ok);
  const auto good = c.bench.schedule();
  c.bench.move_to(march(10, 13, 10));
  c.bench.arm({"yesterdays_list", "JQ", "list"});
  c.break_off_after_a_change();
  const auto run = c.bench.poll(kDaily);
  INFO(store::to_string(*run.outcome));
  REQUIRE(run.documents == 1);
  REQUIRE(run.outcome == store::RunOutcome::failed);
  REQUIRE(c.bench.schedule() == good);
  c.restart();
  CHECK(c.bench.schedule() == good);
  // Also the next morning: the list was read at 13:10.
  c.bench.move_to(march(11, 8));
  c.restart();
  CHECK(c.bench.schedule() == good);
  // A list that is as it should be takes it in.
  c.bench.clear_faults();
  REQUIRE(c.bench.poll(kDaily).outcome == store::RunOutcome::ok);
  CHECK(c.bench.schedule() != good);
  CHECK(c.bench.tickets().empty());
}
