// The pages of a running gateway, as its supervisor and Prometheus ask for them.
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <fstream>

#include "support/catch.hpp"
#include "support/net/notify_socket.hpp"
#include "support/net/tcp_client.hpp"
#include "support/process/listeners.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;
using calloff::test::get;

namespace {

void listen_at(const Site& site, const std::string& where) {
  std::ofstream(site.config() / "calloff.yaml", std::ios::app) << "http: {listen: '" << where << "'}\n";
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A site whose gateway answers at a port of its own choice, once it runs.
struct Listening {
  Listening() { listen_at(site, "127.0.0.1:0"); }

  void serve() {
    gateway = site.serve();
    port = health_port(*gateway);
  }

  Ended stop() const {
    gateway->send(SIGTERM);
    return gateway->wait();
  }

  Portal portal;
  Site site{portal.url()};
  std::unique_ptr<Child> gateway;
  std::uint16_t port = 0;
};

}  // namespace

TEST_CASE("a running gateway answers health checks and gives metrics") {
  Listening here;
  REQUIRE(here.site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  REQUIRE(here.site.calloff({"feed", "hold", "orders", "--reason", "not today"}).exit == 0);
  here.serve();
  CHECK(get(here.port, "/healthz").starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(get(here.port, "/readyz").ends_with("\r\n\r\nstore: ok\ndisk: ok\ngateway: ok\n"));
  CHECK(listening_ports(here.gateway->id()) == std::set<std::uint16_t>{here.port});
  const auto metrics = get(here.port, "/metrics");
  INFO(metrics);
  CHECK(metrics.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(has(metrics, "\ncalloff_ready 1\n"));
  CHECK(has(metrics, R"(calloff_feed_age_seconds{customer="sgm",plant="JQ",feed="daily"} )"));
  CHECK(has(metrics, R"(calloff_feed_held{customer="sgm",plant="",feed="orders"} 1)"));
  CHECK(has(metrics, R"(calloff_build_info{version=")"));
  for (const char* secret : {"sim-jq-2026", "sim-omx-2026", "SIM-JQ", "SIM-OMX"}) CHECK_FALSE(has(metrics, secret));
  CHECK(here.stop().exit == 0);
}

TEST_CASE("a gateway whose disk is full is not ready until there is space again") {
  Listening here;
  here.serve();
  here.site.now.clear();
  REQUIRE(here.site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  rlimit before{};
  const rlimit full{1000, RLIM_INFINITY};
  REQUIRE(prlimit(here.gateway->id(), RLIMIT_FSIZE, &full, &before) == 0);
  CHECK(here.site.calloff({"feed", "hold", "daily", "--reason", "x"}).exit == 9);
  const auto not_ready = get(here.port, "/readyz");
  CHECK(not_ready.starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
  CHECK(has(not_ready, "store: no space is left for the store"));
  CHECK(get(here.port, "/healthz").starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(has(get(here.port, "/metrics"), "\ncalloff_ready 0\n"));
  REQUIRE(prlimit(here.gateway->id(), RLIMIT_FSIZE, &before, nullptr) == 0);
  CHECK(here.site.calloff({"feed", "hold", "daily", "--reason", "x"}).exit == 0);
  CHECK(get(here.port, "/readyz").starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(here.stop().exit == 0);
}

TEST_CASE("a client that says nothing does not keep the gateway from stopping") {
  Listening here;
  here.serve();
  calloff::test::TcpClient silent(here.port), half(here.port);
  half.send("GET /heal");
  CHECK(get(here.port, "/healthz").starts_with("HTTP/1.1 200 OK\r\n"));
  const auto ended = here.stop();
  INFO(ended.err);
  CHECK(ended.exit == 0);
  CHECK_FALSE(has(ended.err, "failed; the gateway stops"));
}

TEST_CASE("without it no port is opened; a port that is taken, or one that others reach, is a mistake") {
  Portal portal;
  Site site(portal.url());
  {
    const auto gateway = site.serve();
    CHECK_FALSE(has(gateway->said(), "health checks"));
    CHECK(listening_ports(gateway->id()).empty());
  }
  listen_at(site, "127.0.0.1:" + std::to_string(portal.port()));
  const auto taken = site.calloff({"serve"});
  CHECK(taken.exit == 1);
  CHECK(has(taken.err, "the gateway cannot answer health checks at 127.0.0.1:" + std::to_string(portal.port()) + ": "));
  Site open(portal.url());
  listen_at(open, "0.0.0.0:9464");
  const auto refused = open.calloff({"config", "check"});
  CHECK(refused.exit == 3);
  CHECK(has(refused.err, "'0.0.0.0:9464' is no address and port on this machine"));
}

TEST_CASE("a supervisor is told that the gateway is ready, lives, and stops") {
  const calloff::test::NotifySocket socket;
  Portal portal;
  Site site(portal.url());
  site.environment["NOTIFY_SOCKET"] = socket.path();
  site.environment["WATCHDOG_USEC"] = "200000";
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  CHECK(socket.waiting().empty());  // a command is no service
  const auto gateway = site.serve();
  std::vector<std::string> said;
  for (int signs = 0; signs < 3; signs += said.back() == "WATCHDOG=1") said.push_back(socket.next());
  CHECK(std::count(said.begin(), said.end(), "READY=1\nSTATUS=polls 3 feeds") == 1);
  gateway->send(SIGTERM);
  CHECK(gateway->wait().exit == 0);
  said.clear();
  for (auto one = socket.waiting(); !one.empty(); one = socket.waiting()) said.push_back(one);
  REQUIRE(!said.empty());
  CHECK(said.back() == "STOPPING=1");
}
