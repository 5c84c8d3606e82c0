// One document of which nothing ever comes: what stands behind it is fetched all the same, and a portal that gives
// nothing at all still ends the run.
#include <algorithm>

#include "jq_daily.hpp"
#include "store/delivery_schedules.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

struct Case : JqDaily {
  explicit Case(int sheets = 4) : JqDaily(sheets) { bench.move_to(march(10, 11, 30)); }

  std::vector<simulator::Sheet*> asked_for() { return JqDaily::asked_for(bench.clock().now()); }
  /// Nothing comes of the first three that are asked for, which ends a poll. returns: all, in that order
  std::vector<simulator::Sheet*> break_three() {
    const auto sheets = asked_for();
    REQUIRE(sheets.size() > 4);
    for (int i = 0; i < 3; ++i) arm(*sheets[std::size_t(i)], "status_502");
    REQUIRE(poll() == "failed page/http_status");
    return sheets;
  }
  bool has(const simulator::Sheet& sheet) {
    const auto rows = bench.schedule();
    return std::ranges::any_of(rows, [&](const auto& row) { return row.find(sheet.number) != row.npos; });
  }
  std::vector<std::string> unfetched() {
    std::vector<std::string> entries;
    for (const auto& ticket : bench.tickets())
      if (ticket.reason.code == "inbound/unfetched") entries.emplace_back(ticket.reason.arg("entry"));
    std::ranges::sort(entries);
    return entries;
  }
  std::size_t set_polls() {
    const auto polls = bench.gateway().store().read_now([](store::Reader& r) -> Result<std::size_t> {
      return store::set_polls(r, "sgm", "JQ", parse_date("2026-03-01").value(), std::nullopt).size();
    });
    return polls.value();
  }
};

}  // namespace

TEST_CASE("a document of which nothing ever comes holds up none behind it") {
  const std::string fault = GENERATE("status_502", "cut_body", "slow");
  INFO(fault);
  Case c;
  const auto sheets = c.asked_for();
  c.arm(*sheets.front(), fault);
  CHECK(c.poll().starts_with("partial "));
  for (const auto* sheet : sheets) {
    INFO(sheet->number);
    CHECK(c.has(*sheet) == (sheet != sheets.front()));
  }
  CHECK(c.unfetched() == std::vector{sheets.front()->number});
  CHECK(c.set_polls() == 0);
  // It stays so: no other ticket, and the rest is polled as ever.
  c.bench.advance(std::chrono::minutes(10));
  CHECK(c.poll().starts_with("partial "));
  CHECK(c.unfetched() == std::vector{sheets.front()->number});
  // The portal mends it.
  c.bench.clear_faults();
  c.bench.advance(std::chrono::minutes(10));
  CHECK(c.poll() == "ok");
  CHECK(c.has(*sheets.front()));
  CHECK(c.bench.tickets().empty());
  CHECK(c.set_polls() > 0);
}

TEST_CASE("a portal that gives no document at all ends the run at the third in a row") {
  Case c(8);
  c.bench.arm({"status_502", "JQ", "detail"});
  CHECK(c.poll() == "failed page/http_status");
  CHECK(c.bench.requests("/JQ/pus_/pus.do") == 3);
  CHECK(c.bench.schedule().empty());
}

TEST_CASE("a portal that asks to be left alone ends the run at once") {
  struct Told {
    const char* fault;
    const char* outcome;
  };
  const auto told = GENERATE(values<Told>({{"status_503", "failed page/http_status"},
                                           {"status_429", "failed page/http_status"},
                                           {"maintenance", "blocked page/maintenance"},
                                           {"expired_between", "blocked accounts/session_keeps_ending"}}));
  INFO(told.fault);
  Case c(8);
  c.bench.arm({told.fault, "JQ", "detail"});
  CHECK(c.poll() == told.outcome);
  CHECK(c.bench.requests("/JQ/pus_/pus.do") <= 2);
  CHECK(c.unfetched().empty());
}

TEST_CASE("three broken documents in a row hold up the others once, and no more") {
  Case c;
  const auto sheets = c.break_three();
  CHECK(c.bench.schedule().empty());
  c.bench.advance(std::chrono::minutes(10));
  CHECK(c.poll() == "partial page/http_status");
  for (std::size_t i = 3; i < sheets.size(); ++i) CHECK(c.has(*sheets[i]));
  CHECK(c.unfetched().size() == 3);
}

TEST_CASE("documents known to be broken are no news of the portal, also where nothing else is asked for") {
  Case c;
  const auto sheets = c.break_three();
  for (std::size_t i = 4; i < sheets.size(); ++i) sheets[i]->pickup = march(10, 8);  // shipped: not read again
  c.bench.advance(std::chrono::minutes(10));
  REQUIRE(c.poll() == "partial page/http_status");
  // The list is gone through to its end: a sheet that left it is missed, and only the three are told of.
  sheets[3]->withdrawn = true;
  c.bench.advance(std::chrono::minutes(10));
  const auto before = c.bench.requests("/JQ/pus_/pus.do");
  CHECK(c.poll() == "partial page/http_status");
  CHECK(c.bench.requests("/JQ/pus_/pus.do") == before + 3);
  c.bench.advance(std::chrono::minutes(10));
  CHECK(c.poll() == "partial page/http_status");
  CHECK(c.unfetched().size() == 3);
  std::size_t left = 0;
  for (const auto& ticket : c.bench.tickets()) {
    INFO(ticket.dedup_key << " " << ticket.reason.code);
    left += ticket.reason.code == "inbound/left_list" ? 1 : 0;
    CHECK(!ticket.dedup_key.starts_with("feed/"));
  }
  CHECK(left == 1);
}

TEST_CASE("a ticket of a document ends with its row of the list") {
  Case c;
  auto* sheet = c.asked_for().front();
  c.arm(*sheet, "status_502");
  REQUIRE(c.poll().starts_with("partial "));
  REQUIRE(c.unfetched().size() == 1);
  sheet->withdrawn = true;
  c.bench.advance(std::chrono::minutes(10));
  CHECK(c.poll() == "unchanged");
  CHECK(c.unfetched().empty());
}
