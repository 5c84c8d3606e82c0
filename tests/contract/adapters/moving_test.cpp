// Rows that move while the pages of a list are read: the list is read anew, and given up after three readings; an entry
// is never missed and never met twice.
#include <set>

#include "support/catch.hpp"
#include "support/portal/poll_walk.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

/// A list of more than one page, and a way to push a new row in at its front.
struct MovingList {
  const char *adapter, *feed, *step;
  void (*push)(AdapterBench& bench);
};

void push_sheet(AdapterBench& bench) {
  bench.portals().eschedule("JQ")->sheets().publish(std::chrono::year(2026) / 3 / 11, 1, bench.clock().now());
}
void push_order(AdapterBench& bench) { bench.portals().omx().orders().add({}, bench.clock().now()); }

const std::vector<MovingList>& lists() {
  static const std::vector<MovingList> rows{{"sgm_eschedule", "daily", "list", push_sheet},
                                            {"sgm_omx", "orders", "query", push_order}};
  return rows;
}

/// Pushes a row in before the requests of `step` with these numbers, counted from 1.
void push_before(AdapterBench& bench, const MovingList& list, std::set<std::size_t> numbers) {
  auto asked = std::make_shared<std::size_t>(0);
  bench.wire().before_each([&bench, list, numbers, asked](std::size_t, const transport::Request& request) {
    if (request.step == list.step && numbers.contains(++*asked)) list.push(bench);
    return Misfortune::none;
  });
}

std::set<std::string> ids_of(const adapter_api::Listing& listing) {
  std::set<std::string> ids;
  for (const auto& entry : listing.entries) ids.insert(entry.id);
  return ids;
}

}  // namespace

TEST_CASE("a row that comes in between two pages is in the list, and every other one once") {
  for (const auto& moving : lists()) {
    INFO(moving.adapter);
    AdapterBench bench(moving.adapter);
    REQUIRE(bench.open());
    const auto before = bench.list(moving.feed);
    REQUIRE(before);
    REQUIRE(before->evidence.size() > 1);
    push_before(bench, moving, {2});
    const auto after = bench.list(moving.feed);
    REQUIRE(after);
    CHECK(ids_of(*after).size() == after->entries.size());
    CHECK(after->entries.size() == before->entries.size() + 1);
    for (const auto& id : ids_of(*before)) CHECK(ids_of(*after).contains(id));
    for (const auto& entry : after->entries) CHECK(bench.fetch(moving.feed, entry));
  }
}

TEST_CASE("a list that never stands still is asked again later, and nothing of it is taken") {
  for (const auto& moving : lists()) {
    INFO(moving.adapter);
    AdapterBench bench(moving.adapter);
    REQUIRE(bench.open());
    std::set<std::size_t> every;
    for (std::size_t i = 2; i < 60; ++i) every.insert(i);
    push_before(bench, moving, every);
    const auto listed = bench.list(moving.feed);
    REQUIRE(!listed);
    CHECK(listed.error().code == "page/moving");
    CHECK(listed.error().recovery == Recovery::retry);
    bench.wire().before_each({});
    CHECK(bench.list(moving.feed));
  }
}

TEST_CASE("sheets that are opened while the list is read move nothing: one reading is enough") {
  AdapterBench bench("sgm_eschedule");
  REQUIRE(bench.open());
  const auto before = bench.list("daily");
  REQUIRE(before);
  const auto asked = bench.requests("/JQ/pus_/pusSearch.do");
  bench.wire().before_each([&](std::size_t, const transport::Request&) {
    for (auto* sheet : bench.portals().eschedule("JQ")->sheets().listed(bench.clock().now())) sheet->opened = true;
    return Misfortune::none;
  });
  const auto after = bench.list("daily");
  REQUIRE(after);
  CHECK(ids_of(*after) == ids_of(*before));
  CHECK(bench.requests("/JQ/pus_/pusSearch.do") == asked + 3);
}
