// After 13:00 a list of pick-up sheets must be for later days too: what tells an old list from a right one.
#include <algorithm>

#include "jq_daily.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

struct Case : JqDaily {
  /// The sheets listed now for that day of March.
  std::vector<simulator::Sheet*> sheets_for(int day) {
    auto sheets = listed();
    const auto target = local_date(march(day, 12), "Asia/Shanghai");
    std::erase_if(sheets, [&](const auto* sheet) { return sheet->target != target; });
    return sheets;
  }
  std::vector<std::string> codes() {
    std::vector<std::string> codes;
    for (const auto& ticket : bench.tickets()) codes.push_back(ticket.reason.code);
    return codes;
  }
};

}  // namespace

TEST_CASE("a list whose sheets for tomorrow cannot be understood is not taken for an old one") {
  Case c;
  const auto good = c.poll_well(march(10, 10));
  c.bench.move_to(march(10, 13, 10));
  const auto today = c.sheets_for(10), tomorrow = c.sheets_for(11);
  REQUIRE(!today.empty());
  REQUIRE(!tomorrow.empty());
  ask_for_more(*today.front());
  for (const auto* sheet : tomorrow) c.arm(*sheet, "bad_gbk_byte");
  // Nobody can tell yet whether it is one: what came waits, and a ticket says so beside the sheets' own.
  CHECK(c.poll() == "failed guard/list_undecided");
  CHECK(c.codes() == std::vector<std::string>{"guard/list_undecided", "decode/bad_byte"});
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
  const auto good = c.poll_well(march(10, 12));
  c.bench.move_to(march(11, 13, 10));
  const auto shown = c.sheets_for(11);
  REQUIRE(shown.size() > 1);
  for (auto* sheet : shown) ask_for_more(*sheet);
  c.arm(*shown.front(), "bad_gbk_byte");
  c.bench.arm({"yesterdays_list", "JQ", "list"});
  CHECK(c.poll() == "failed guard/list_undecided");
  CHECK(c.bench.schedule() == good);
}

TEST_CASE("a list that was read before midnight is judged by the day on which it was read") {
  Case c;
  const auto good = c.poll_well(march(10, 12));
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
