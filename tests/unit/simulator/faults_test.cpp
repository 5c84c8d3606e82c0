// Every fault, through the portals and as the admin verbs arm it.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <functional>

#include "simulator/admin.hpp"
#include "simulator/charset.hpp"
#include "support/catch.hpp"
#include "support/simulator/browser.hpp"

namespace calloff::simulator::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kAll = "/JQ/pus_/pusSearch.do?method=listAllStatusPus";
const std::string kAsn = "/omxclient/asn/asn.do", kOrder = "OES260309001";

struct World {
  Portals portals{Settings{2026, kTuesdayAfternoon, 24}};
  SimulatedClock clock{nullptr, kTuesdayAfternoon};
  Admin admin{portals, clock};
  Browser browser{portals, kTuesdayAfternoon};
  World() {
    browser.sign_in_jq();
    browser.sign_in_omx();
  }
  Response arm(const std::string& body) { return admin.handle({"POST", "/faults", {}, body}); }
  std::string first_quantity() {
    return portals.omx().orders().find(kOrder, kTuesdayAfternoon)->lines.front().shipped == 0 ? "unshipped" : "shipped";
  }
  int own_asns(std::string_view state) {
    int count = 0;
    for (const auto& asn : portals.omx().asns().all()) count += !asn.seeded && asn.state == state ? 1 : 0;
    return count;
  }
  Response save() {
    const auto page = browser.read(kAsn + "?method=init&orderNo=" + kOrder);
    return browser.post(kAsn, {{"method", "save"},
                               {"token", form_value(page, "token")},
                               {"orderNo", kOrder},
                               {"supplierRef", "S-1"},
                               {"shipDate", "2026-03-10 16:00"},
                               {"lineId[]", form_value(page, "lineId[]")},
                               {"shipQty[]", "1"}});
  }
  Response submit(const std::string& saved) {
    const auto number = table_of(saved, "id=\"asnHeadTab\"").at(0).at(1);
    return browser.post(kAsn, {{"method", "submit"}, {"token", form_value(saved, "token")}, {"asnNo", number}});
  }
  bool query_shows_asn() {
    const auto form = browser.read("/omxclient/asn/asnQuery.do");
    const auto page =
        browser.submit("/omxclient/asn/asnQuery.do", {{"supplierRef", "S-1"}, {"token", form_value(form, "token")}});
    return contains(page, "<td>S-1</td>");
  }
};

}  // namespace

TEST_CASE("every known fault can be armed, and has a sentence") {
  World world;
  for (const auto& kind : known_faults()) {
    INFO(kind.name);
    CHECK(kind.sentence.ends_with("."));
    CHECK(kind.steps != 0);
    CHECK((kind.before || kind.instead || kind.after));
    CHECK(fault_named(kind.name) == &kind);
    CHECK(world.arm("{\"fault\":\"" + std::string(kind.name) + "\"}").status == 200);
  }
  CHECK(world.portals.faults().armed().size() == known_faults().size());
  CHECK(world.admin.handle({"DELETE", "/faults", {}, ""}).status == 200);
  CHECK(world.portals.faults().armed().empty());
}

TEST_CASE("faults of pages that are read") {
  struct Case {
    std::string fault;
    std::function<bool(const Response&, const std::string& text)> is_so;
  };
  const auto rows = [](const std::string& text) { return table_of(text, "id=\"pusListTab\""); };
  const Case cases[] = {
      {"captcha", [](auto& r, auto& t) { return r.status == 200 && contains(t, "name=\"verifyCode\""); }},
      {"session_expired", [](auto& r, auto& t) { return r.status == 200 && contains(t, "top.location="); }},
      {"maintenance", [](auto& r, auto& t) { return r.status == 200 && contains(t, "系统维护中"); }},
      {"status_503", [](auto& r, auto&) { return r.status == 503 && field(r.headers, "Retry-After") == "120"; }},
      {"redirect_loop", [](auto& r, auto&) { return r.status == 302 && field(r.headers, "Location") == kAll; }},
      {"slow", [](auto& r, auto&) { return r.delay == 60s && contains(r.body, "pusListTab"); }},
      {"close_before_answer", [](auto& r, auto&) { return r.close_before; }},
      {"cut_body", [](auto& r, auto&) { return r.cut_at && !contains(r.body.substr(0, *r.cut_at), "</table>"); }},
      {"bad_gbk_byte", [](auto& r, auto&) { return contains(r.body, "\xFF</td>"); }},
      {"missing_column",
       [&](auto&, auto& t) {
         return rows(t)[0].size() == 13 && rows(t)[1].size() == 13 && !contains(t, "计划取货时间");
       }},
      {"renamed_column", [&](auto&, auto& t) { return rows(t)[0].size() == 14 && !contains(t, "计划取货时间"); }},
      {"inserted_column", [&](auto&, auto& t) { return rows(t)[0].size() == 15 && rows(t)[1].size() == 15; }},
      {"empty_with_text",
       [&](auto&, auto& t) {
         return rows(t).size() == 2 && contains(t, "没有符合条件的记录") && contains(t, "共0条");
       }},
      {"empty_without_text", [&](auto&, auto& t) { return rows(t).size() == 1 && !contains(t, "没有符合条件的记录"); }},
  };
  for (const auto& c : cases) {
    INFO(c.fault);
    World world;
    const auto clean = world.browser.get(kAll);
    REQUIRE(contains(clean.body, "pusListTab"));
    REQUIRE(world.arm("{\"fault\":\"" + c.fault + "\",\"site\":\"JQ\",\"step\":\"list\"}").status == 200);
    const auto response = world.browser.get(kAll);
    const auto text = gbk_to_utf8(response.body);
    if (contains(c.fault, "column") || contains(c.fault, "empty")) REQUIRE(rows(text).size() > 0);
    CHECK(c.is_so(response, text));
    CHECK(world.portals.faults().armed().empty());
    if (c.fault != "session_expired") CHECK(world.browser.get(kAll).body == clean.body);
  }
}

TEST_CASE("a password refused by a fault is not counted") {
  World world;
  world.arm(R"({"fault":"wrong_password_page","site":"JQ","times":3})");
  for (int i = 0; i < 3; ++i) {
    const auto page = world.browser.submit("/JQ/common_/login.do", {{"loginId", "SIM-JQ"}, {"pwd", "sim-jq-2026"}});
    CHECK(contains(page, "用户名或密码错误"));
  }
  CHECK(world.portals.eschedule("JQ")->account().failures() == 0);
  CHECK(contains(world.browser.submit("/JQ/common_/login.do", {{"loginId", "SIM-JQ"}, {"pwd", "sim-jq-2026"}}),
                 "common/index.jsp"));
}

TEST_CASE("the lost answers of a change: was it done or not?") {
  struct Case {
    std::string fault;
    bool done;
    int status;
    bool answered;
  };
  const Case cases[] = {{"commit_then_500", true, 500, true},
                        {"commit_then_close", true, 200, false},
                        {"close_before_answer", false, 200, false},
                        {"status_503", false, 503, true},
                        {"maintenance", false, 200, true},
                        {"session_expired", false, 200, true},
                        {"cut_body", true, 200, true}};
  for (const auto& c : cases) {
    INFO(c.fault);
    World world;
    world.arm("{\"fault\":\"" + c.fault + "\",\"site\":\"OMX\",\"step\":\"save\"}");
    const auto saved = world.save();
    CHECK(saved.status == c.status);
    CHECK(saved.close_before != c.answered);
    CHECK(world.own_asns("草稿") == (c.done ? 1 : 0));
  }
  for (const auto& c : cases) {
    INFO(c.fault);
    World world;
    const auto saved = gbk_to_utf8(world.save().body);
    world.arm("{\"fault\":\"" + c.fault + "\",\"site\":\"OMX\",\"step\":\"submit\"}");
    CHECK(world.submit(saved).status == c.status);
    CHECK(world.own_asns("已提交") == (c.done ? 1 : 0));
    CHECK(world.first_quantity() == (c.done ? "shipped" : "unshipped"));
  }
}

TEST_CASE("a hidden ASN is submitted, and seen three minutes later") {
  World world;
  const auto saved = gbk_to_utf8(world.save().body);
  world.arm(R"({"fault":"hidden_asn","site":"OMX"})");
  CHECK(contains(gbk_to_utf8(world.submit(saved).body), "提交成功"));
  CHECK(world.own_asns("已提交") == 1);
  CHECK_FALSE(world.query_shows_asn());
  world.browser.wait(2min + 59s);
  CHECK_FALSE(world.query_shows_asn());
  world.browser.wait(1s);
  CHECK(world.query_shows_asn());
}

TEST_CASE("a fault meets only its site and step, as often as it was told") {
  World world;
  world.arm(R"({"fault":"status_503","site":"JQ","step":"detail","times":2})");
  CHECK(world.browser.get(kAll).status == 200);
  CHECK(world.browser.get("/omxclient/order/orderQuery.do").status == 200);
  for (const int status : {503, 503, 200}) {
    CHECK(world.browser.get("/JQ/pus_/pus.do?method=showPusDetail&sid=9080001").status == status);
  }
  world.arm(R"({"fault":"status_503","times":0})");
  for (int i = 0; i < 5; ++i) CHECK(world.browser.get(kAll).status == 503);
  world.portals.faults().clear();
  world.arm(R"({"fault":"status_503","times":0,"percent":50})");
  int met = 0;
  for (int i = 0; i < 200; ++i) met += world.browser.get(kAll).status == 503 ? 1 : 0;
  CHECK(met > 60);
  CHECK(met < 140);
}

TEST_CASE("chance repeats with its own seed, whatever else is drawn") {
  const auto met = [](int seed, bool others) {
    World world;
    world.arm(fmt::format(R"({{"fault":"status_503","times":0,"percent":50,"seed":{}}})", seed));
    if (others) world.arm(R"({"fault":"slow","times":0,"percent":50})");
    std::string pattern;
    for (int i = 0; i < 40; ++i) pattern += world.browser.get(kAll).status == 503 ? 'x' : '.';
    return pattern;
  };
  CHECK(met(7, false) == met(7, true));
  CHECK(met(7, false) != met(8, false));
}

TEST_CASE("a change that is made and never answered") {
  World world;
  world.arm(R"({"fault":"commit_then_timeout","site":"OMX","step":"save"})");
  CHECK(world.save().delay == 1h);
  CHECK(world.own_asns("草稿") == 1);
}

TEST_CASE("with tokens not looked at, the same form sent twice makes two ASNs") {
  World world;
  world.arm(R"({"fault":"double_submit_makes_two","site":"OMX","times":0})");
  const auto saved = gbk_to_utf8(world.save().body);
  CHECK(contains(gbk_to_utf8(world.submit(saved).body), "提交成功"));
  CHECK(world.own_asns("已提交") == 1);
  CHECK(contains(gbk_to_utf8(world.submit(saved).body), "提交成功"));
  CHECK(world.own_asns("已提交") == 2);
  CHECK(world.portals.omx().orders().find(kOrder, kTuesdayAfternoon)->lines.front().shipped == 2);
}

TEST_CASE("a submit that is told to be good leaves a draft") {
  World world;
  const auto saved = gbk_to_utf8(world.save().body);
  world.arm(R"({"fault":"saved_not_submitted","site":"OMX"})");
  const auto answer = gbk_to_utf8(world.submit(saved).body);
  CHECK(result_of(answer) == "提交成功");
  CHECK(world.own_asns("草稿") == 1);
  CHECK(world.own_asns("已提交") == 0);
  CHECK(world.first_quantity() == "unshipped");
}

TEST_CASE("refused for too much, and for a line that a receipt closed before") {
  for (const std::string step : {"save", "submit"}) {
    for (const auto& [fault, says] :
         {std::pair{"over_quantity_refused", "发货数量超过未发数量"}, {"receipt_closes_line", "订单行已关闭"}}) {
      INFO(fault << " at " << step);
      World world;
      const auto saved = step == "submit" ? gbk_to_utf8(world.save().body) : std::string();
      world.arm("{\"fault\":\"" + std::string(fault) + "\",\"site\":\"OMX\",\"step\":\"" + step + "\"}");
      const auto answer = gbk_to_utf8((step == "save" ? world.save() : world.submit(saved)).body);
      const bool order_closed = state_of(*world.portals.omx().orders().find(kOrder, kTuesdayAfternoon)) == "关闭";
      CHECK(contains(result_of(answer), order_closed ? "订单状态不允许发货" : says));
      CHECK(world.own_asns("已提交") == 0);
      CHECK(world.own_asns("草稿") == (step == "submit" ? 1 : 0));
      const auto& line = world.portals.omx().orders().find(kOrder, kTuesdayAfternoon)->lines.front();
      CHECK(line.closed == (std::string(fault) == "receipt_closes_line"));
      CHECK((line.open() == 0) == line.closed);
      CHECK(line.shipped == 0);
    }
  }
}

}  // namespace calloff::simulator::test
