// Killed with SIGKILL before and after every durable write of a poll: the next poll goes on, nothing is lost, nothing
// is there twice. The points are not a list of ours: an undisturbed poll tells which it passes.
#include <boost/json.hpp>
#include <csignal>
#include <fstream>
#include <map>
#include <set>

#include "support/catch.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;

namespace {

const std::vector<std::string> kFetch{"fetch", "--feed", "daily"};

/// Every point an undisturbed poll of this portal passes, and how often.
std::map<std::string, int> points_of(Portal& portal, boost::json::array& schedule) {
  Site site(portal.url());
  const auto list = site.data().parent_path() / "points";
  site.environment["CALLOFF_CRASH_LIST"] = list.string();
  REQUIRE(site.calloff(kFetch).exit == 0);
  site.environment.erase("CALLOFF_CRASH_LIST");
  schedule = schedule_of(site);
  std::map<std::string, int> points;
  std::ifstream file(list);
  for (std::string line; std::getline(file, line);) ++points[line];
  return points;
}

/// Killed at that point, then polled again. Says what differs; empty when all is well.
std::string after_kill(const Portal& portal, const std::string& point, const boost::json::array& expected) {
  Site site(portal.url());
  site.environment["CALLOFF_CRASH_AT"] = point;
  if (const auto killed = site.calloff(kFetch); killed.signal != SIGKILL)
    return "not killed: exit " + std::to_string(killed.exit) + " " + killed.err;
  site.environment.erase("CALLOFF_CRASH_AT");
  site.now = "2026-03-10T11:37:00+08:00";  // past the gap between two log-ins
  const auto again = site.calloff(kFetch);
  if (again.exit != 0) return "afterwards: exit " + std::to_string(again.exit) + " " + again.out + again.err;
  if (schedule_of(site) != expected) return "another schedule";
  return is_sound(site) ? "" : "store check: " + site.calloff({"store", "check"}).out;
}

}  // namespace

TEST_CASE("killed at any durable write of a poll, the next one makes it whole") {
  PortalStart small;
  small.sheets = 1;
  Portal portal(small);
  boost::json::array expected;
  const auto points = points_of(portal, expected);
  REQUIRE(!expected.empty());
  for (const auto* point : {"before:run.start", "after:inbound.archive", "before:inbound.commit", "after:run.finish",
                            "after:account.login", "archive/renamed"})
    CHECK(points.contains(point));
  for (const auto& [point, times] : points) {
    std::set<int> chosen{1, (times + 1) / 2};
    for (const int nth : chosen) {
      INFO(point << "#" << nth);
      CHECK(after_kill(portal, point + "#" + std::to_string(nth), expected) == "");
    }
  }
}
