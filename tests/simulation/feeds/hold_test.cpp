// Feeds that a person holds: left alone by the schedule and by `fetch`, until they are released or asked for by force.
#include <boost/json.hpp>

#include "app/feed_name.hpp"
#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"
#include "support/process/json_schema.hpp"

using namespace calloff;
using test::GatewayBench;

namespace {

/// What `feed list` says of JQ's daily feed.
boost::json::object listed(GatewayBench& bench) {
  const auto rows = boost::json::parse(bench.calloff({"feed", "list", "-o", "json"}).out);
  CHECK(test::process::complaints_of("feed_list", rows) == "");
  for (const auto& row : rows.as_array())
    if (row.at("plant") == "JQ" && row.at("feed") == "daily") return row.as_object();
  throw std::runtime_error("the feed is not listed");
}

std::size_t runs(GatewayBench& bench) {
  return boost::json::parse(bench.calloff({"run", "list", "-o", "json"}).out).as_array().size();
}

void hold(GatewayBench& bench) {
  const auto said = bench.calloff({"feed", "hold", "sgm", "JQ", "daily", "--reason", "portal moves"});
  INFO(said.err);
  REQUIRE(said.exit == 0);
  CHECK(said.out == "sgm JQ daily: held; `calloff feed release sgm JQ daily` lets it be polled again\n");
}

}  // namespace

TEST_CASE("nobody polls a held feed: not by schedule, not by name") {
  GatewayBench bench;
  hold(bench);
  const auto polled = bench.run(bench.gateway().poll(bench.feed("sgm JQ daily"), bench.clock().now()));
  REQUIRE_FALSE(polled);
  CHECK(polled.error().code == "feed/held");
  const std::vector<std::vector<std::string>> lines{{"fetch", "sgm", "--plant", "JQ", "--feed", "daily"},
                                                    {"feed", "run", "JQ", "daily"}};
  for (const auto& words : lines) {
    const auto said = bench.calloff(words);
    CHECK(said.exit == 1);
    CHECK(
        said.err.starts_with("calloff: sgm JQ daily is held since 2026-03-10T02:00:00Z (root: portal moves) and was "
                             "not polled; "));
  }
  CHECK(bench.requests() == 0);
  CHECK(runs(bench) == 0);
  CHECK(listed(bench).at("held") == "held since 03-10 10:00 (root: portal moves)");
  const auto status = bench.calloff({"feed", "status", "-o", "json"}).out;
  CHECK(status.find(R"("freshness":"held")") != std::string::npos);
}

TEST_CASE("fetch of several feeds polls the others, and says that it was not all") {
  GatewayBench bench;
  hold(bench);
  const auto said = bench.calloff({"fetch", "sgm", "--feed", "daily"});
  CHECK(said.exit == 5);
  CHECK(said.err.find("sgm JQ daily is held since") != std::string::npos);
  CHECK(runs(bench) == 1);
}

TEST_CASE("by force it is polled once and stays held; released it is polled as before") {
  GatewayBench bench;
  hold(bench);
  CHECK(bench.calloff({"fetch", "sgm", "--plant", "JQ", "--feed", "daily", "--force"}).exit == 0);
  CHECK(bench.calloff({"feed", "run", "JQ", "daily", "--force"}).exit == 0);
  CHECK(runs(bench) == 2);
  CHECK(bench.calloff({"feed", "run", "JQ", "daily"}).exit == 1);
  const auto said = bench.calloff({"feed", "release", "sgm", "JQ", "daily"});
  CHECK(said.exit == 0);
  CHECK(said.out == "sgm JQ daily: released; it is polled next 2026-03-10T11:10:00+08:00\n");
  CHECK(listed(bench).at("held").is_null());
  CHECK(listed(bench).at("next_runs").as_array().size() == 3);
  CHECK(bench.calloff({"feed", "run", "JQ", "daily"}).exit == 0);
  CHECK(bench.calloff({"feed", "release", "sgm", "JQ", "daily"}).out == "sgm JQ daily: was not held\n");
}

TEST_CASE("a feed is called by as much of its name as tells it from the others") {
  struct Case {
    std::vector<std::string> words;
    std::string feed;
  };
  const auto c = GENERATE(values<Case>({{{"sgm", "JQ", "daily"}, "sgm JQ daily"},
                                        {{"sgm JQ daily"}, "sgm JQ daily"},
                                        {{"sgm/JQ/daily"}, "sgm JQ daily"},
                                        {{"DY", "weekly"}, "sgm DY weekly"},
                                        {{"orders"}, "sgm orders"},
                                        {{"sgm", "orders"}, "sgm orders"},
                                        {{"daily"}, "feed/ambiguous"},
                                        {{"sgm", "daily"}, "feed/ambiguous"},
                                        {{"JQ", "sgm", "daily"}, "feed/unknown"},
                                        {{"JQ", "orders"}, "feed/unknown"},
                                        {{"sgm", "JQ"}, "feed/unknown"},
                                        {{"/"}, "feed/unknown"}}));
  GatewayBench bench;
  INFO(c.words[0]);
  const auto found = app::find_feed(bench.gateway().prepared(), {}, c.words);
  CHECK((found ? store::to_string((*found)->key) : found.error().code) == c.feed);
}

TEST_CASE("a feed outside of who asks' scope is neither found nor named") {
  GatewayBench bench;
  const auto& prepared = bench.gateway().prepared();
  const model::Scope scope{{}, {"DY"}};
  const auto found = app::find_feed(prepared, scope, {"sgm", "JQ", "daily"});
  REQUIRE_FALSE(found);
  CHECK(found.error().code == "feed/unknown");
  CHECK(std::string(found.error().arg("feeds")).find("JQ") == std::string::npos);
  const auto other = app::find_feed(prepared, scope, {"daily"});
  REQUIRE(other);
  CHECK((*other)->key.plant == "DY");
}

TEST_CASE("what is not said well is a mistake of usage, and changes nothing") {
  GatewayBench bench;
  const std::vector<std::vector<std::string>> lines{{"feed", "hold", "daily", "--reason", "x"},
                                                    {"feed", "hold", "sgm", "JQ", "dialy", "--reason", "x"},
                                                    {"feed", "hold", "sgm", "JQ", "daily"},
                                                    {"feed", "hold", "sgm", "JQ", "daily", "--reason", " "},
                                                    {"feed", "release", "daily"},
                                                    {"feed", "run", "nothing"}};
  for (const auto& line : lines) CHECK(bench.calloff(line).exit == 2);
  CHECK(listed(bench).at("held").is_null());
  CHECK(bench.requests() == 0);
}
