// A disk that is nearly full, from outside: nothing is polled, everybody is told, and it is over by itself.
#include <signal.h>

#include <boost/json.hpp>
#include <fstream>

#include "support/catch.hpp"
#include "support/net/tcp_client.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;

namespace {

void configure_gateway(const Site& site, const std::string& more) {
  std::ofstream(site.config() / "calloff.yaml") << "mappings: ../../mappings\ncalendars: ../calendars\n"
                                                << "log: {format: text}\nhttp: {listen: '127.0.0.1:0'}\n"
                                                << more;
}

}  // namespace

TEST_CASE("while the disk is low no feed is polled, which is recorded; enough space, and they are") {
  Portal portal;
  Site site(portal.url());
  site.now = "2026-03-10T11:34:58+08:00";  // two seconds before the feeds are due
  configure_gateway(site, "disk: {low_mib: 1000000000}\n");
  {
    const auto gateway = site.serve();
    gateway->wait_for("daily: run blocked");
    const auto ready = calloff::test::get(health_port(*gateway), "/readyz");
    CHECK(ready.starts_with("HTTP/1.1 503 "));
    CHECK(ready.find("disk: ") != std::string::npos);
    CHECK(portal.requests() == 0);
    gateway->send(SIGTERM);
    CHECK(gateway->wait().exit == 0);
  }
  site.now = "2026-03-10T11:36:00+08:00";
  const auto runs = site.list({"run", "list"});
  REQUIRE(!runs.empty());
  for (const auto& run : runs) {
    CHECK(text_of(run, "outcome") == "blocked");
    CHECK(text_of(run, "cause").find("MiB are free on the store's disk") != std::string::npos);
  }
  const auto tickets = site.list({"exception", "list"});
  CHECK(std::any_of(tickets.begin(), tickets.end(),
                    [](const auto& ticket) { return text_of(ticket, "code") == "disk/low"; }));
  configure_gateway(site, "disk: {low_mib: 1}\n");
  site.now = "2026-03-10T11:44:58+08:00";
  const auto gateway = site.serve();
  gateway->wait_for("daily: run ok");
  gateway->send(SIGTERM);
  CHECK(gateway->wait().exit == 0);
  for (const auto& ticket : site.list({"exception", "list"})) CHECK(text_of(ticket, "code") != "disk/low");
}
