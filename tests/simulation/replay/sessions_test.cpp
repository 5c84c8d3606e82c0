// Days on which things went wrong at the portals, asked again from their recordings: everything goes as it went then.
#include <boost/json.hpp>

#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"

using namespace calloff;
using namespace calloff::test;
namespace json = boost::json;

namespace {

/// What becomes of each run of that day, and the documents that are not as they were.
std::string rerun(GatewayBench& bench) {
  const auto said = bench.calloff({"replay", "--sessions", "--day", "2026-03-10", "-o", "json"});
  std::string text;
  const auto runs = json::parse(said.out);
  for (const auto& run : runs.as_array()) {
    const std::string outcome(run.at("outcome").as_string());
    text += outcome + " ";
    if (outcome == "same") CHECK(run.at("asked") == run.at("exchanges"));
    if (outcome != "same") text += json::serialize(run.at("code")) + json::serialize(run.at("what")) + " ";
    for (const auto& document : run.at("documents").as_array())
      // Behind a page of another plant nothing was published; that is as it was.
      if (document.at("outcome") != "same" && document.at("outcome") != "not_published")
        text += json::serialize(document) + " ";
  }
  CHECK(said.err.empty());
  CHECK(said.exit == (text.find("differs") == text.npos && text.find("otherwise") == text.npos ? 0 : 10));
  return text;
}

struct Row {
  std::string feed;
  GatewayBench::Wish wish;
};

}  // namespace

TEST_CASE("whatever went wrong at the portal goes wrong again, and nothing else") {
  for (const auto& [feed, wish] : {Row{"sgm JQ daily", {"session_expired", "JQ", "list", 1}},
                                   Row{"sgm JQ daily", {"session_expired", "JQ", "list"}},
                                   Row{"sgm JQ daily", {"expired_between", "JQ", "detail", 1}},
                                   Row{"sgm JQ daily", {"expired_between", "JQ", "detail"}},
                                   Row{"sgm JQ daily", {"node_swapped", "JQ", "detail", 1}},
                                   Row{"sgm JQ daily", {"jsessionid_links", "JQ", "any"}},
                                   Row{"sgm JQ daily", {"cookie_renewed", "JQ", "any"}},
                                   Row{"sgm JQ daily", {"maintenance", "JQ", "list"}},
                                   Row{"sgm JQ daily", {"cut_body", "JQ", "detail", 1}},
                                   Row{"sgm JQ daily", {"status_502", "JQ", "detail", 1}},
                                   Row{"sgm JQ daily", {"status_503", "JQ", "detail", 1}},
                                   Row{"sgm JQ daily", {"slow", "JQ", "list"}},
                                   Row{"sgm JQ daily", {"renamed_column", "JQ", "detail"}},
                                   Row{"sgm JQ daily", {"row_moves", "JQ", "list"}},
                                   Row{"sgm JQ daily", {"half_the_parts", "JQ", "detail"}},
                                   Row{"sgm JQ daily", {"wrong_plant", "JQ", "any"}},
                                   Row{"sgm JQ daily", {"yesterdays_list", "JQ", "list"}},
                                   Row{"sgm orders", {"stale_token", "OMX", "query", 1}},
                                   Row{"sgm orders", {"expired_between", "OMX", "lines", 1}},
                                   Row{"sgm JQ weekly", {"inserted_column", "JQ", "weekly_detail"}}}) {
    INFO(wish.fault << " at " << wish.step << " of " << wish.site);
    GatewayBench bench(8);
    bench.move_to(march(10, 12));
    bench.poll(feed);
    bench.move_to(march(10, 13, 10));
    bench.arm(wish);
    bench.poll(feed);
    bench.clear_faults();
    bench.move_to(march(10, 14));
    bench.poll(feed);
    const auto requests = bench.requests();
    CHECK(rerun(bench) == "same same same ");
    CHECK(bench.requests() == requests);
  }
}

TEST_CASE("a poll that was not let in is rerun as one; one that asked nothing asks nothing") {
  GatewayBench bench;
  bench.move_to(march(10, 12));
  bench.arm({"wrong_password_page", "JQ", "login"});
  bench.poll("sgm JQ daily");
  bench.poll("sgm JQ daily");
  CHECK(rerun(bench).starts_with("same nothing_asked "));
}

TEST_CASE("what the customer was told is told to the recording, and to nobody else") {
  GatewayBench bench;
  bench.move_to(march(10, 12));
  bench.arm({"close_before_answer", "NS", "accept", 1});
  REQUIRE(bench.poll("sgm_accepts NS daily").outcome == store::RunOutcome::ok);
  const auto posts = bench.requests("/NS/pus_/pus.do");
  REQUIRE(posts > 0);
  CHECK(rerun(bench) == "same ");
  CHECK(bench.requests("/NS/pus_/pus.do") == posts);
}
