// The portal's answer to an ASN is lost, cut off or another page. The gateway does not guess: it looks, and the portal
// holds the ASN once in the end.
#include <boost/json.hpp>
#include <csignal>

#include "support/asn_process/shipping.hpp"
#include "support/catch.hpp"

namespace calloff::test::process {

using Catch::Matchers::Contains;

TEST_CASE("an answer that does not come is unknown until the portal's list tells, and the ASN is there once") {
  struct Case {
    std::string fault, step, end;  ///< end: of the ASN
    std::size_t attempts;
    std::string at_portal;  ///< state of the one entry
  };
  const std::vector<Case> cases{
      {"commit_then_500", "save", "HELD", 1, "草稿"},
      {"commit_then_close", "save", "HELD", 1, "草稿"},
      {"cut_body", "save", "HELD", 1, "草稿"},
      {"close_before_answer", "save", "ACCEPTED", 2, "已提交"},
      {"session_expired", "save", "ACCEPTED", 2, "已提交"},
      {"maintenance", "save", "ACCEPTED", 2, "已提交"},
      {"commit_then_500", "submit", "ACCEPTED", 1, "已提交"},
      {"commit_then_close", "submit", "ACCEPTED", 1, "已提交"},
      {"cut_body", "submit", "ACCEPTED", 1, "已提交"},
      {"close_before_answer", "submit", "HELD", 1, "草稿"},
      {"session_expired", "submit", "HELD", 1, "草稿"},
      {"maintenance", "submit", "HELD", 1, "草稿"},
  };
  Shipping day(int(cases.size()) + 1);
  day.send_control(day.orders[0]);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto& c = cases[i];
    INFO(c.fault << " at " << c.step);
    day.pass(std::chrono::hours(1));
    const auto asn = day.draft(day.orders[i + 1]);
    day.portal.arm(c.fault, "OMX", c.step);
    const auto sent = day.send(asn);
    INFO(sent.err);
    CHECK(sent.exit == 7);
    CHECK(day.state(asn) == "UNKNOWN");
    const auto refused = day.run({"asn", "cancel", asn, "--reason", "no answer"});
    CHECK(refused.exit == 1);
    CHECK_THAT(refused.err, Contains("nobody knows yet whether the customer has this ASN"));

    day.go_on(asn);
    const auto shown = day.show(asn);
    INFO(shown);
    CHECK(text_of(shown, "state") == c.end);
    CHECK(text_of(shown, "attempts") == std::to_string(c.attempts));
    CHECK(day.disagreement(shown) == "");
    const auto held = day.at_portal(shown);
    REQUIRE(held.size() == 1);
    CHECK(text_of(held[0], "state") == c.at_portal);
    day.portal.clear();
  }
  CHECK(day.all_at_portal().size() == day.orders.size());
  CHECK(is_sound(day.site));
}

TEST_CASE("an ASN that the portal's list does not show yet is looked for, not sent again") {
  const bool is_answer_lost = GENERATE(false, true);
  INFO((is_answer_lost ? "its answer was lost" : "its answer came"));
  Shipping day(2);
  day.send_control(day.orders[0]);
  const auto asn = day.draft(day.orders[1]);
  day.portal.arm("hidden_asn", "OMX", "submit");
  if (is_answer_lost) day.portal.arm("commit_then_close", "OMX", "submit");
  // Civil time stands still for a verb with --now: it cannot wait for the list, and says who does.
  const auto sent = day.send(asn);
  INFO(sent.err);
  CHECK(sent.exit == 7);
  CHECK_THAT(sent.err, Contains("calloff serve"));
  CHECK(day.state(asn) == (is_answer_lost ? "UNKNOWN" : "SENT"));
  day.pass(std::chrono::minutes(7));
  day.go_on(asn);
  const auto shown = day.show(asn);
  INFO(shown);
  CHECK(text_of(shown, "state") == "ACCEPTED");
  CHECK(text_of(shown, "attempts") == "1");
  CHECK(day.disagreement(shown) == "");
  CHECK(day.all_at_portal().size() == 2);
}

TEST_CASE("killed while the portal works on it, an ASN is looked for and there once") {
  // Each answer is held back; the process dies while it waits for it.
  const auto step = GENERATE(std::string("save"), std::string("submit"));
  INFO(step);
  Shipping day(2);
  day.send_control(day.orders[0]);
  const auto asn = day.draft(day.orders[1]);
  day.portal.arm("slow", "OMX", step);
  const auto before = day.portal.requests("/omxclient/asn/asn.do");
  Child sending(day.site.start({"asn", "send", asn, "--wait"}));
  day.until([&] { return day.portal.requests("/omxclient/asn/asn.do") >= before + (step == "save" ? 2 : 3); });
  sending.send(SIGKILL);
  CHECK(sending.wait().signal == SIGKILL);
  CHECK(day.state(asn) == "SENDING");
  day.portal.clear();
  day.go_on(asn);
  const auto shown = day.show(asn);
  INFO(shown);
  CHECK(day.disagreement(shown) == "");
  CHECK(day.at_portal(shown).size() == 1);
  CHECK(text_of(shown, "state") == (step == "save" ? "HELD" : "ACCEPTED"));
}

}  // namespace calloff::test::process
