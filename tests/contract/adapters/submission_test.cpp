// What is said of a submission holds against the portal's true table: Sent, Refused and NotSent only when proven, all
// else Unknown; and after each lost answer a look-up finds exactly what the portal has (resend class: queryable).
#include <algorithm>

#include "support/catch.hpp"
#include "support/portal/asn_case.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

struct Case {
  AdapterBench bench{"sgm_omx"};
  adapter_api::Submission submission;
  adapter_api::Known earlier;
  std::string standing_key;

  explicit Case(const AsnWish& wish = {}) {
    REQUIRE(bench.open());
    const auto& order = new_order(bench);
    earlier = earlier_asn(bench);
    standing_key = order.number + "/10";
    submission = submission_for(order, wish);
  }

  adapter_api::Prepared prepared() {
    auto prepared = bench.prepare(submission);
    REQUIRE(prepared);
    return std::move(*prepared);
  }
  std::string submit(adapter_api::Prepared prepared) {
    bench.wire().allow_writes(true);
    const auto outcome = bench.submit(std::move(prepared));
    bench.wire().allow_writes(false);
    return told(outcome);
  }
  void sign_in_anew() {
    bench.portals().faults().clear();
    bench.wire().before_each({});
    bench.wire().forget_cookies();
    REQUIRE(bench.open());
  }
  /// A look-up finds what the true table holds, no more, no less, and is complete.
  adapter_api::Sighting checked_look_up() {
    auto sighting = bench.look_up(submission, {earlier});
    REQUIRE(sighting);
    CHECK(sighting->complete);
    CHECK(sighting->controls_seen == std::vector<std::string>{earlier.key});
    std::vector<TrueAsn> seen;
    for (const auto& match : sighting->matches) seen.push_back({match.remote_id, match.state});
    std::sort(seen.begin(), seen.end());
    CHECK((seen == true_asns(bench, submission.key)));
    return std::move(*sighting);
  }
};

}  // namespace

TEST_CASE("every lost or foreign answer is unknown, and a look-up finds what became of it") {
  struct Lost {
    const char *fault, *step, *state;  // state: of the ASN at the portal afterwards; empty: none
  };
  const auto lost = GENERATE(values<Lost>({{"close_before_answer", "save", ""},
                                           {"commit_then_close", "save", "草稿"},
                                           {"commit_then_500", "save", "草稿"},
                                           {"cut_body", "save", "草稿"},
                                           {"slow", "save", "草稿"},
                                           {"session_expired", "save", ""},
                                           {"maintenance", "save", ""},
                                           {"status_503", "save", ""},
                                           {"captcha", "save", ""},
                                           {"redirect_loop", "save", ""},
                                           {"close_before_answer", "submit", "草稿"},
                                           {"commit_then_close", "submit", "已提交"},
                                           {"commit_then_500", "submit", "已提交"},
                                           {"cut_body", "submit", "已提交"},
                                           {"slow", "submit", "已提交"},
                                           {"session_expired", "submit", "草稿"},
                                           {"maintenance", "submit", "草稿"},
                                           {"status_503", "submit", "草稿"},
                                           {"captcha", "submit", "草稿"},
                                           {"redirect_loop", "submit", "草稿"}}));
  INFO(lost.fault << " at " << lost.step);
  Case c;
  const auto prepared = c.prepared();
  c.bench.arm(lost.fault, lost.step, 1, std::chrono::seconds(90));
  const auto outcome = c.submit(prepared);
  CHECK(outcome.starts_with("unknown "));
  const auto truth = true_asns(c.bench, c.submission.key);
  CHECK(truth.size() == (*lost.state ? 1u : 0u));
  if (!truth.empty()) CHECK(truth[0].state == lost.state);
  c.sign_in_anew();
  const auto sighting = c.checked_look_up();
  CHECK(sighting.shipped.at(c.standing_key) ==
        (std::string(lost.state) == "已提交" ? "2" : prepared.shipped.at(c.standing_key)));
}

TEST_CASE("not sent only when the wire proves that no byte of the first request left") {
  struct Broken {
    const char* step;
    Misfortune how;
    const char *outcome, *state;
  };
  const auto broken = GENERATE(values<Broken>({{"save", Misfortune::refused, "not_sent wire/refused", ""},
                                               {"save", Misfortune::lost, "unknown wire/cut_off", ""},
                                               {"save", Misfortune::cancelled, "unknown wire/cancelled", ""},
                                               {"save", Misfortune::aborted, "unknown test/aborted", ""},
                                               {"submit", Misfortune::refused, "unknown wire/refused", "草稿"},
                                               {"submit", Misfortune::lost, "unknown wire/cut_off", "草稿"},
                                               {"submit", Misfortune::aborted, "unknown test/aborted", "草稿"}}));
  INFO(broken.step << " " << int(broken.how));
  Case c;
  const auto prepared = c.prepared();
  c.bench.wire().before_each([&](std::size_t, const transport::Request& request) {
    return request.step == broken.step ? broken.how : Misfortune::none;
  });
  CHECK(c.submit(prepared) == broken.outcome);
  c.bench.wire().before_each({});
  const auto truth = true_asns(c.bench, c.submission.key);
  REQUIRE(truth.size() == (*broken.state ? 1u : 0u));
  if (!truth.empty()) CHECK(truth[0].state == broken.state);
  c.checked_look_up();
}

TEST_CASE("before the commit point nothing is written: the wire refuses, and it is proven") {
  Case c;
  const auto prepared = c.prepared();
  CHECK(told(c.bench.submit(prepared)) == "not_sent wire/write_before_commit");
  CHECK(true_asns(c.bench, c.submission.key).empty());
}

TEST_CASE("a refusal in the portal's known words has created nothing") {
  struct Refusal {
    AsnWish wish;
    const char* text;
  };
  AsnWish too_much, no_number, bad_date, bad_eta, early, nothing, long_key;
  too_much.quantity = "99999";
  no_number.quantity = "2.5";
  bad_date.ship_date = "11.03.2026";
  bad_eta.eta = "tomorrow";
  early.eta = "2026-03-10 08:30";
  nothing.quantity = "0";
  long_key.key = std::string(36, 'S');
  const std::vector<Refusal> refusals{{too_much, "发货数量超过未发数量"},  {no_number, "数量格式错误"},
                                      {bad_date, "发货日期格式错误"},      {bad_eta, "预计到货格式错误"},
                                      {early, "预计到货不能早于发货日期"}, {nothing, "请至少填写一行发货数量"},
                                      {long_key, "供应商参考号过长"}};
  for (const auto& refusal : refusals) {
    INFO(refusal.text);
    Case c(refusal.wish);
    const auto prepared = c.prepared();
    c.bench.wire().allow_writes(true);
    const auto outcome = c.bench.submit(prepared);
    REQUIRE(told(outcome) == "refused submit/refused");
    CHECK(std::get<adapter_api::Refused>(outcome).error.arg("text") == refusal.text);
    CHECK(!std::get<adapter_api::Refused>(outcome).evidence.empty());
    CHECK(true_asns(c.bench, c.submission.key).empty());
  }
}

TEST_CASE("the same words in a field of ours are no refusal") {
  AsnWish wish;
  wish.carrier = "数量格式错误";
  Case c(wish);
  const auto outcome = c.submit(c.prepared());
  CHECK(outcome.starts_with("sent "));
}

TEST_CASE("a token that another page has used up leaves the outcome unknown and nothing at the portal") {
  Case c;
  const auto prepared = c.prepared();
  REQUIRE(c.bench.list("asn_status"));
  CHECK(c.submit(prepared) == "unknown submit/not_confirmed");
  CHECK(true_asns(c.bench, c.submission.key).empty());
  c.checked_look_up();
}

TEST_CASE("refused at the second step, a draft stands: unknown, and the look-up shows it") {
  Case c;
  const auto prepared = c.prepared();
  // Somebody ships the rest of the line between save and submit.
  c.bench.wire().before_each([&](std::size_t, const transport::Request& request) {
    if (request.step == "submit") {
      auto& orders = c.bench.portals().omx().orders();
      for (auto* order : orders.all(c.bench.clock().now()))
        for (auto& line : order->lines) line.shipped = line.ordered;
    }
    return Misfortune::none;
  });
  CHECK(c.submit(prepared) == "unknown submit/not_confirmed");
  c.bench.wire().before_each({});
  const auto sighting = c.checked_look_up();
  REQUIRE(sighting.matches.size() == 1);
  CHECK(sighting.matches[0].state == "草稿");
}

TEST_CASE("an ASN that the portal's list does not show yet is not found, while its quantities count already") {
  Case c;
  const auto prepared = c.prepared();
  c.bench.arm("hidden_asn", "submit");
  const auto outcome = c.submit(prepared);
  CHECK(outcome.starts_with("sent "));
  const auto hidden = c.bench.look_up(c.submission, {c.earlier});
  REQUIRE(hidden);
  CHECK(hidden->matches.empty());
  CHECK(hidden->complete);
  CHECK(hidden->shipped.at(c.standing_key) == "2");
  c.bench.clock().advance(std::chrono::minutes(3));
  CHECK(c.checked_look_up().matches.size() == 1);
}

TEST_CASE("an ASN typed in by hand with our reference is shown, whatever its ship date") {
  const auto ship_date = std::string(GENERATE("2026-03-11 09:00", "2026-05-11 09:00"));
  INFO(ship_date);
  Case c;
  AsnWish by_hand;
  by_hand.ship_date = ship_date;
  by_hand.eta = "2026-05-12 09:00";
  const auto other = submission_for(new_order(c.bench), by_hand, {20});
  auto prepared = c.bench.prepare(other);
  REQUIRE(prepared);
  REQUIRE(c.submit(std::move(*prepared)).starts_with("sent "));
  CHECK(c.checked_look_up().matches.size() == 1);
}

TEST_CASE("two with our reference are both shown") {
  Case c;
  REQUIRE(c.submit(c.prepared()).starts_with("sent "));
  REQUIRE(c.submit(c.prepared()).starts_with("sent "));
  CHECK(c.checked_look_up().matches.size() == 2);
}

TEST_CASE("a look-up that could not be read whole is no negative") {
  struct Fault {
    const char *fault, *step, *code;  // code: of the error; empty: an answer that says it is not complete
  };
  const auto fault = GENERATE(values<Fault>({{"empty_without_text", "asn_query", ""},
                                             {"cut_body", "asn_query", "wire/cut_off"},
                                             {"maintenance", "asn_query", "page/maintenance"},
                                             {"bad_gbk_byte", "asn_query", ""},
                                             {"session_expired", "asn_query_form", "sign_in/session_expired"},
                                             {"session_expired", "asn_query", "sign_in/session_expired"},
                                             {"status_503", "lines", "page/http_status"}}));
  INFO(fault.fault << " at " << fault.step);
  Case c;
  c.bench.arm(fault.fault, fault.step, 0);
  const auto sighting = c.bench.look_up(c.submission, {c.earlier});
  if (std::string(fault.code).empty()) {
    CHECK((!sighting || !sighting->complete));
  } else {
    REQUIRE(!sighting);
    CHECK(sighting.error().code == fault.code);
  }
}

TEST_CASE("a control of ours that is too old for the list is not seen, whatever else is") {
  Case c;
  c.bench.clock().advance(std::chrono::days(60));
  REQUIRE(c.bench.open());
  AsnWish later;
  later.ship_date = "2026-05-10 09:00";
  later.eta = "2026-05-11 09:00";
  const auto sighting = c.bench.look_up(submission_for(new_order(c.bench), later), {c.earlier});
  REQUIRE(sighting);
  CHECK(sighting->controls_seen.empty());
}

TEST_CASE("what cannot be shipped is told before anything is sent") {
  Case c;
  SECTION("an order that the portal does not know") {
    auto order = new_order(c.bench);
    order.number = "OES000000000";
    CHECK(!c.bench.prepare(submission_for(order, {})));
  }
  SECTION("a line that the order does not have") {
    const auto prepared = c.bench.prepare(submission_for(new_order(c.bench), {}, {990}));
    REQUIRE(!prepared);
    CHECK(prepared.error().code == "submit/line_not_shippable");
  }
  SECTION("an order that is closed") {
    for (auto* order : c.bench.portals().omx().orders().all(c.bench.clock().now())) {
      if (simulator::is_open(*order)) continue;
      const auto prepared = c.bench.prepare(submission_for(*order, {}));
      REQUIRE(!prepared);
      CHECK(prepared.error().code == "submit/order_not_shippable");
    }
  }
  SECTION("a character that the portal's charset lacks") {
    AsnWish wish;
    wish.carrier = "😀物流";
    const auto prepared = c.bench.prepare(submission_for(new_order(c.bench), wish));
    REQUIRE(!prepared);
    CHECK(prepared.error().code == "encode/bad_character");
  }
  SECTION("anything but a new ASN and taking one back") {
    c.submission.kind = adapter_api::SubmissionKind::replace;
    CHECK(c.bench.prepare(c.submission).error().code == "adapter/unsupported");
  }
  CHECK(true_asns(c.bench, c.submission.key).empty());
}
