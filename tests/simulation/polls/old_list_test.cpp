// After 13:00 a list of pick-up sheets must be for later days too: what tells an old list from a right one.
#include <algorithm>

#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

const std::string kDaily = "sgm JQ daily";

struct Case {
  GatewayBench bench;

  std::vector<simulator::Sheet*> listed() {
    return bench.portals().eschedule("JQ")->sheets().listed(bench.clock().now());
  }
  /// The sheets listed now for that day of March.
  std::vector<simulator::Sheet*> sheets_for(int day) {
    auto sheets = listed();
    const auto target = local_date(march(day, 12), "Asia/Shanghai");
    std::erase_if(sheets, [&](const auto* sheet) { return sheet->target != target; });
    return sheets;
  }
  std::string poll() {
    const auto run = bench.poll(kDaily);
    return std::string(store::to_string(*run.outcome)) + (run.cause ? " " + run.cause->code : "");
  }
  std::vector<std::string> codes() {
    std::vector<std::string> codes;
    for (const auto& ticket : bench.tickets()) codes.push_back(ticket.reason.code);
    return codes;
  }
};

void ask_for_more(simulator::Sheet& sheet) {
  simulator::change(sheet, 0, sheet.lines[0].required + 480, simulator::Change::shown);
}

}  // namespace

TEST_CASE("a list whose sheets for tomorrow cannot be understood is not taken for an old one") {
  Case c;
  REQUIRE(c.poll() == "ok");
  const auto good = c.bench.schedule();
  c.bench.move_to(march(10, 13, 10));
  const auto today = c.sheets_for(10), tomorrow = c.sheets_for(11);
  REQUIRE(!today.empty());
  REQUIRE(!tomorrow.empty());
  ask_for_more(*today.front());
  for (const auto* sheet : tomorrow) {
    GatewayBench::Wish wish{"bad_gbk_byte", "JQ", "detail"};
    wish.about = sheet->sid;
    c.bench.arm(wish);
  }
  // Nobody can tell yet whether it is one: what came waits, and the sheets' own ticket says why.
  CHECK(c.poll() == "failed decode/bad_byte");
  CHECK(c.codes() == std::vector<std::string>{"decode/bad_byte"});
  CHECK(c.bench.schedule() == good);
  // Once they are understood the list is taken, change and all.
  c.bench.clear_faults();
  c.bench.advance(std::chrono::minutes(10));
  CHECK(c.poll() == "ok");
  CHECK(c.codes().empty());
  const auto rows = c.bench.schedule();
  CHECK(std::ranges::any_of(rows, [&](const auto& row) { return row.find(tomorrow.front()->number) != row.npos; }));
  CHECK(std::ranges::any_of(good, [&](const auto& row) { return std::ranges::find(rows, row) == rows.end(); }));
}

TEST_CASE("an old list of which some sheets cannot be understood is not published either") {
  Case c;
  c.bench.move_to(march(10, 12));
  REQUIRE(c.poll() == "ok");
  const auto good = c.bench.schedule();
  c.bench.move_to(march(11, 13, 10));
  const auto shown = c.sheets_for(11);
  REQUIRE(shown.size() > 1);
  for (auto* sheet : shown) ask_for_more(*sheet);
  GatewayBench::Wish wish{"bad_gbk_byte", "JQ", "detail"};
  wish.about = shown.front()->sid;
  c.bench.arm(wish);
  c.bench.arm({"yesterdays_list", "JQ", "list"});
  CHECK(c.poll() == "failed decode/bad_byte");
  CHECK(c.bench.schedule() == good);
}

TEST_CASE("a list that was read before midnight is judged by the day on which it was read") {
  Case c;
  c.bench.move_to(march(10, 12));
  REQUIRE(c.poll() == "ok");
  const auto good = c.bench.schedule();
  c.bench.move_to(march(10, 23, 59));
  ask_for_more(*c.sheets_for(11).front());
  GatewayBench::Wish wish{"slow", "JQ", "detail"};
  wish.delay = std::chrono::seconds(50);
  c.bench.arm(wish);
  CHECK(c.poll() == "ok");
  REQUIRE(c.bench.clock().now() > march(11, 0));
  CHECK(c.codes().empty());
  CHECK(c.bench.schedule() != good);
}
