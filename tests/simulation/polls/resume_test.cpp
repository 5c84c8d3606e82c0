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
