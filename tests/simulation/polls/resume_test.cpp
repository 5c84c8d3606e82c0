// Sheets that a poll archived after 13:00 and broke off before it had judged the list: a restart publishes no old list.
#include <algorithm>

#include "jq_daily.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

struct Case : JqDaily {
  /// The plant changes the sheet that stands first on yesterday's list; the poll after it gets that one, and no other.
  void break_off_after_a_change() {
    const auto sheets = asked_for(march(9, 13, 10));
    ask_for_more(*sheets.front());
    break_off_after(sheets);
  }
  /// Nothing comes but the first of them.
  void break_off_after(std::vector<simulator::Sheet*> sheets) {
    sheets.erase(sheets.begin());
    for (const auto* sheet : sheets) arm(*sheet, "status_503");
  }
  void restart() { REQUIRE(bench.run(bench.gateway().recover())); }
};

}  // namespace

TEST_CASE("a sheet that says again what it said the day before is of the list that showed it last") {
  Case c;
  c.bench.move_to(march(10, 12));
  const auto sheets = c.asked_for(march(10, 12));
  auto& first = *sheets.front();
  first.pickup = march(11, 19);  // not shipped yet when it is shown again
  first.arrive = march(11, 21);
  first.accepted = true;  // nothing to fill in: the same page each time
  REQUIRE(c.poll() == "ok");
  const auto as_before = first;
  c.bench.move_to(march(10, 12, 30));
  ask_for_more(first);
  REQUIRE(c.poll() == "ok");
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
  const auto good = c.poll_well(march(10, 12));
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
  REQUIRE(c.poll() == "ok");
  CHECK(c.bench.schedule() != good);
  CHECK(c.bench.tickets().empty());
}
