#include "asn/judge.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::asn;
using V = Judgement::Verdict;

namespace {

const PortalWords kWords{{"草稿"}, {"已提交"}, {"部分收货", "已收货"}, {"已取消"}};

model::ShipNotice notice() {
  model::ShipNotice n;
  n.customer = "sgm";
  n.shipment_id = "SIM2603110001";
  for (const auto& [line, part, qty] : {std::tuple{"10", "24107001", 40}, {"20", "24107002", 12}}) {
    model::ShipNoticeLine l;
    l.order_no = "OE1";
    l.line_no = line;
    l.part_no = part;
    l.qty = Decimal::whole(qty);
    n.lines.push_back(l);
  }
  return n;
}

adapter_api::SeenLine line(const char* no, const char* part, const char* qty) {
  return {{{"line_no", no}, {"part_no", part}, {"qty", qty}}};
}

adapter_api::Seen ours(const char* state = "已提交") {
  return {"ASN77",
          "SIM2603110001",
          state,
          {{"order_no", "OE1"}},
          {line("10", "24107001", "40"), line("20", "24107002", "12")}};
}

adapter_api::Sighting whole_list(std::vector<adapter_api::Seen> matches = {}) {
  adapter_api::Sighting s;
  s.matches = std::move(matches);
  s.complete = true;
  s.controls_seen = {"SIM2603100009"};
  s.shipped = {{"OE1/10", "0"}, {"OE1/20", "3"}};
  return s;
}

Judgement judged(const adapter_api::Sighting& sighting, std::string vouched = "") {
  const auto n = notice();
  return judge(kWords, {n, std::move(vouched), {{"OE1/10", "0.0"}, {"OE1/20", "3"}}, {{"SIM2603100009", "ASN70"}}},
               sighting);
}

}  // namespace

TEST_CASE("the customer's own list shows it") {
  const auto submitted = judged(whole_list({ours()}));
  CHECK(submitted.verdict == V::found);
  CHECK(submitted.level == Phase::accepted);
  CHECK(submitted.remote_id == "ASN77");
  CHECK(judged(whole_list({ours("部分收货")})).level == Phase::goods_received);
  auto part_of_list = whole_list({ours()});
  part_of_list.complete = false;
  CHECK(judged(part_of_list).verdict == V::found);
}

TEST_CASE("found, but not as sent") {
  struct Case {
    const char* what;
    std::vector<adapter_api::Seen> matches;
    V verdict;
    const char* why;
  };
  auto other_qty = ours(), other_part = ours(), one_line = ours(), bad_qty = ours(), bare = ours(), nameless = ours(),
       foreign = ours();
  other_qty.lines[0].fields["qty"] = "41";
  other_part.lines[1].fields["part_no"] = "24107009";
  one_line.lines.pop_back();
  bad_qty.lines[0].fields["qty"] = "many";
  bare.lines.clear();
  nameless.key = " ";
  foreign.key = "SIM2603110002";
  const Case cases[] = {
      {"other quantity", {other_qty}, V::found_other, "asn/judged_content"},
      {"other part", {other_part}, V::found_other, "asn/judged_content"},
      {"a line less", {one_line}, V::found_other, "asn/judged_content"},
      {"a quantity that is none", {bad_qty}, V::found_other, "asn/judged_content"},
      {"no lines shown", {bare}, V::inconclusive, "asn/judged_no_lines"},
      {"saved only", {ours("草稿")}, V::found_draft, "asn/judged_draft"},
      {"an unknown word", {ours("处理中")}, V::found_other, "asn/judged_state"},
      {"two", {ours(), ours()}, V::found_many, "asn/judged_many"},
      {"taken back", {ours("已取消")}, V::found_other, "asn/judged_withdrawn"},
      {"taken back and there", {ours("已取消"), ours()}, V::found, "asn/judged_found"},
      {"same goods, no reference", {nameless}, V::found_other, "asn/judged_look_alike"},
      {"somebody else's", {foreign}, V::absent, "asn/judged_absent"},
  };
  for (const auto& c : cases) {
    INFO(c.what);
    const auto j = judged(whole_list(c.matches));
    CHECK(j.verdict == c.verdict);
    CHECK(j.why.code == c.why);
  }
}

TEST_CASE("a person's word stands for key and content, not for the state") {
  auto typed = ours();
  typed.remote_id = "ASN99";
  typed.key = "by hand";
  typed.lines[0].fields["qty"] = "39";
  CHECK(judged(whole_list({typed}), "ASN99").verdict == V::found);
  typed.state = "草稿";
  CHECK(judged(whole_list({typed}), "ASN99").verdict == V::found_draft);
}

TEST_CASE("absent needs a whole list, a control in it and shipped quantities as before") {
  CHECK(judged(whole_list()).verdict == V::absent);
  auto cut = whole_list(), blind = whole_list(), moved = whole_list(), silent = whole_list();
  cut.complete = false;
  blind.controls_seen = {"SIM2603100001"};
  moved.shipped["OE1/10"] = "40";
  silent.shipped.erase("OE1/20");
  CHECK(judged(cut).why.code == "asn/judged_incomplete");
  CHECK(judged(blind).why.code == "asn/judged_no_control");
  CHECK(judged(moved).why.code == "asn/judged_shipped_changed");
  CHECK(judged(silent).why.code == "asn/judged_no_standing");
  for (const auto& s : {cut, blind, moved, silent}) CHECK(judged(s).verdict == V::inconclusive);
}
