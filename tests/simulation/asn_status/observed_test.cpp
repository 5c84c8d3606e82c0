// What the customer's own list of ASNs says by itself, poll after poll: the whole gateway before the simulated OMX.
#include <algorithm>
#include <boost/json.hpp>

#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

std::string text_of(const Said& said, const char* key) {
  INFO(said.err);
  REQUIRE(said.exit == 0);
  return std::string(boost::json::parse(said.out).at(key).as_string());
}

struct Case {
  GatewayBench bench;
  std::string asn;

  Case() {
    bench.move_to(march(10, 14));
    const auto order = bench.portals().omx().orders().add({}, bench.clock().now()).number;
    REQUIRE(bench.poll("sgm orders").outcome == store::RunOutcome::ok);
    asn = text_of(bench.calloff({"asn", "new", "sgm", "--order", order, "-o", "json"}), "asn");
  }
  model::ShipNotice notice() { return bench.asn(asn).record.notice; }
  /// The portal's own row of it.
  const simulator::Asn& at_portal() {
    for (const auto& each : bench.portals().omx().asns().all())
      if (each.supplier_ref == notice().shipment_id) return each;
    throw std::runtime_error("the portal has no ASN of ours");
  }
  void receive(const std::map<int, int>& quantities) {
    const auto done = bench.portals().omx().receive(at_portal().number, quantities, bench.clock().now());
    REQUIRE(done.refusal.empty());
  }
  /// Somebody types our shipment id in at the portal.
  void enter_by_hand(const std::map<int, int>& quantities) {
    const auto ours = notice();
    const auto entered = bench.portals().omx().enter_asn(
        {ours.lines.front().order_no, ours.shipment_id, "", quantities, true}, bench.clock().now());
    REQUIRE(entered.refusal.empty());
  }
  std::string state() { return bench.asn(asn).record.state; }
  store::RunOutcome poll() { return bench.poll("sgm asn_status").outcome.value(); }
  bool has_ticket(const std::string& code) {
    const auto tickets = bench.tickets();
    return std::any_of(tickets.begin(), tickets.end(), [&](const auto& t) { return t.reason.code == code; });
  }
};

}  // namespace

TEST_CASE("goods that the customer booked in are known at the next poll") {
  Case c;
  c.bench.calloff({"asn", "send", c.asn, "--wait"});
  REQUIRE(c.state() == "ACCEPTED");
  c.bench.advance(std::chrono::hours(20));
  c.receive({{10, 1}});
  CHECK(c.poll() != store::RunOutcome::failed);
  CHECK(c.state() == "GOODS_RECEIVED");
  c.receive({});
  c.poll();
  CHECK(c.state() == "GOODS_RECEIVED");
}

TEST_CASE("a row of the list proves an ASN whose answer was lost") {
  Case c;
  c.bench.arm({"commit_then_close", "OMX", "submit", 1});
  c.bench.calloff({"asn", "send", c.asn, "--wait"});
  REQUIRE(c.state() == "UNKNOWN");
  c.bench.clear_faults();
  c.poll();
  CHECK(c.state() == "ACCEPTED");
  CHECK(c.bench.asn(c.asn).record.remote_id == c.at_portal().number);
}

TEST_CASE("a row with other quantities proves nothing") {
  Case c;
  c.bench.arm({"close_before_answer", "OMX", "save", 1});
  c.bench.calloff({"asn", "send", c.asn, "--wait"});
  REQUIRE(c.state() == "UNKNOWN");
  c.bench.clear_faults();
  c.enter_by_hand({{10, 1}});
  CHECK(c.poll() == store::RunOutcome::ok);
  CHECK(c.state() == "UNKNOWN");
}

TEST_CASE("our shipment id under a second number is for a person") {
  Case c;
  const auto line = c.notice().lines.front();
  c.bench.calloff({"asn", "send", c.asn, "--wait"});
  REQUIRE(c.state() == "ACCEPTED");
  // The customer raises the order, and somebody ships the rest under the same number.
  for (auto* order : c.bench.portals().omx().orders().all(c.bench.clock().now()))
    if (order->number == line.order_no)
      for (auto& each : order->lines) each.ordered += 10;
  c.enter_by_hand({{10, 1}});
  c.poll();
  CHECK(c.has_ticket("asn/shown_twice"));
  CHECK(c.state() == "ACCEPTED");
}

TEST_CASE("our shipment id that we have not sent yet is for a person") {
  Case c;
  c.enter_by_hand({});
  c.poll();
  CHECK(c.has_ticket("asn/shown_before_sent"));
  CHECK(c.state() == "DRAFT");
}
