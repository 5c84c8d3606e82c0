// How many requests a second poll makes when little has changed.
#include <fmt/format.h>

#include "bench/portal/parts.hpp"
#include "bench/support/site.hpp"
#include "support/process/portal.hpp"

namespace calloff::bench {
namespace {

constexpr int kListed = 40, kChanged = 2;  // 5 %
constexpr double kLimit = 1.1;
const std::string kFirst = "2026-03-10T11:35:00+08:00", kSecond = "2026-03-10T11:40:00+08:00";

struct Counted {
  std::int64_t made = 0, needed = 0;
};

/// Polls twice; between the polls two sheets are published. Needed: the list (its pages, and the first again, as rows
/// move) and the sheets that are new.
Counted poll_again(const std::string& recheck) {
  // Beside these the list has the eleven of the days before.
  test::process::Portal portal({kFirst, kListed - 11, 0, {"--accounts", "1"}});
  Site site({1, portal.url(), {}, recheck.empty() ? "" : "    recheck: " + recheck + "\n", kFirst});
  site.calloff({"fetch"});
  portal.ask("POST", "/clock", {{"now", kSecond}});
  portal.ask("POST", "/publish", {{"site", "JQ"}, {"target_date", "2026-03-11"}, {"sheets", kChanged}});
  site.set_now(kSecond);
  const auto before = portal.requests();
  site.calloff({"fetch"});
  constexpr int kRowsAPage = 20;
  const auto pages = (kListed + kChanged + kRowsAPage - 1) / kRowsAPage;
  return {portal.requests() - before, pages + 1 + kChanged};
}

}  // namespace

std::vector<Finding> measure_requests() {
  std::vector<Finding> findings;
  for (const std::string recheck : {"0s", "30m"}) {
    const auto counted = poll_again(recheck);
    const auto name = fmt::format("requests: {} listed, {} new, recheck {}", kListed + kChanged, kChanged, recheck);
    const auto ratio = double(counted.made) / double(counted.needed);
    const auto figures = fmt::format("{} made, {} needed", counted.made, counted.needed);
    if (recheck == "0s") {
      findings.push_back(figure(name + ": made / needed", fmt::format("{:.2f}", ratio),
                                figures + "; every open sheet is looked at again"));
      continue;
    }
    findings.push_back(at_most(name + ": made / needed", ratio, kLimit, 2));
    findings.back().note = figures;
  }
  return findings;
}

}  // namespace calloff::bench
