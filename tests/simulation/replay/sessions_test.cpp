// Days on which things went wrong at the portals, asked again from their recordings: everything goes as it went then.
#include <algorithm>
#include <boost/json.hpp>
#include <optional>

#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"

using namespace calloff;
using namespace calloff::test;
namespace json = boost::json;

namespace {

json::array sessions(GatewayBench& bench) {
  const auto said = bench.calloff({"replay", "--sessions", "--day", "2026-03-10", "-o", "json"});
  CHECK(said.err.empty());
  const auto runs = json::parse(said.out).as_array();
  const bool is_same = std::ranges::all_of(
      runs, [](const json::value& run) { return run.at("outcome") == "same" || run.at("outcome") == "nothing_asked"; });
  CHECK(said.exit == (is_same ? 0 : 10));
  return runs;
}

/// What becomes of each run of that day, and the documents that are not as they were.
/// publishes_nothing: which run, if one, was kept from publishing what it brought by one document (a page of another
/// plant): of all its others, and of no other run's, nothing was published
std::string rerun(GatewayBench& bench, std::optional<std::size_t> publishes_nothing = std::nullopt) {
  std::string text;
  const auto runs = sessions(bench);
  for (std::size_t at = 0; at < runs.size(); ++at) {
    const auto& run = runs[at];
    const auto& documents = run.at("documents").as_array();
    text += std::string(run.at("outcome").as_string()) + " ";
    if (run.at("outcome") == "same") CHECK(run.at("asked") == run.at("exchanges"));
    if (run.at("outcome") != "same") text += json::serialize(run.at("code")) + json::serialize(run.at("what")) + " ";
    std::size_t unpublished = 0;
    for (const auto& document : documents) {
      if (document.at("outcome") == "not_published")
        ++unpublished;
      else if (document.at("outcome") != "same")
        text += json::serialize(document) + " ";
    }
    if (at == publishes_nothing) CHECK(documents.size() > 1);
    CHECK(unpublished == (at == publishes_nothing ? documents.size() - 1 : 0));
  }
  return text;
}

/// outcome, cause: of the poll that the fault strikes; cause empty: none
struct Row {
  std::string feed;
  GatewayBench::Wish wish;
  std::string outcome, cause{};
  bool publishes_nothing = false;
};

const std::string kDaily = "sgm JQ daily", kOrders = "sgm orders", kWeekly = "sgm JQ weekly";

}  // namespace

TEST_CASE("whatever went wrong at the portal goes wrong again, and nothing else") {
  for (const auto& [feed, wish, outcome, cause, publishes_nothing] :
       {Row{kDaily, {"session_expired", "JQ", "list", 1}, "unchanged"},
        Row{kDaily, {"session_expired", "JQ", "list"}, "blocked", "accounts/session_keeps_ending"},
        Row{kDaily, {"expired_between", "JQ", "detail", 1}, "unchanged"},
        Row{kDaily, {"expired_between", "JQ", "detail"}, "blocked", "accounts/session_keeps_ending"},
        Row{kDaily, {"node_swapped", "JQ", "detail", 1}, "unchanged"},
        Row{kDaily, {"jsessionid_links", "JQ", "any"}, "unchanged"},
        Row{kDaily, {"cookie_renewed", "JQ", "any"}, "unchanged"},
        Row{kDaily, {"maintenance", "JQ", "list"}, "blocked", "page/maintenance"},
        Row{kDaily, {"cut_body", "JQ", "detail", 1}, "partial", "wire/cut_off"},
        Row{kDaily, {"status_502", "JQ", "detail", 1}, "partial", "page/http_status"},
        Row{kDaily, {"status_503", "JQ", "detail", 1}, "failed", "page/http_status"},
        Row{kDaily, {"slow", "JQ", "list"}, "failed", "wire/first_byte_timed_out"},
        Row{kDaily, {"renamed_column", "JQ", "detail"}, "page_changed", "map/missing_column"},
        Row{kDaily, {"row_moves", "JQ", "list"}, "unchanged"},
        Row{kDaily, {"half_the_parts", "JQ", "detail"}, "page_changed", "guard/rows_dropped"},
        Row{kDaily, {"wrong_plant", "JQ", "any"}, "page_changed", "guard/wrong_plant", true},
        Row{kDaily, {"yesterdays_list", "JQ", "list"}, "page_changed", "guard/old_list"},
        Row{kOrders, {"stale_token", "OMX", "query", 1}, "failed", "page/busy"},
        Row{kOrders, {"expired_between", "OMX", "lines", 1}, "ok"},
        Row{kWeekly, {"inserted_column", "JQ", "weekly_detail"}, "unchanged"}}) {
    INFO(wish.fault << " at " << wish.step << " of " << wish.site);
    GatewayBench bench(8);
    bench.move_to(march(10, 12));
    bench.poll(feed);
    bench.move_to(march(10, 13, 10));
    bench.arm(wish);
    const auto struck = bench.poll(feed);
    CHECK(bench.portals().faults().met() > 0);
    CHECK(store::to_string(*struck.outcome) == outcome);
    CHECK((struck.cause ? struck.cause->code : "") == cause);
    bench.clear_faults();
    bench.move_to(march(10, 14));
    bench.poll(feed);
    const auto requests = bench.requests();
    CHECK(rerun(bench, publishes_nothing ? std::optional<std::size_t>(1) : std::nullopt) == "same same same ");
    CHECK(bench.requests() == requests);
  }
}

TEST_CASE("a poll that was not let in is rerun as one; one that asked nothing asks nothing") {
  GatewayBench bench;
  bench.move_to(march(10, 12));
  bench.arm({"wrong_password_page", "JQ", "login"});
  CHECK(bench.poll("sgm JQ daily").cause->code == "sign_in/rejected");
  CHECK(bench.poll("sgm JQ daily").cause->code == "accounts/held");
  CHECK(rerun(bench).starts_with("same nothing_asked "));
}

TEST_CASE("what the customer was told is told to the recording, and to nobody else") {
  GatewayBench bench;
  bench.move_to(march(10, 12));
  bench.arm({"close_before_answer", "NS", "accept", 1});
  REQUIRE(bench.poll("sgm_accepts NS daily").outcome == store::RunOutcome::ok);
  CHECK(bench.portals().faults().met() == 1);
  const auto posts = bench.requests("/NS/pus_/pus.do");
  REQUIRE(posts > 0);
  CHECK(rerun(bench) == "same ");
  CHECK(bench.requests("/NS/pus_/pus.do") == posts);
}
