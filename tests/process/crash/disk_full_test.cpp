// No space for the store: said, nothing half kept, and all is well once there is space again.
#include <boost/json.hpp>

#include "support/catch.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;

namespace {

/// On stderr, or as the cause in the line of the run. The first write of all cannot tell a full disk from a broken one.
bool says_so(const Ended& ended) {
  const auto all = ended.out + ended.err;
  return all.find("no space is left for the store") != all.npos || all.find("the disk failed") != all.npos;
}

}  // namespace

TEST_CASE("a full disk is said with its own status, and harms nothing") {
  // From too small for the database to too small for what one poll brings.
  const unsigned long bytes = GENERATE(512ul, 40'000ul, 150'000ul, 400'000ul);
  INFO(bytes << " bytes");
  Portal portal;
  Site site(portal.url()), undisturbed(portal.url());
  site.largest_file = bytes;
  const auto full = site.calloff({"fetch", "--feed", "daily"});
  INFO(full.out << full.err);
  CHECK(full.signal == 0);
  CHECK(full.exit == 9);
  CHECK(says_so(full));

  site.largest_file.reset();
  const auto again = site.calloff({"fetch", "--feed", "daily"});
  INFO(again.out << again.err);
  CHECK(again.exit == 0);
  CHECK(is_sound(site));
  REQUIRE(undisturbed.calloff({"fetch", "--feed", "daily"}).exit == 0);
  CHECK(schedule_of(site) == schedule_of(undisturbed));
}

TEST_CASE("a disk that fills up between two polls leaves the schedule that stood") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch"}).exit == 0);
  const auto before = schedule_of(site);
  portal.ask("POST", "/publish", {{"site", "JQ"}, {"sheets", 8}});
  site.largest_file = 1024;
  const auto full = site.calloff({"fetch", "--feed", "daily"});
  INFO(full.out << full.err);
  CHECK(full.exit == 9);
  CHECK(says_so(full));
  CHECK(site.calloff({"schedule", "show"}).signal == 0);
  site.largest_file.reset();
  CHECK(schedule_of(site) == before);
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  CHECK(schedule_of(site).size() > before.size());
  CHECK(is_sound(site));
}
