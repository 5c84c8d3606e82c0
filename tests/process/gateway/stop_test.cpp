// Being told to stop while a customer's portal hangs: everything ends in time, and says how it ended.
#include <boost/json.hpp>
#include <csignal>

#include "support/catch.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;

namespace {

/// Two seconds before a full minute, at which every feed of the demo is due.
constexpr const char* kJustBefore = "2026-03-10T11:34:58+08:00";

/// Half a minute, and what a busy machine takes on top.
constexpr std::chrono::seconds kLongestStop{35};

/// Every answer at this step of the OMX portal comes after ten minutes.
void hang(Portal& portal, const char* step) {
  portal.ask("POST", "/faults", {{"fault", "slow"}, {"site", "OMX"}, {"step", step}, {"times", 0}, {"delay_s", 600}});
}

/// Until a query was posted: its form was asked for first, at the same address.
void wait_for_query(Portal& portal, std::initializer_list<const char*> paths) {
  for (bool is_posted = false; !is_posted;)
    for (const auto* path : paths) is_posted = is_posted || portal.requests(path) > 1;
}

std::vector<boost::json::value> runs_of(const Site& site, std::string_view feed) {
  std::vector<boost::json::value> runs;
  for (const auto& run : site.list({"run", "list"}))
    if (text_of(run, "feed") == feed) runs.push_back(run);
  return runs;
}

}  // namespace

TEST_CASE("a signal ends serve while a portal hangs and another feed waits for the same account") {
  const int signals = GENERATE(1, 2);
  INFO(signals << " signals");
  Portal portal;
  hang(portal, "query");
  hang(portal, "asn_query");
  Site site(portal.url());
  site.now = kJustBefore;
  const auto gateway = site.serve();
  site.now.clear();
  wait_for_query(portal, {"/omxclient/order/orderQuery.do", "/omxclient/asn/asnQuery.do"});
  for (int sent = 0; sent < signals; ++sent) gateway->send(SIGTERM);
  const auto ended = gateway->wait(kLongestStop);
  INFO(ended.err);
  CHECK(ended.signal == 0);
  CHECK(ended.exit == 0);
  CHECK(ended.err.find("failed; the gateway stops") == std::string::npos);
  CHECK(!std::filesystem::exists(site.data() / "calloff.sock"));
  // One of the two had its turn; the other one had not begun.
  auto runs = runs_of(site, "orders");
  for (auto& run : runs_of(site, "asn_status")) runs.push_back(std::move(run));
  REQUIRE(runs.size() == 1);
  CHECK(text_of(runs[0], "outcome") == "stopped");
  const auto run = site.json({"run", "show", text_of(runs[0], "run")});
  CHECK(run.at("exchanges").as_array().size() > 1);
  CHECK(is_sound(site));
}

TEST_CASE("a portal that does not answer the sign-out holds the gateway up for less than half a minute") {
  Portal portal;
  hang(portal, "logout");
  Site site(portal.url());
  site.now = kJustBefore;
  const auto gateway = site.serve();
  site.now.clear();
  for (const char* feed : {"daily: run ", "orders: run ", "asn_status: run "})
    if (gateway->said().find(feed) == std::string::npos) gateway->wait_for(feed);
  gateway->send(SIGTERM);
  const auto ended = gateway->wait(kLongestStop);
  INFO(ended.err);
  CHECK(ended.exit == 0);
  CHECK(ended.err.find("was not signed out within 20 s") != std::string::npos);
  const auto left = runs_of(site, "sign_out");
  REQUIRE(left.size() == 2);
  for (const auto& one : left) {
    const auto run = site.json({"run", "show", text_of(one, "run")});
    INFO(text_of(run, "account"));
    CHECK(text_of(run, "outcome") == (text_of(run, "account") == "jq" ? "ok" : "failed"));
    CHECK(run.at("exchanges").as_array().size() == 1);
  }
  CHECK(is_sound(site));
}
