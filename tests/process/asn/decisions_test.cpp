// What people do in between: decide, cancel, ship the same goods twice, press send at the same time; and what the
// gateway does without them: a portal that is down, a password that is wrong.
#include <boost/json.hpp>
#include <csignal>

#include "support/asn_process/shipping.hpp"
#include "support/catch.hpp"

namespace calloff::test::process {

using Catch::Matchers::Contains;

namespace {

/// An ASN whose outcome nobody knows: the portal took it, its answer was lost. It stays out of the portal's list.
void send_into_the_dark(Shipping& day, const std::string& asn) {
  day.portal.arm("hidden_asn", "OMX", "submit");
  day.portal.arm("commit_then_close", "OMX", "submit");
  REQUIRE(day.send(asn).exit == 7);
  day.portal.clear();
}

/// Drafts an ASN of the order's first open line: everything, or all but `left` of it.
std::string draft_line(const Shipping& day, const Site& at, const std::string& order, int left) {
  const auto rows = at.json({"oes", "list", "--open"});
  for (const auto& row : rows.as_array()) {
    if (text_of(row, "order_no") != order) continue;
    const auto qty = std::to_string(std::stoi(text_of(row, "qty_open")) - left);
    return text_of(at.json({"asn", "new", "sgm", "--order", order, "--line", text_of(row, "line_no") + "=" + qty}),
                   "asn");
  }
  throw std::runtime_error("nothing is open, day " + day.site.now);
}

void allow_loose_pieces(const Site& site) { site.configure("  sid:", "  packs: warn\n  sid:"); }

}  // namespace

TEST_CASE("a person who found it in the portal is believed when the portal shows it there") {
  Shipping day(2);
  day.send_control(day.orders[0]);
  const auto asn = day.draft(day.orders[1]);
  send_into_the_dark(day, asn);
  const auto number = text_of(day.at_portal(day.show(asn)).at(0), "asnNo");
  day.pass(std::chrono::minutes(4));
  const auto decided = day.run({"asn", "decide", asn, "--found", number});
  INFO(decided.err);
  CHECK(decided.exit == 0);
  CHECK(day.state(asn) == "SENT");
  day.go_on(asn);
  const auto shown = day.show(asn);
  INFO(shown);
  CHECK(text_of(shown, "state") == "ACCEPTED");
  CHECK(text_of(shown, "attempts") == "1");
  CHECK(day.disagreement(shown) == "");
}

TEST_CASE("a person who did not find it has it sent again, under the same number") {
  Shipping day(2);
  const auto asn = day.send_into_silence();
  const auto decided = day.run({"asn", "decide", asn, "--absent"});
  INFO(decided.err);
  CHECK(decided.exit == 0);
  CHECK(day.state(asn) == "NOT_SENT");
  day.go_on(asn);
  const auto shown = day.show(asn);
  INFO(shown);
  CHECK(text_of(shown, "state") == "ACCEPTED");
  CHECK(text_of(shown, "attempts") == "2");
  CHECK(day.disagreement(shown) == "");
  CHECK(day.all_at_portal().size() == 2);
}

TEST_CASE("a repetition that the portal refuses after a wrong word of a person is held, and there once") {
  Shipping day(2);
  day.send_control(day.orders[0]);
  allow_loose_pieces(day.site);
  const auto asn = draft_line(day, day.site, day.orders[1], 1);
  send_into_the_dark(day, asn);
  REQUIRE(day.run({"asn", "decide", asn, "--absent"}).exit == 0);
  day.go_on(asn);
  const auto shown = day.show(asn);
  INFO(shown);
  CHECK(text_of(shown, "state") == "HELD");
  CHECK(text_of(shown, "attempts") == "2");
  CHECK(day.disagreement(shown) == "");
  CHECK(day.at_portal(shown).size() == 1);
  // The person looks again, and finds it.
  day.pass(std::chrono::minutes(7));
  REQUIRE(day.run({"asn", "decide", asn, "--found", text_of(day.at_portal(shown)[0], "asnNo")}).exit == 0);
  day.go_on(asn);
  CHECK(day.state(asn) == "ACCEPTED");
}

TEST_CASE("an ASN that is given up stays so, and its goods may be sent anew") {
  Shipping day(2);
  const auto asn = day.send_into_silence();
  const auto early = day.run({"asn", "new", "sgm", "--order", day.orders[1]});
  CHECK(early.exit == 1);
  CHECK_THAT(early.err, Contains(asn));
  CHECK(day.run({"asn", "decide", asn, "--abandon"}).exit == 0);
  CHECK(day.state(asn) == "CANCELLED");
  const auto anew = day.draft(day.orders[1]);
  CHECK(day.send(anew).exit == 0);
  CHECK(day.disagreement(day.show(asn)) == "");
  CHECK(day.disagreement(day.show(anew)) == "");
  CHECK(day.all_at_portal().size() == 2);
}

TEST_CASE("decide says what it needs, and refuses where nothing is to decide") {
  Shipping day(1);
  const auto asn = day.draft(day.orders[0]);
  CHECK(day.run({"asn", "decide", asn}).exit == 2);
  CHECK(day.run({"asn", "decide", asn, "--absent", "--abandon"}).exit == 2);
  const auto early = day.run({"asn", "decide", asn, "--absent"});
  CHECK(early.exit == 1);
  CHECK_THAT(early.err, Contains("DRAFT"));
  CHECK(day.send(asn).exit == 0);
  const auto late = day.run({"asn", "decide", asn, "--absent"});
  CHECK(late.exit == 1);
  CHECK_FALSE(late.err.empty());
  CHECK(day.state(asn) == "ACCEPTED");
}

TEST_CASE("what has not left may be cancelled, and never leaves then") {
  Shipping day(2);
  const auto draft = day.draft(day.orders[0]);
  CHECK(day.run({"asn", "cancel", draft, "--reason", "no truck"}).exit == 0);
  const auto queued = day.draft(day.orders[1]);
  CHECK(day.run({"asn", "send", queued}).exit == 0);
  CHECK(day.state(queued) == "QUEUED");
  CHECK(day.run({"asn", "cancel", queued, "--reason", "truck broke down"}).exit == 0);
  const auto next = day.draft(day.orders[1]);  // the quantity is free again
  REQUIRE(day.run({"asn", "send", next}).exit == 0);
  day.serve_until(next, [](const Shipping::Standing& seen) { return seen.state == "ACCEPTED"; });
  for (const auto& cancelled : {draft, queued}) {
    const auto shown = day.show(cancelled);
    CHECK(text_of(shown, "state") == "CANCELLED");
    CHECK(day.disagreement(shown) == "");
    CHECK(day.send(cancelled).exit == 1);
  }
  const auto refused = day.run({"asn", "cancel", next, "--reason", "too late"});
  CHECK(refused.exit == 1);
  CHECK_THAT(refused.err, Contains("take it back in the customer's portal"));
  CHECK(day.all_at_portal().size() == 1);
}

TEST_CASE("what somebody else shipped meanwhile is refused by the portal, and our ASN is rejected") {
  Shipping day(1);
  const auto asn = draft_line(day, day.site, day.orders[0], 0);
  const auto colleague = day.colleague();
  allow_loose_pieces(*colleague);
  const auto theirs = draft_line(day, *colleague, day.orders[0], 1);
  REQUIRE(day.run(*colleague, {"asn", "send", theirs, "--wait"}).exit == 0);
  const auto sent = day.send(asn);
  INFO(sent.err << sent.out);
  CHECK(sent.exit == 1);
  const auto shown = day.show(asn);
  CHECK(text_of(shown, "state") == "REJECTED");
  CHECK(day.at_portal(shown).empty());
  CHECK(day.disagreement(shown) == "");
  CHECK(day.all_at_portal().size() == 1);
}

TEST_CASE("an order that the portal has closed meanwhile takes no ASN, and the clerk is told") {
  Shipping day(1);
  const auto asn = day.draft(day.orders[0]);
  const auto colleague = day.colleague();
  REQUIRE(day.run(*colleague, {"asn", "send", day.draft(*colleague, day.orders[0]), "--wait"}).exit == 0);
  const auto sent = day.send(asn);
  CHECK(sent.exit == 1);
  CHECK_THAT(sent.err, Contains("订单状态不允许发货"));
  CHECK(day.run({"asn", "cancel", asn, "--reason", "shipped already"}).exit == 0);
  CHECK(day.disagreement(day.show(asn)) == "");
  CHECK(day.all_at_portal().size() == 1);
}

TEST_CASE("while the portal is down nothing is sent; serve sends it when the portal is back") {
  Shipping day(1);
  const auto asn = day.draft(day.orders[0]);
  day.portal.arm("close_before_answer", "OMX", "init", 0);
  const auto sent = day.send(asn);
  INFO(sent.err);
  CHECK(sent.exit == 6);
  CHECK_THAT(sent.err, Contains("is not sent; 'calloff serve' sends it"));
  CHECK(day.state(asn) == "QUEUED");
  CHECK(day.all_at_portal().empty());
  day.portal.clear();
  day.pass(std::chrono::minutes(1));
  day.serve_until(asn, [](const Shipping::Standing& seen) { return seen.state == "ACCEPTED"; });
  const auto shown = day.show(asn);
  CHECK(text_of(shown, "attempts") == "1");
  CHECK(day.disagreement(shown) == "");
}

TEST_CASE("with a wrong password nothing is sent, and the portal is asked once") {
  Shipping day(1);
  const auto asn = day.draft(day.orders[0]);
  day.pass(std::chrono::hours(1));
  day.site.environment["CALLOFF_DEMO_OMX_PASSWORD"] = "wrong";
  const auto log_ins = day.portal.log_ins("OMX");
  const auto sent = day.send(asn);
  INFO(sent.err);
  CHECK(sent.exit == 4);
  CHECK(day.state(asn) == "QUEUED");
  CHECK(day.portal.log_ins("OMX") == log_ins + 1);
  day.pass(std::chrono::minutes(1));
  const auto gateway = day.site.serve();
  gateway->wait_for("sgm ASNs: ");
  gateway->send(SIGTERM);
  gateway->wait();
  CHECK(day.portal.log_ins("OMX") == log_ins + 1);
  CHECK(day.all_at_portal().empty());
  day.site.environment["CALLOFF_DEMO_OMX_PASSWORD"] = "sim-omx-2026";
  day.pass(std::chrono::minutes(5));
  day.serve_until(asn, [](const Shipping::Standing& seen) { return seen.state == "ACCEPTED"; });
  CHECK(day.disagreement(day.show(asn)) == "");
}

TEST_CASE("two clerks who send the same ASN at the same time create one") {
  Shipping day(1);
  const auto asn = day.draft(day.orders[0]);
  const auto gateway = day.site.serve();
  Child first(day.site.start({"asn", "send", asn, "--wait"}));
  Child second(day.site.start({"asn", "send", asn, "--wait"}));
  const auto one = first.wait(), other = second.wait();
  INFO(one.err << other.err);
  CHECK(std::min(one.exit, other.exit) == 0);
  CHECK(std::max(one.exit, other.exit) == 1);
  CHECK_THAT(one.err + other.err, Contains("it is sent once"));
  gateway->send(SIGTERM);
  CHECK(gateway->wait().exit == 0);
  const auto shown = day.show(asn);
  CHECK(text_of(shown, "state") == "ACCEPTED");
  CHECK(day.all_at_portal().size() == 1);
  CHECK(day.disagreement(shown) == "");
}

}  // namespace calloff::test::process
