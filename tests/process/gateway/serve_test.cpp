// serve: polls by schedule, answers the verbs that write, and ends when it is told to.
#include <boost/json.hpp>
#include <csignal>

#include "support/catch.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;

namespace {

/// Two seconds before a full minute, at which every feed of the demo is due.
constexpr const char* kJustBefore = "2026-03-10T11:34:58+08:00";
constexpr const char* kLater = "2026-03-10T11:44:58+08:00";

/// A gateway that has polled the daily feed by its schedule once.
struct Serving {
  explicit Serving(const Portal& portal) : site(portal.url()) {
    site.now = kJustBefore;
    gateway = site.serve();
    site.now.clear();
  }
  void wait_for_polls() {
    for (const char* feed : {"daily: run ", "orders: run ", "asn_status: run "}) {
      if (gateway->said().find(feed) == std::string::npos) gateway->wait_for(feed);
    }
  }
  Site site;
  std::unique_ptr<Child> gateway;
};

}  // namespace

TEST_CASE("serve polls by schedule, and reading verbs work beside it") {
  Portal portal;
  Serving serving(portal);
  serving.wait_for_polls();
  const auto rows = schedule_of(serving.site), orders = orders_of(serving.site);
  const auto runs = serving.site.list({"run", "list"});
  REQUIRE(runs.size() >= 3);
  for (const auto& run : runs) {
    CHECK(text_of(run, "outcome") != "failed");
    CHECK(!text_of(serving.site.json({"run", "show", text_of(run, "run")}), "planned").empty());
  }
  Site by_hand(portal.url());
  REQUIRE(by_hand.calloff({"fetch"}).exit == 0);
  CHECK(rows == schedule_of(by_hand));
  CHECK(orders == orders_of(by_hand));
  serving.gateway->send(SIGTERM);
  CHECK(serving.gateway->wait().exit == 0);
  CHECK(is_sound(serving.site));
}

TEST_CASE("verbs that write go through the running gateway, to an ASN the portal has once") {
  Portal portal;
  Serving serving(portal);
  const auto& site = serving.site;
  const auto fetched = site.calloff({"fetch", "sgm", "--feed", "orders"});
  INFO(fetched.out << fetched.err);
  REQUIRE(fetched.exit == 0);
  const auto open = site.list({"oes", "list", "--open"});
  REQUIRE(!open.empty());
  const auto order = text_of(open[0], "order_no");
  const auto drafted = site.json({"asn", "new", "sgm", "--order", order, "--ship", "2026-03-10T15:00", "--eta",
                                  "2026-03-11T09:00", "--carrier", "SF", "--plate", "沪A12345"});
  const auto id = text_of(drafted, "asn");
  CHECK(text_of(drafted, "state") == "DRAFT");
  CHECK(site.calloff({"asn", "check", id}).exit == 0);
  const auto sent = site.json({"asn", "send", id, "--wait"});
  CHECK(text_of(sent, "state") == "ACCEPTED");
  auto shown = site.json({"asn", "show", id}), sent_alone = sent;
  // The feed asn_status may have been polled meanwhile, which the history then tells.
  for (auto* asn : {&shown, &sent_alone}) asn->as_object().erase("history");
  CHECK(shown == sent_alone);

  int found = 0;
  for (const auto& asn : portal.list("/asns")) {
    if (boost::json::serialize(asn).find(text_of(sent, "shipment_id")) == std::string::npos) continue;
    ++found;
    CHECK(boost::json::serialize(asn).find(text_of(sent, "remote_id")) != std::string::npos);
    CHECK(asn.at("lines").as_array().size() == sent.at("lines").as_array().size());
  }
  CHECK(found == 1);
  CHECK(portal.log_ins("OMX") == 1);
  serving.gateway->send(SIGTERM);
  CHECK(serving.gateway->wait().exit == 0);
  CHECK(is_sound(site));
}

TEST_CASE("a held feed is left out by the schedule until it is released") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"feed", "hold", "daily", "--reason", "portal moves"}).exit == 0);
  site.now = kJustBefore;
  const auto gateway = site.serve();
  site.now.clear();
  gateway->wait_for("sgm JQ daily is held since");
  CHECK(portal.log_ins("JQ") == 0);
  const auto released = site.calloff({"feed", "release", "daily"});
  INFO(released.err);
  CHECK(released.exit == 0);
  CHECK(released.out.find("sgm JQ daily: ") == 0);
  gateway->send(SIGTERM);
  CHECK(gateway->wait().exit == 0);
  // By its schedule again. Another gateway, just before the next minute: nobody waits for that one.
  site.now = kLater;
  const auto next = site.serve();
  next->wait_for("sgm JQ daily: run ok");
  CHECK(portal.log_ins("JQ") == 1);
  next->send(SIGTERM);
  CHECK(next->wait().exit == 0);
  site.now.clear();
  CHECK(is_sound(site));
}

TEST_CASE("a second gateway is refused, with the first one's process id") {
  Portal portal;
  Serving serving(portal);
  const auto second = serving.site.calloff({"serve"});
  CHECK(second.exit == 8);
  CHECK(second.err.find("process " + std::to_string(serving.gateway->id())) != std::string::npos);
  CHECK(serving.site.calloff({"account", "status"}).exit == 0);
}

TEST_CASE("a verb that writes is refused while another one-shot verb holds the store") {
  Portal portal;
  Site site(portal.url());
  portal.arm("slow", "JQ", "list");
  Child first(site.start({"fetch", "--feed", "daily"}));
  while (portal.requests("/JQ/pus_/pusSearch.do") == 0) {
  }
  const auto second = site.calloff({"fetch", "--feed", "orders"});
  CHECK(second.exit == 8);
  CHECK(second.err.find("process " + std::to_string(first.id())) != std::string::npos);
}

TEST_CASE("a signal ends serve: its status, no socket left, signed out of the portals") {
  struct Case {
    int signal, exit;
  };
  const auto c = GENERATE(Case{SIGTERM, 0}, Case{SIGINT, 130});
  Portal portal;
  Serving serving(portal);
  serving.wait_for_polls();
  const auto socket = serving.site.data() / "calloff.sock";
  CHECK(std::filesystem::is_socket(socket));
  serving.gateway->send(c.signal);
  const auto ended = serving.gateway->wait();
  INFO(ended.err);
  CHECK(ended.signal == 0);
  CHECK(ended.exit == c.exit);
  CHECK(!std::filesystem::exists(socket));
  CHECK(portal.requests("/JQ/common_/logout.do") == 1);
  CHECK(portal.requests("/omxclient/core/logout.do") == 1);
  CHECK(is_sound(serving.site));
}

TEST_CASE("a signal ends serve in the middle of a poll and of a verb") {
  Portal portal;
  portal.arm("slow", "JQ", "detail", 0);
  Serving serving(portal);
  Child verb(serving.site.start({"fetch", "sgm", "--feed", "daily"}));
  serving.gateway->wait_for("to fetch");
  while (portal.requests("/JQ/pus_/pus.do") == 0) {
  }
  serving.gateway->send(SIGTERM);
  const auto ended = serving.gateway->wait();
  INFO(ended.err);
  CHECK(ended.signal == 0);
  CHECK(ended.exit == 0);
  const auto answered = verb.wait();
  INFO(answered.out << answered.err);
  CHECK(answered.exit != 0);
  CHECK(!std::filesystem::exists(serving.site.data() / "calloff.sock"));
  const auto runs = serving.site.list({"run", "list"});
  REQUIRE(!runs.empty());
  for (const auto& run : runs)
    CHECK(text_of(run, "outcome") == (text_of(run, "feed") == "sign_out" ? "ok" : "stopped"));
  CHECK(is_sound(serving.site));
}

TEST_CASE("a client that goes away does not take the gateway with it") {
  Portal portal;
  Serving serving(portal);
  portal.arm("slow", "JQ", "list", 1);
  {
    Child verb(serving.site.start({"fetch", "sgm", "--feed", "daily"}));
    while (portal.requests("/JQ/pus_/pusSearch.do") == 0) {
    }
  }  // killed here
  CHECK(serving.site.calloff({"fetch", "sgm", "--feed", "orders"}).exit == 0);
  serving.gateway->send(SIGTERM);
  CHECK(serving.gateway->wait().exit == 0);
}

TEST_CASE("kill -9 while polling by schedule, then a restart: nothing lost, nothing twice") {
  const std::string point =
      GENERATE("before:inbound.commit#3", "after:inbound.archive#5", "after:run.start#2", "after:schedule.next#2");
  INFO(point);
  Portal portal;
  Site site(portal.url());
  site.now = kJustBefore;
  site.environment["CALLOFF_CRASH_AT"] = point;
  Child killed(site.start({"serve"}));
  CHECK(killed.wait().signal == SIGKILL);
  CHECK(std::filesystem::exists(site.data() / "lock"));

  site.environment.erase("CALLOFF_CRASH_AT");
  site.now = "2026-03-10T11:36:30+08:00";  // past the gap between two log-ins
  const auto gateway = site.serve();
  site.now.clear();
  const auto fetched = site.calloff({"fetch"});
  INFO(fetched.out << fetched.err);
  CHECK(fetched.exit == 0);
  gateway->send(SIGTERM);
  CHECK(gateway->wait().exit == 0);
  Site undisturbed(portal.url());
  REQUIRE(undisturbed.calloff({"fetch"}).exit == 0);
  CHECK(schedule_of(site) == schedule_of(undisturbed));
  CHECK(orders_of(site) == orders_of(undisturbed));
  for (const auto& run : site.list({"run", "list"})) CHECK(text_of(run, "outcome") != "running");
  CHECK(is_sound(site));
}
