// A gateway behind a proxy, its exceptions from verifying, and the monitor that it asks.
#include <signal.h>

#include <boost/json.hpp>
#include <fstream>

#include "support/catch.hpp"
#include "support/net/proxy_server.hpp"
#include "support/net/scripted_server.hpp"
#include "support/net/tcp_client.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;
using calloff::test::ProxyServer;
using calloff::test::ScriptedServer;

namespace {

void configure_gateway(const Site& site, const std::string& more) {
  std::ofstream(site.config() / "calloff.yaml", std::ios::app) << more;
}

bool has_ticket(const Site& site, const std::string& code) {
  for (const auto& ticket : site.list({"exception", "list"}))
    if (text_of(ticket, "code") == code) return true;
  return false;
}

}  // namespace

TEST_CASE("an account behind a proxy polls through it; a wrong password for it is told as the proxy's") {
  Portal portal;
  const ProxyServer proxy({"gateway", "canary-proxy-0451"});
  Site site(portal.url());
  site.environment["CALLOFF_PROXY_USER"] = "gateway";
  site.environment["CALLOFF_PROXY_PASSWORD"] = "canary-proxy-wrong";
  site.configure("password: env:CALLOFF_DEMO_JQ_PASSWORD",
                 "password: env:CALLOFF_DEMO_JQ_PASSWORD\n    proxy: {url: '" + proxy.url() +
                     "', user: env:CALLOFF_PROXY_USER, password: env:CALLOFF_PROXY_PASSWORD}");
  const auto refused = site.calloff({"fetch", "--feed", "daily"});
  CHECK(refused.exit != 0);
  CHECK(refused.out.find("does not take the user and password") != std::string::npos);
  CHECK(portal.requests() == 0);
  // A password that was refused is not shown to it again, one that was mended is.
  const auto asked = proxy.asked().size();
  const auto kept_off = site.calloff({"fetch", "--feed", "daily"});
  CHECK(kept_off.out.find("refuses our user and password") != std::string::npos);
  CHECK(proxy.asked().size() == asked);
  const auto looked = site.calloff({"doctor", "--online"});
  CHECK(looked.out.find("sgm/jq was not asked: the proxy ") != std::string::npos);
  CHECK(proxy.asked().size() == asked);
  CHECK(site.calloff({"exception", "list", "-o", "csv"}).out.find("accounts/proxy_refused") != std::string::npos);
  site.environment["CALLOFF_PROXY_PASSWORD"] = "canary-proxy-0451";
  site.now = "2026-03-10T11:37:00+08:00";
  CHECK(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  CHECK(portal.requests() > 0);
  CHECK(proxy.asked().size() > 1);
  CHECK(site.calloff({"config", "show", "-o", "json"}).out.find("env:CALLOFF_PROXY_PASSWORD") != std::string::npos);
}

TEST_CASE("a proxy that asks for a password where none is given is a ticket, and is asked once") {
  Portal portal;
  const ProxyServer proxy({"gateway", "canary-proxy-0451"});
  Site site(portal.url());
  site.configure("password: env:CALLOFF_DEMO_JQ_PASSWORD",
                 "password: env:CALLOFF_DEMO_JQ_PASSWORD\n    proxy: {url: '" + proxy.url() + "'}");
  CHECK(site.calloff({"fetch", "--feed", "daily"}).exit != 0);
  CHECK(has_ticket(site, "accounts/proxy_refused"));
  const auto asked = proxy.asked().size();
  CHECK(site.calloff({"fetch", "--feed", "daily"}).exit != 0);
  CHECK(proxy.asked().size() == asked);
  CHECK(portal.requests() == 0);
}

TEST_CASE("a password in a proxy's address that a variable holds is told as a fault, and nowhere shown") {
  Portal portal;
  const ProxyServer proxy({"gateway", "canary-proxy-0451"});
  Site site(portal.url());
  auto url = proxy.url();
  url.insert(url.find("//") + 2, "gateway:canary-proxy-0451@");
  site.environment["CALLOFF_PROXY_URL"] = url;
  site.further_secrets = {"canary-proxy-0451"};  // whatever is left or said is searched for it
  site.configure("password: env:CALLOFF_DEMO_JQ_PASSWORD",
                 "password: env:CALLOFF_DEMO_JQ_PASSWORD\n    proxy: {url: 'env:CALLOFF_PROXY_URL'}");
  const auto fetched = site.calloff({"fetch", "--feed", "daily"});
  CHECK(fetched.exit != 0);
  CHECK(fetched.out.find("CALLOFF_PROXY_URL holds no address of a proxy") != std::string::npos);
  CHECK(site.calloff({"exception", "list", "-o", "csv"}).exit == 0);
  CHECK(proxy.asked().empty());
}

TEST_CASE(
    "an exception from verifying is a ticket while it is in force, another when it is over, none when it is gone") {
  Portal portal;
  Site site(portal.url());
  const std::string plain = "password: env:CALLOFF_DEMO_JQ_PASSWORD";
  const auto with = plain + "\n    tls_exception: {until: 2026-03-10, reason: renewal is late, fingerprint: '" +
                    std::string(64, 'b') + "'}";
  site.configure(plain, with);
  const auto serve_once = [&] {
    const auto gateway = site.serve();
    gateway->send(SIGTERM);
    CHECK(gateway->wait().exit == 0);
  };
  serve_once();
  CHECK(has_ticket(site, "accounts/tls_exception"));
  CHECK(site.calloff({"account", "status"}).out.find("UNVERIFIED UNTIL") != std::string::npos);
  site.now = "2026-03-11T00:00:30+08:00";
  serve_once();
  CHECK(has_ticket(site, "accounts/tls_exception_over"));
  CHECK(site.calloff({"account", "status"}).out.find("UNVERIFIED UNTIL") == std::string::npos);
  site.configure(with, plain);
  serve_once();
  CHECK(!has_ticket(site, "accounts/tls_exception_over"));
}

TEST_CASE("a ready gateway asks its monitor; one that answers badly is a ticket until it answers well") {
  Portal portal;
  const ScriptedServer monitor([](calloff::test::Connection& c) {
    c.read_request();
    c.write(calloff::test::answer(c.number() == 0 ? 500 : 200, "", "Connection: close\r\n"));
  });
  Site site(portal.url());
  site.environment["CALLOFF_MONITOR_SECRET"] = monitor.url("/ping/canary-monitor-0451");
  configure_gateway(site, "dead_man: {url: env:CALLOFF_MONITOR_SECRET, every: 10s}\n");
  {
    const auto gateway = site.serve();
    gateway->wait_for("the monitor was not reached: the monitor of `dead_man` answered with status 500");
    CHECK(monitor.requests().at(0).starts_with("GET /ping/canary-monitor-0451 HTTP/1.1\r\n"));
    gateway->send(SIGTERM);
    CHECK(gateway->wait().exit == 0);
  }
  CHECK(has_ticket(site, "dead_man/status"));
  const auto gateway = site.serve();
  gateway->wait_for("the monitor answers");
  gateway->send(SIGTERM);
  CHECK(gateway->wait().exit == 0);
  CHECK(!has_ticket(site, "dead_man/status"));
}

TEST_CASE("the ticket of a monitor that is configured no more is closed") {
  Portal portal;
  const ScriptedServer monitor([](calloff::test::Connection& c) {
    c.read_request();
    c.write(calloff::test::answer(500, "", "Connection: close\r\n"));
  });
  Site site(portal.url());
  const auto file = site.config() / "calloff.yaml", before = site.config().parent_path() / "before.yaml";
  std::filesystem::copy_file(file, before);
  configure_gateway(site, "dead_man: {url: '" + monitor.url("/ping") + "', every: 10s}\n");
  const auto serve_until = [&](const char* said) {
    const auto gateway = site.serve();
    if (said) gateway->wait_for(said);
    gateway->send(SIGTERM);
    CHECK(gateway->wait().exit == 0);
  };
  serve_until("the monitor was not reached: ");
  CHECK(has_ticket(site, "dead_man/status"));
  std::filesystem::copy_file(before, file, std::filesystem::copy_options::overwrite_existing);
  serve_until(nullptr);
  CHECK(!has_ticket(site, "dead_man/status"));
}

TEST_CASE("a monitor's address with a password in it is a mistake, is not asked, and is shown nowhere") {
  Portal portal;
  Site site(portal.url());
  site.environment["CALLOFF_MONITOR_SECRET"] = "http://gateway:canary-monitor-0451@127.0.0.1:9/ping";
  configure_gateway(site, "dead_man: {url: env:CALLOFF_MONITOR_SECRET, every: 10s}\n");
  const auto checked = site.calloff({"config", "check"});
  CHECK(checked.exit == 3);
  CHECK(checked.err.find("CALLOFF_MONITOR_SECRET holds no web address") != std::string::npos);
  CHECK(site.calloff({"doctor"}).out.find("CALLOFF_MONITOR_SECRET holds no web address") != std::string::npos);
  const auto gateway = site.serve();
  gateway->wait_for("the monitor was not reached: ");
  gateway->send(SIGTERM);
  CHECK(gateway->wait().exit == 0);
  CHECK(has_ticket(site, "dead_man/bad_url"));
  const auto told = checked.out + checked.err + gateway->said() + site.calloff({"exception", "list", "-o", "csv"}).out;
  CHECK(told.find("canary") == std::string::npos);
}

TEST_CASE("while the disk is low the gateway is not ready, and its monitor hears nothing") {
  Portal portal;
  const ScriptedServer monitor([](calloff::test::Connection& c) {
    c.read_request();
    c.write(calloff::test::answer(200, "", "Connection: close\r\n"));
  });
  Site site(portal.url());
  configure_gateway(site, "dead_man: {url: '" + monitor.url("/ping") +
                              "', every: 10s}\ndisk: {low_mib: 1000000000}\nhttp: {listen: '127.0.0.1:0'}\n");
  site.now = "2026-03-10T11:34:58+08:00";  // two seconds before the feeds are due
  const auto gateway = site.serve();
  CHECK(calloff::test::get(health_port(*gateway), "/readyz").starts_with("HTTP/1.1 503 "));
  // A ready gateway would have asked before it does this.
  gateway->wait_for("daily: run blocked");
  gateway->send(SIGTERM);
  CHECK(gateway->wait().exit == 0);
  CHECK(monitor.connections() == 0);
}
