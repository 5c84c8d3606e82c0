// How many requests a second poll makes when little has changed.
#include <fmt/format.h>

#include <stdexcept>

#include "bench/portal/parts.hpp"
#include "bench/support/portal.hpp"
#include "bench/support/site.hpp"

namespace calloff::bench {
namespace {

constexpr int kListed = 40, kChanged = 2;  // 5 %
constexpr double kLimit = 1.1;
const std::string kFirst = "2026-03-10T11:35:00+08:00", kSecond = "2026-03-10T11:40:00+08:00";

void fetch(Site& site) {
  if (const auto cost = site.calloff({"fetch"}); cost.exit != 0)
    throw std::runtime_error(fmt::format("calloff fetch exited with {}: {}", cost.exit, site.said()));
}

struct Counted {
  std::int64_t made = 0, needed = 0;
};

/// Polls twice; between the polls two sheets are published. Needed: the list (its pages, and the first again, as rows
/// move) and the sheets that are new.
Counted poll_again(const std::string& recheck) {
  const Folder folder;
  // Beside these the list has the eleven of the days before.
  const Portal portal(folder.path(), {"--now", kFirst, "--accounts", "1", "--sheets", std::to_string(kListed - 11)});
  Site site({1, portal.url(), {}, recheck.empty() ? "" : "    recheck: " + recheck + "\n", kFirst});
  fetch(site);
  portal.ask("POST", "/clock", R"({"now": ")" + kSecond + R"("})");
  portal.ask("POST", "/publish",
             fmt::format(R"({{"site": "JQ", "target_date": "2026-03-11", "sheets": {}}})", kChanged));
  site.set_now(kSecond);
  const auto before = portal.requests();
  fetch(site);
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
