// Old things are given up from outside: by the verb, beside what reads, checks and backs up the store.
#include <signal.h>

#include <boost/json.hpp>

#include "support/catch.hpp"
#include "support/process/json_schema.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;

namespace {

constexpr const char* kMuchLater = "2036-06-10T11:35:00+08:00";

/// A site that polled the daily feed, ten years ago.
struct Old {
  Portal portal;
  Site site{portal.url()};
  Old() { REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0); }
};

}  // namespace

TEST_CASE("store prune says what would go, gives it up, and the store and its backups stay sound") {
  Old old;
  auto& site = old.site;
  const auto run = text_of(site.list({"run", "list"}).at(0), "run");
  const auto exchanges = site.json({"run", "show", run}).at("exchanges").as_array().size();
  REQUIRE(exchanges > 1);
  CHECK(site.json({"store", "prune"}).at("exchanges") == 0);
  site.now = kMuchLater;
  const auto would = site.json({"store", "prune", "--dry-run"});
  CHECK(complaints_of("prune", would) == "");
  CHECK(would.at("dry_run").as_bool());
  CHECK(would.at("exchanges").as_int64() == std::int64_t(exchanges));
  CHECK(site.json({"run", "show", run}).at("exchanges").as_array().size() == exchanges);
  const auto done = site.json({"store", "prune"});
  CHECK(done.at("exchanges") == would.at("exchanges"));
  CHECK(done.at("files") == would.at("files"));
  CHECK(done.at("documents") == 0);  // the portal's list names every sheet still
  CHECK(site.json({"run", "show", run}).at("exchanges").as_array().empty());
  CHECK(is_sound(site));
  CHECK(site.calloff({"store", "check"}).out.find(" pruned: sound") != std::string::npos);
  const auto backup = (site.data().parent_path() / "backup").string();
  REQUIRE(site.calloff({"backup", "create", backup}).exit == 0);
  CHECK(site.calloff({"backup", "verify", backup}).exit == 0);
  const auto record = text_of(site.list({"schedule", "show", "--all"}).at(0), "record");
  CHECK(site.calloff({"explain", record}).exit == 0);
}

TEST_CASE("killed at any durable write of a prune, the store is sound and the next prune ends it") {
  for (const char* point : {"before:store.prune_marked", "after:store.prune_marked", "archive/removed",
                            "before:store.prune_removed", "after:store.prune_removed", "before:store.pruned"}) {
    INFO(point);
    Old old;
    auto& site = old.site;
    site.now = kMuchLater;
    site.environment["CALLOFF_CRASH_AT"] = point;
    CHECK(site.calloff({"store", "prune"}).signal == SIGKILL);
    site.environment.erase("CALLOFF_CRASH_AT");
    CHECK(is_sound(site));
    CHECK(site.calloff({"store", "prune"}).exit == 0);
    CHECK(is_sound(site));
    CHECK(site.json({"store", "prune"}).at("exchanges") == 0);
  }
}
