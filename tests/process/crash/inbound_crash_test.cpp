// Killed with SIGKILL before and after every durable write of a poll: the next poll goes on, nothing is lost, nothing
// is there twice. The points are not a list of ours: an undisturbed poll tells which it passes.
#include <boost/json.hpp>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "support/catch.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;

namespace {

const std::vector<std::string> kDaily{"fetch", "--feed", "daily"}, kAll{"fetch"};

/// What an undisturbed fetch of this portal gives, every point that it passes, and how often.
struct Undisturbed {
  std::map<std::string, int> points;
  boost::json::array schedule, orders;
};

Undisturbed fetch_undisturbed(Portal& portal, const std::vector<std::string>& fetch) {
  Site site(portal.url());
  const auto list = site.data().parent_path() / "points";
  site.environment["CALLOFF_CRASH_LIST"] = list.string();
  REQUIRE(site.calloff(fetch).exit == 0);
  site.environment.erase("CALLOFF_CRASH_LIST");
  Undisturbed undisturbed{{}, schedule_of(site), orders_of(site)};
  std::ifstream file(list);
  for (std::string line; std::getline(file, line);) ++undisturbed.points[line];
  return undisturbed;
}

/// Killed at that point, then polled again. Says what differs; empty when all is well.
std::string after_kill(const Portal& portal, const std::vector<std::string>& fetch, const std::string& point,
                       const Undisturbed& expected) {
  Site site(portal.url());
  site.environment["CALLOFF_CRASH_AT"] = point;
  if (const auto killed = site.calloff(fetch); killed.signal != SIGKILL)
    return "not killed: exit " + std::to_string(killed.exit) + " " + killed.err;
  site.environment.erase("CALLOFF_CRASH_AT");
  site.now = "2026-03-10T11:37:00+08:00";  // past the gap between two log-ins
  const auto again = site.calloff(fetch);
  if (again.exit != 0) return "afterwards: exit " + std::to_string(again.exit) + " " + again.out + again.err;
  if (schedule_of(site) != expected.schedule) return "another schedule";
  if (orders_of(site) != expected.orders) return "other orders";
  return is_sound(site) ? "" : "store check: " + site.calloff({"store", "check"}).out;
}

/// Of the long form, `./dev check --crash`.
int rounds() {
  const char* text = std::getenv("CALLOFF_CRASH_ROUNDS");
  return text ? std::atoi(text) : 1;
}

}  // namespace

TEST_CASE("killed at any durable write of a poll, the next one makes it whole") {
  PortalStart small;
  small.sheets = 1;
  Portal portal(small);
  const auto expected = fetch_undisturbed(portal, kDaily);
  REQUIRE(!expected.schedule.empty());
  for (const auto* point : {"before:run.start", "after:inbound.archive", "before:inbound.commit", "after:run.finish",
                            "after:account.login", "archive/renamed"})
    CHECK(expected.points.contains(point));
  for (const auto& [point, times] : expected.points) {
    std::set<int> chosen{1, (times + 1) / 2};
    for (const int nth : chosen) {
      INFO(point << "#" << nth);
      CHECK(after_kill(portal, kDaily, point + "#" + std::to_string(nth), expected) == "");
    }
  }
}

// Each round before another world, and at each point another passing of it.
TEST_CASE("round after round, killed at every durable write of every feed", "[.rounds]") {
  for (int round = 0; round < rounds(); ++round) {
    PortalStart world;
    world.sheets = 1 + round % 3;
    world.more = {"--seed", std::to_string(3000 + round)};
    Portal portal(world);
    const auto expected = fetch_undisturbed(portal, kAll);
    REQUIRE(!expected.schedule.empty());
    REQUIRE(!expected.orders.empty());
    WARN("round " << round + 1 << " of " << rounds() << ": " << expected.points.size() << " points");
    for (const auto& [point, times] : expected.points) {
      INFO("round " << round << ", " << point << "#" << 1 + round % times);
      CHECK(after_kill(portal, kAll, point + "#" + std::to_string(1 + round % times), expected) == "");
    }
  }
}
