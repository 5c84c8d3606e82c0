// Taking an ASN back: the same rules as for sending one. What is said of it holds against the portal's true table.
#include <map>

#include "support/catch.hpp"
#include "support/portal/asn_case.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

/// An ASN of ours that stands submitted at the portal.
struct Case {
  AdapterBench bench{"sgm_omx"};
  adapter_api::Submission created, cancel;
  std::string line, shipped_before;

  Case() {
    REQUIRE(bench.open());
    const auto& order = new_order(bench);
    line = order.number + "/10";
    created = submission_for(order, {});
    auto prepared = bench.prepare(created);
    REQUIRE(prepared);
    shipped_before = prepared->shipped.at(line);
    REQUIRE(submit(std::move(*prepared)).starts_with("sent "));
    cancel.kind = adapter_api::SubmissionKind::cancel;
    cancel.key = created.key;
    cancel.refers_to = true_asns(bench, created.key).at(0).number;
  }

  std::string submit(adapter_api::Prepared prepared) {
    bench.wire().allow_writes(true);
    const auto outcome = bench.submit(std::move(prepared));
    bench.wire().allow_writes(false);
    return told(outcome);
  }
  adapter_api::Prepared prepared() {
    auto ready = bench.prepare(cancel);
    REQUIRE(ready);
    return std::move(*ready);
  }
  /// The customer books goods in; no quantities: all that came.
  void receive(const std::map<int, int>& quantities) {
    const auto done = bench.portals().omx().receive(cancel.refers_to, quantities, bench.clock().now());
    REQUIRE(done.refusal.empty());
  }
  std::string state() { return true_asns(bench, cancel.key).at(0).state; }
  adapter_api::Sighting looked_up() {
    bench.portals().faults().clear();
    bench.wire().before_each({});
    bench.wire().forget_cookies();
    REQUIRE(bench.open());
    auto sighting = bench.look_up(created, {});
    REQUIRE(sighting);
    CHECK(sighting->complete);
    REQUIRE(sighting->matches.size() == 1);
    CHECK(sighting->matches[0].state == state());
    return std::move(*sighting);
  }
};

}  // namespace

TEST_CASE("an ASN is taken back, and its quantities are open again") {
  Case c;
  CHECK(c.submit(c.prepared()) == "sent " + c.cancel.refers_to);
  CHECK(c.state() == "已取消");
  CHECK(c.looked_up().shipped.at(c.line) == c.shipped_before);
}

TEST_CASE("preparing to take one back changes nothing") {
  Case c;
  c.prepared();
  CHECK(c.state() == "已提交");
  CHECK(told(c.bench.submit(c.prepared())) == "not_sent wire/write_before_commit");
  CHECK(c.state() == "已提交");
}

TEST_CASE("every lost or foreign answer to taking one back is unknown, and a look-up finds what became of it") {
  struct Lost {
    const char *fault, *state;
  };
  const auto lost = GENERATE(values<Lost>({{"close_before_answer", "已提交"},
                                           {"commit_then_close", "已取消"},
                                           {"commit_then_500", "已取消"},
                                           {"cut_body", "已取消"},
                                           {"slow", "已取消"},
                                           {"session_expired", "已提交"},
                                           {"kicked_out", "已提交"},
                                           {"maintenance", "已提交"},
                                           {"status_503", "已提交"},
                                           {"captcha", "已提交"},
                                           {"stale_token", "已提交"},
                                           {"redirect_loop", "已提交"}}));
  INFO(lost.fault);
  Case c;
  const auto prepared = c.prepared();
  c.bench.arm(lost.fault, "cancel", 1, std::chrono::seconds(90));
  CHECK(c.submit(prepared).starts_with("unknown "));
  CHECK(c.state() == lost.state);
  c.looked_up();
}

TEST_CASE("not sent only when the wire proves that no byte left") {
  struct Broken {
    Misfortune how;
    const char* outcome;
  };
  const auto broken = GENERATE(values<Broken>({{Misfortune::refused, "not_sent wire/refused"},
                                               {Misfortune::lost, "unknown wire/cut_off"},
                                               {Misfortune::cancelled, "unknown wire/cancelled"},
                                               {Misfortune::aborted, "unknown test/aborted"}}));
  Case c;
  const auto prepared = c.prepared();
  c.bench.wire().before_each([&](std::size_t, const transport::Request& request) {
    return request.step == "cancel" ? broken.how : Misfortune::none;
  });
  CHECK(c.submit(prepared) == broken.outcome);
  CHECK(c.state() == "已提交");
  c.looked_up();
}

TEST_CASE("received while we were about to take it back, it is refused and stands") {
  Case c;
  const auto prepared = c.prepared();
  c.receive({});
  CHECK(c.submit(prepared) == "refused submit/refused");
  CHECK(c.state() == "已收货");
}

TEST_CASE("what cannot be taken back is told before anything is sent") {
  Case c;
  SECTION("another's number") {
    c.cancel.refers_to = c.bench.portals().omx().asns().all().front().number;
    CHECK(c.bench.prepare(c.cancel).error().code == "page/other_document");
  }
  SECTION("a number that the portal does not know") {
    c.cancel.refers_to = "ASN000000";
    CHECK(!c.bench.prepare(c.cancel));
  }
  SECTION("one that was taken back already") {
    REQUIRE(c.submit(c.prepared()).starts_with("sent "));
    const auto again = c.bench.prepare(c.cancel);
    REQUIRE(!again);
    CHECK(again.error().code == "submit/not_cancellable");
    CHECK(again.error().arg("state") == "已取消");
  }
  SECTION("one that was received") {
    c.receive({{10, 1}});
    CHECK(c.bench.prepare(c.cancel).error().code == "submit/not_cancellable");
  }
}
