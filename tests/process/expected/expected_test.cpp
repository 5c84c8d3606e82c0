// The real gateway, when nothing happens: a mail at the deadline, none again after a kill, and one when it comes.
#include <csignal>
#include <fstream>

#include "support/catch.hpp"
#include "support/net/mail_server.hpp"
#include "support/process/json_schema.hpp"
#include "support/process/site.hpp"

using namespace calloff::test;
using namespace calloff::test::process;

TEST_CASE("sheets that do not come are mailed once, over a kill, and so is that they came") {
  MailServer server;
  Portal portal;
  Site site(portal.url());
  site.configure("by: 13:00", "by: 11:30");
  std::ofstream(site.config() / "calloff.yaml", std::ios::app)
      << "notify:\n  planners: {kind: smtp, security: none, server: '" + server.address() +
             "', from: calloff@example.com, to: li@example.com}\n";
  portal.arm("late_publication", "JQ", "list", 0);
  site.now = "2026-03-10T11:59:45+08:00";
  auto gateway = site.serve();
  gateway->wait_for("notify planners: told of 1 ticket");
  REQUIRE(server.mails().size() == 1);
  CHECK(server.mails().at(0).subject().starts_with(
      "[Calloff] warn: new: sgm JQ daily: no pick-up sheet for 2026-03-11 has come; they were expected by 12:00"));
  gateway->send(SIGKILL);
  gateway->wait();
  site.now = "2026-03-10T12:05:00+08:00";
  gateway = site.serve();
  portal.clear();
  CHECK(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  gateway->wait_for("notify planners: told of 1 ticket");
  REQUIRE(server.mails().size() == 2);
  CHECK(server.mails().at(1).subject().starts_with("[Calloff] warn: over: sgm JQ daily: "));
  const auto listed = site.list({"calendar", "expected", "--from", "2026-03-10", "--to", "2026-03-10"});
  CHECK(complaints_of("expected", listed) == "");
  CHECK(text_of(listed.at(0), "state") == "late");
  CHECK(text_of(listed.at(0), "ticket").empty());
}
