// Drafts, rules, shipment ids and what may still be shipped.
#include "asn/check.hpp"

#include <functional>
#include <set>

#include "asn/number.hpp"
#include "base/error_catalogue.hpp"
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::asn;
using namespace calloff::asn::test;
using namespace std::chrono_literals;

namespace {

struct World {
  CustomerRules rules = test::rules();
  OrderLines lines = order_lines();
  TakenByLine taken;
  model::ShipNotice notice = good_notice();

  std::string said() const {
    std::string text;
    for (const auto& f : check_notice(notice, {rules, lines, taken, kWallNow}))
      text += std::string(to_string(f.severity)) + " " + f.error.code + " " + f.field + "\n";
    return text;
  }
};

Taking taking(const char* asn, Phase phase, int qty, Instant since = Instant{}) {
  model::ShipNoticeLine line;
  line.order_no = "OE1";
  line.line_no = "10";
  line.qty = Decimal::whole(qty);
  return {asn, phase, since, {line}};
}

}  // namespace

TEST_CASE("a draft takes what is open, now, to one place") {
  const auto notice = good_notice();
  REQUIRE(notice.lines.size() == 2);
  CHECK(notice.ship_to == "W1");
  CHECK(notice.shipped == kWallNow);
  CHECK(to_string(notice.lines[1].qty) == "25");
  CHECK(notice.lines[1].record == "L-OE120");
  CHECK(World().said() == "");
}

TEST_CASE("a draft of chosen lines, and what it refuses") {
  DraftRequest request;
  request.customer = "sgm";
  const auto code = [&](const TakenByLine& taken = {}) {
    const auto result = draft_notice(request, order_lines(), taken, kWallNow);
    return result ? std::to_string(result->lines.size()) + " lines" : result.error().code;
  };
  CHECK(code() == "asn/no_lines");
  request.order_no = "OE9";
  CHECK(code() == "asn/order_unknown");
  request.order_no = "OE1";
  CHECK(code(taken({taking("A-1", Phase::sent, 40)}, {}, "")) == "1 lines");
  TakenByLine all = taken({taking("A-1", Phase::sent, 40)}, {}, "");
  all["OE1/20"] = {Decimal::whole(25), {"A-2"}, ""};
  CHECK(code(all) == "asn/all_taken");
  request.lines = {{"20", "", Decimal::whole(5)}};
  CHECK(code() == "1 lines");
  request.lines = {{"99", "", Decimal::whole(5)}};
  CHECK(code() == "asn/line_unknown");
  request.order_no.clear();
  request.lines = {{"", "L-OE120", Decimal::whole(5)}, {"", "L-OE210", Decimal::whole(5)}};
  CHECK(code() == "asn/several_ship_to");
}

TEST_CASE("each rule says its own thing") {
  struct Case {
    const char* said;
    std::function<void(World&)> breaks;
  };
  const Case cases[] = {
      {"block asn/rule_shipment_id shipment_id\n", [](World& w) { w.notice.shipment_id = "SIM260311001"; }},
      {"block asn/rule_ship_to ship_to\n", [](World& w) { w.rules.ship_to = {"W7"}; }},
      {"block asn/rule_one_ship_to ship_to\n", [](World& w) { w.lines[1].line.warehouse = "W2"; }},
      {"block asn/rule_one_order lines\n",
       [](World& w) {
         w.notice.lines[1] = w.notice.lines[0];
         w.notice.lines[1].order_no = "OE3";
         w.lines.push_back(order_line("OE3", "10", "24107001", 40));
         w.notice.lines[1].record = w.lines.back().record;
       }},
      {"",
       [](World& w) {
         w.rules.takes_many_orders = true;
         w.notice.lines[1].order_no = "OE3";
         w.lines.push_back(order_line("OE3", "20", "24107002", 25));
         w.notice.lines[1].record = w.lines.back().record;
       }},
      {"block asn/rule_no_lines lines\n", [](World& w) { w.notice.lines.clear(); }},
      {"block asn/rule_line_open lines/OE1/10/line_no\n",
       [](World& w) {
         w.notice.lines[0].line_no = "10 ";
         w.notice.lines[0].line_no.pop_back();
         w.lines[0].order_state = model::OrderState::closed;
       }},
      {"block asn/rule_part lines/OE1/10/part_no\n", [](World& w) { w.notice.lines[0].part_no = "024107001"; }},
      {"block asn/rule_qty_positive lines/OE1/10/qty\n", [](World& w) { w.notice.lines[0].qty = {}; }},
      {"block asn/rule_qty_whole lines/OE1/10/qty\nwarn asn/rule_qty_under_open lines/OE1/10/qty\nblock asn/rule_packs "
       "lines/OE1/10/qty\n",
       [](World& w) { w.notice.lines[0].qty = *parse_decimal("10.5"); }},
      {"block asn/rule_uom lines/OE1/10/uom\n", [](World& w) { w.notice.lines[0].uom = "KGM"; }},
      {"block asn/rule_qty_over_open lines/OE1/10/qty\n", [](World& w) { w.notice.lines[0].qty = Decimal::whole(50); }},
      {"warn asn/rule_qty_under_open lines/OE1/10/qty\n", [](World& w) { w.notice.lines[0].qty = Decimal::whole(30); }},
      {"warn asn/rule_qty_under_open lines/OE1/10/qty\nwarn asn/rule_packs lines/OE1/10/qty\n",
       [](World& w) {
         w.notice.lines[0].qty = Decimal::whole(31);
         w.rules.packs = Severity::warn;
       }},
      {"block asn/rule_line_twice lines/OE1/10\n", [](World& w) { w.notice.lines.push_back(w.notice.lines[0]); }},
      {"warn asn/rule_line_revised lines/OE1/10/record\n", [](World& w) { w.lines[0].record = "L-other"; }},
      {"block asn/rule_ship_time shipped\n", [](World& w) { w.notice.shipped = at("2026-03-10T10:29"); }},
      {"block asn/rule_ship_time shipped\nblock asn/rule_eta eta\n",
       [](World& w) { w.notice.shipped = at("2026-03-18T10:31"); }},
      {"block asn/rule_eta eta\n", [](World& w) { w.notice.eta = w.notice.shipped; }},
      {"block asn/rule_transport plate\n", [](World& w) { w.notice.plate.clear(); }},
      {"warn asn/rule_transport_usual carrier\n",
       [](World& w) {
         w.notice.plate.clear();
         w.rules.required.clear();
       }},
      {"block asn/rule_text carrier\n", [](World& w) { w.notice.carrier = "a\tb"; }},
      {"",
       [](World& w) {
         w.notice.carrier = "";
         for (int i = 0; i < 40; ++i) w.notice.carrier += "汉";
       }},
      {"block asn/rule_text carrier\n", [](World& w) { w.notice.carrier = std::string(41, 'x'); }},
      {"block asn/rule_qty_over_open lines/OE1/10/qty\nblock asn/rule_unknown_open lines/OE1/10/line_no\n",
       [](World& w) { w.taken = taken({taking("A-1", Phase::unknown, 10)}, {}, ""); }},
  };
  std::set<std::string> seen;
  for (const auto& c : cases) {
    World w;
    c.breaks(w);
    INFO(c.said);
    CHECK(w.said() == c.said);
    for (const auto& f : check_notice(w.notice, {w.rules, w.lines, w.taken, kWallNow})) {
      seen.insert(f.error.code);
      const auto text = sentence(f.error) + sentence(f.error, Language::zh);
      if (f.error.code != "asn/rule_shipment_id") CHECK(text.find("{") == text.npos);  // that one quotes the pattern
    }
  }
  for (const auto& rule : all_rules()) {
    INFO(rule.code);
    CHECK(seen.count(std::string(rule.code)) == 1);
    REQUIRE(find_sentence(rule.code));
    CHECK(!find_sentence(rule.code)->zh.empty());
  }
}

TEST_CASE("what other ASNs take from a line") {
  const Instant polled = Instant(1000s);
  const std::vector<Taking> asns = {taking("A-1", Phase::draft, 1),
                                    taking("A-2", Phase::unknown, 2),
                                    taking("A-3", Phase::cancelled, 4),
                                    taking("A-4", Phase::rejected, 8),
                                    taking("A-5", Phase::accepted, 16, polled - 1s),
                                    taking("A-6", Phase::accepted, 32, polled),
                                    taking("A-7", Phase::sent, 64, polled - 1s)};
  CHECK(taken(asns, polled, "").at("OE1/10").qty == Decimal::whole(1 + 2 + 32 + 64));
  CHECK(taken(asns, polled, "A-7").at("OE1/10").qty == Decimal::whole(1 + 2 + 32));
  CHECK(taken(asns, std::nullopt, "").at("OE1/10").qty == Decimal::whole(1 + 2 + 16 + 32 + 64));
  CHECK(taken(asns, polled, "").at("OE1/10").unknown_asn == "A-2");
  CHECK(available(order_lines()[0], taken(asns, polled, "")) == Decimal{});
  CHECK(available(order_lines()[0], taken(asns, polled, "A-7")) == Decimal::whole(5));
}

TEST_CASE("what others take beyond counting leaves nothing of the line") {
  std::vector<Taking> asns;
  for (int i = 0; i < 10; ++i) {
    asns.push_back(taking("A-1", Phase::sent, 0));
    asns.back().lines.at(0).qty = *parse_decimal("999999999999999.999");
    CHECK(taken(asns, std::nullopt, "").at("OE1/10").qty == *parse_decimal("999999999999999.999"));
    CHECK(available(order_lines()[0], taken(asns, std::nullopt, "")) == Decimal{});
  }
}

TEST_CASE("shipment ids follow the pattern") {
  const LocalDate day = *parse_date("2026-03-11");
  CHECK(*make_sid("SIM{yymmdd}{seq:4}", day, 7) == "SIM2603110007");
  CHECK(*make_sid("{yyyymmdd}-{seq:3}X", day, 999) == "20260311-999X");
  CHECK(make_sid("SIM{yymmdd}{seq:4}", day, 10'000).error().code == "asn/sid_exhausted");
  CHECK(sid_jump("SIM{yymmdd}{seq:4}") == 2500);
  CHECK(sid_jump("nothing to fill in") == 0);
  CHECK(sid_sequence("sgm", "S{yymmdd}{seq:4}", day) != sid_sequence("sgm", "S{yymmdd}{seq:4}", add_days(day, 1)));
  CHECK(sid_sequence("sgm", "S{seq:6}", day) == sid_sequence("sgm", "S{seq:6}", add_days(day, 1)));
  CHECK(matches_sid("SIM{yymmdd}{seq:4}", "SIM2603110007"));
  for (const auto* sid : {"SIM260311007", "sim2603110007", "SIM26031100O7", "SIM26031100071", ""})
    CHECK(!matches_sid("SIM{yymmdd}{seq:4}", sid));
  for (const auto* pattern :
       {"", "SIM", "SIM{seq:2}", "SIM{seq:13}", "s{seq:4}", "{seq:4}{seq:4}", "{yymmdd}{yyyymmdd}{seq:4}",
        "{day}{seq:4}", "A_{seq:4}", "ABCDEFGHIJKLMNOPQRSTUVWXYZ{seq:10}", "S{seq:4", "S{seq:x}"}) {
    INFO(pattern);
    CHECK(check_sid_pattern(pattern).error().code == "asn/bad_sid_pattern");
  }
}
