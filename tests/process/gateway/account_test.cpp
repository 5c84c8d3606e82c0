// People and the running gateway about an account: an answer that it waits for, and a portal that somebody needs.
#include <boost/json.hpp>
#include <csignal>

#include "support/catch.hpp"
#include "support/process/json_schema.hpp"
#include "support/process/site.hpp"
#include "support/simulator/captcha.hpp"

using namespace calloff::test::process;

namespace {

void wait_for(Child& gateway, const std::string& text) {
  if (gateway.said().find(text) == std::string::npos) gateway.wait_for(text);
}

boost::json::value status(const Site& site, const std::string& account) {
  const auto rows = site.list({"account", "status"});
  CHECK(complaints_of("accounts", rows) == "");
  for (const auto& row : rows)
    if (text_of(row, "account") == account) return row;
  throw std::runtime_error("no such account");
}

}  // namespace

TEST_CASE("a person answers what the portal asks of a running gateway, and then takes the portal") {
  Portal portal;
  Site site(portal.url());
  portal.arm("captcha", "JQ", "login_page");
  site.now = "2026-03-10T11:34:58+08:00";  // every feed of the demo is due at a full minute
  auto gateway = site.serve();
  site.now.clear();
  wait_for(*gateway, "waits for `calloff account answer`");
  CHECK(text_of(status(site, "jq"), "state") == "asked");
  CHECK(portal.log_ins("JQ") == 0);
  const auto picture = site.calloff({"account", "picture", "sgm", "jq"});
  REQUIRE(picture.exit == 0);
  const auto seen = calloff::simulator::test::read_captcha(picture.out);
  const auto answered = site.calloff({"account", "answer", "sgm", "jq", seen});
  INFO(answered.err);
  CHECK(answered.out == "sgm/jq: answered; the sign-in goes on\n");
  wait_for(*gateway, "daily: run ");
  CHECK(portal.log_ins("JQ") == 1);
  CHECK(text_of(status(site, "jq"), "state") == "signed_in");

  const auto yielded = site.calloff({"account", "yield", "sgm", "jq", "--for", "1h"});
  INFO(yielded.out << yielded.err);
  CHECK(yielded.exit == 0);
  CHECK(yielded.out.find("sgm/jq: signed out; yours until 2026-03-10T12:3") == 0);
  CHECK(portal.requests("/JQ/common_/logout.do") == 1);
  gateway->send(SIGTERM);
  CHECK(gateway->wait().exit == 0);
  // Also after a restart.
  CHECK(text_of(status(site, "jq"), "state") == "yielded");
  CHECK(site.calloff({"doctor", "--online"}).out.find("sgm/jq was not asked: root works in the portal") !=
        std::string::npos);
  CHECK(site.calloff({"fetch", "sgm", "--plant", "JQ", "--feed", "daily"}).exit == 4);
  CHECK(portal.log_ins("JQ") == 1);
  CHECK(site.calloff({"account", "yield", "sgm", "jq", "--end"}).exit == 0);
  // It is the gateway's again, which still keeps to its pause between two sign-ins.
  const auto fetched = site.calloff({"fetch", "sgm", "--plant", "JQ", "--feed", "daily", "-o", "json"});
  CHECK(text_of(run_of(fetched), "cause").find("may not sign in again before") != std::string::npos);
  CHECK(is_sound(site));
}
