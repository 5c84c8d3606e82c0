// A gateway that polls the pick-up sheets of plant JQ.
#pragma once
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"

namespace calloff::test {

inline const std::string kDaily = "sgm JQ daily";

struct JqDaily {
  GatewayBench bench;
  explicit JqDaily(int sheets = 2) : bench(sheets) {}

  std::vector<simulator::Sheet*> listed() { return listed(bench.clock().now()); }
  std::vector<simulator::Sheet*> listed(Instant at) { return bench.portals().eschedule("JQ")->sheets().listed(at); }
  /// In the order in which they are asked for.
  std::vector<simulator::Sheet*> asked_for(Instant at) {
    auto sheets = listed(at);
    std::ranges::sort(sheets, std::ranges::greater(), [](const auto* sheet) { return sheet->number; });
    return sheets;
  }
  /// Whenever the sheet's page is asked for, until the faults are cleared.
  void arm(const simulator::Sheet& sheet, const std::string& fault) {
    GatewayBench::Wish wish{fault, "JQ", "detail"};
    wish.about = sheet.sid;
    bench.arm(wish);
  }
  /// `ok`, `partial page/empty_answer`
  std::string poll() {
    const auto run = bench.poll(kDaily);
    return std::string(store::to_string(*run.outcome)) + (run.cause ? " " + run.cause->code : "");
  }
  /// A poll at that time, in which all goes well. returns: the schedule that it leaves in force
  std::vector<std::string> poll_well(Instant at) {
    bench.move_to(at);
    REQUIRE(poll() == "ok");
    return bench.schedule();
  }
};

/// The plant wants more of the sheet's first part.
inline void ask_for_more(simulator::Sheet& sheet) {
  simulator::change(sheet, 0, sheet.lines[0].required + 480, simulator::Change::shown);
}

}  // namespace calloff::test
