// The admin verbs, and the documentation that lists them.
#include "simulator/admin.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "simulator/credentials.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/simulator/browser.hpp"

namespace calloff::simulator::test {
namespace {

namespace json = boost::json;

struct World {
  Portals portals{Settings{2026, kTuesdayAfternoon, 24}};
  SimulatedClock clock{nullptr, kTuesdayAfternoon};
  Admin admin{portals, clock};
  json::value ask(const std::string& method, const std::string& target, const std::string& body = {}) {
    const auto response = admin.handle({method, target, {}, body});
    INFO(response.body);
    CHECK(response.status == 200);
    return json::parse(response.body);
  }
  std::string refused(const std::string& method, const std::string& target, const std::string& body) {
    const auto response = admin.handle({method, target, {}, body});
    CHECK(response.status == 400);
    return std::string(json::parse(response.body).at("error").as_string());
  }
};

std::string documentation() {
  std::ifstream file(calloff::test::source_folder() / "docs/simulator.md");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("the clock is read, set and moved") {
  World world;
  CHECK(world.ask("GET", "/clock").at("now") == "2026-03-10T06:00:00Z");
  CHECK(world.ask("POST", "/clock", R"({"advance_s":90})").at("now") == "2026-03-10T06:01:30Z");
  CHECK(world.ask("POST", "/clock", R"({"now":"2026-03-11T11:00:00+08:00"})").at("now") == "2026-03-11T03:00:00Z");
  CHECK(contains(world.refused("POST", "/clock", R"({"now":"tomorrow"})"), "tomorrow"));
}

TEST_CASE("publish brings sheets out before their time, and then more of them") {
  World world;
  const auto listed = [&] { return world.ask("GET", "/sheets?site=JQ").as_array().size(); };
  CHECK(listed() == 35);
  CHECK(world.ask("POST", "/publish", R"({"site":"JQ","target_date":"2026-03-12"})").at("published") == 24);
  CHECK(listed() == 59);
  CHECK(world.ask("POST", "/publish", R"({"site":"JQ","target_date":"2026-03-12"})").at("published") == 3);
  CHECK(world.ask("POST", "/publish", R"({"site":"JQ","target_date":"2026-03-12","sheets":5})").at("published") == 5);
  CHECK(listed() == 67);
  CHECK(contains(world.refused("POST", "/publish", R"({"site":"XX"})"), "XX"));
  CHECK(contains(world.refused("POST", "/publish", R"({"target_date":"soon"})"), "soon"));
}

TEST_CASE("a new order is there at once") {
  World world;
  const auto order = world.ask("POST", "/orders", R"({"type":"VOR","whCode":"PDC-XX","lines":3})");
  CHECK(order.at("status") == "新建");
  CHECK(order.at("type") == "VOR");
  CHECK(order.at("whCode") == "PDC-XX");
  CHECK(order.at("lines").as_array().size() == 3);
  CHECK(world.ask("GET", "/orders").as_array().front().at("orderNo") == order.at("orderNo"));
  CHECK(world.ask("POST", "/orders").at("orderNo") != order.at("orderNo"));
  CHECK(contains(world.refused("POST", "/orders", R"({"type":"urgent"})"), "VOR"));
}

TEST_CASE("the table of ASNs begins with the world's history") {
  World world;
  const auto asns = world.ask("GET", "/asns");
  REQUIRE(asns.as_array().size() > 3);
  for (const auto& asn : asns.as_array()) {
    CHECK(asn.at("seeded") == true);
    CHECK(asn.at("state") == (&asn == &asns.as_array().back() ? "已提交" : "已收货"));
    CHECK(asn.at("submittedAt").is_string());
    CHECK_FALSE(asn.at("lines").as_array().empty());
  }
}

TEST_CASE("a person's ASN and its receipt, by the admin verbs") {
  World world;
  const auto draft = world.ask("POST", "/asns", R"({"orderNo":"OES260309001","lines":[{"line_no":10,"qty":2}]})");
  CHECK(draft.at("state") == "草稿");
  CHECK(draft.at("supplierRef") == "BY-HAND");
  CHECK(draft.at("lines").at(0).at("qty") == "2");
  const auto sent = world.ask("POST", "/asns", R"({"orderNo":"OES260309001","submitted":true,"supplierRef":"P-1",
                                                   "lines":[{"line_no":10,"qty":2}]})");
  CHECK(sent.at("state") == "已提交");
  const auto number = std::string(sent.at("asnNo").as_string());
  const auto partly =
      world.ask("POST", "/receipts", "{\"asnNo\":\"" + number + "\",\"lines\":[{\"line_no\":10,\"qty\":1}]}");
  CHECK(partly.at("state") == "部分收货");
  CHECK(partly.at("lines").at(0).at("received") == "1");
  CHECK(world.ask("POST", "/receipts", "{\"asnNo\":\"" + number + "\"}").at("state") == "已收货");
  CHECK(contains(world.refused("POST", "/receipts", "{\"asnNo\":\"" + number + "\"}"), "ASN状态不允许收货"));
  CHECK(contains(world.refused("POST", "/asns", R"({"orderNo":"OES1"})"), "订单不存在"));
  CHECK(contains(world.refused("POST", "/asns", R"({"orderNo":"OES260309001","lines":[{"line_no":10}]})"), "line_no"));
  CHECK(contains(world.refused("POST", "/asns", R"({"orderNo":"OES260309001","shipDate":"soon"})"), "shipDate"));
  const auto order = world.ask("POST", "/orders", R"({"whCode":"PDC-SH","whCode2":"PDC-YT","lines":2})");
  CHECK(order.at("lines").at(0).at("whCode") == "PDC-SH");
  CHECK(order.at("lines").at(1).at("whCode") == "PDC-YT");
}

TEST_CASE("requests and sign-ins are counted") {
  World world;
  Browser browser(world.portals, kTuesdayAfternoon);
  browser.sign_in_jq();
  browser.post("/JQ/common_/login.do", {{"loginId", "SIM-JQ"}, {"pwd", "no"}});
  const auto counts = world.ask("GET", "/requests");
  CHECK(counts.at("paths").at("/JQ/common_/login.do") == 2);
  CHECK(counts.at("accounts").at("SIM-JQ").at("sign_ins") == 1);
  CHECK(counts.at("accounts").at("SIM-JQ").at("failures") == 1);
  CHECK(counts.at("accounts").at("SIM-OMX").at("attempts") == 0);
}

TEST_CASE("unlock and reset") {
  World world;
  Browser browser(world.portals, kTuesdayAfternoon);
  for (int i = 0; i < 3; ++i) browser.post("/JQ/common_/login.do", {{"loginId", "SIM-JQ"}, {"pwd", "no"}});
  CHECK(world.portals.eschedule("JQ")->account().is_locked());
  CHECK(world.ask("POST", "/unlock", R"({"site":"JQ"})").at("locked") == false);
  world.ask("POST", "/faults", R"({"fault":"maintenance"})");
  world.ask("POST", "/clock", R"({"now":"2026-04-01T14:00:00+08:00"})");
  world.ask("POST", "/reset");
  CHECK(world.portals.faults().armed().empty());
  CHECK(world.ask("GET", "/requests").at("paths").as_object().empty());
  CHECK(world.ask("GET", "/orders").as_array().front().at("date") == "2026-04-01");
}

TEST_CASE("requests that make no sense are refused in words") {
  struct Case {
    std::string body, part;
  };
  const Case cases[] = {
      {"{", "JSON object"},
      {"[]", "JSON object"},
      {R"({"fault":"none"})", "no fault is called"},
      {R"({"fault":7})", "must be a string"},
      {R"({"fault":"slow","site":"ZZ"})", "ZZ"},
      {R"({"fault":"hidden_asn","step":"list"})", "cannot happen at step"},
      {R"({"fault":"slow","step":"nowhere"})", "cannot happen at step"},
      {R"({"fault":"slow","times":-1})", "whole number"},
      {R"({"fault":"slow","percent":0})", "whole number"},
  };
  World world;
  for (const auto& c : cases) {
    INFO(c.body);
    CHECK(contains(world.refused("POST", "/faults", c.body), c.part));
  }
  CHECK(world.portals.faults().armed().empty());
  CHECK(world.admin.handle({"GET", "/nothing", {}, ""}).status == 404);
}

TEST_CASE("sheets are cancelled, changed and withdrawn by number") {
  World world;
  const auto sheet = [&](const std::string& number) -> json::value {
    const auto listed = world.ask("GET", "/sheets?site=JQ");
    for (const auto& each : listed.as_array())
      if (each.at("number").as_string() == number) return each;
    return {};
  };
  const std::string number(world.ask("GET", "/sheets?site=JQ").at(0).at("number").as_string());
  const auto body = [&](const std::string& more) { return R"({"site":"JQ","number":")" + number + "\"" + more + "}"; };
  world.ask("POST", "/sheets/change", body(R"(,"qty":5,"silent":true)"));
  CHECK(sheet(number).at("state") == "未读");
  CHECK(sheet(number).at("lines").at(0).at("required") == "5");
  CHECK(world.ask("POST", "/sheets/change", body(R"(,"line":1,"qty":6)")).at("state") == "变更");
  CHECK(sheet(number).at("lines").at(0).at("required") == "6");
  CHECK(world.ask("POST", "/sheets/cancel", body("")).at("state") == "取消");
  world.ask("POST", "/sheets/withdraw", body(""));
  CHECK(sheet(number).is_null());
  CHECK(contains(world.refused("POST", "/sheets/cancel", body("")), "no sheet of JQ is called"));
  CHECK(contains(world.refused("POST", "/sheets/change", R"({"number":"x"})"), "no sheet of JQ"));
  const std::string other(world.ask("GET", "/sheets?site=JQ").at(0).at("number").as_string());
  CHECK(contains(world.refused("POST", "/sheets/change", R"({"number":")" + other + R"("})"), "qty"));
  CHECK(contains(world.refused("POST", "/sheets/change", R"({"number":")" + other + R"(","qty":1,"line":9})"), "line"));
  world.ask("POST", "/clock", R"({"advance_s":172800})");
  CHECK(contains(world.refused("POST", "/sheets/cancel", R"({"number":")" + other + R"("})"), "has been picked up"));
}

TEST_CASE("releases are listed, published before their time and revised") {
  World world;
  CHECK(world.ask("GET", "/releases?site=DY").as_array().size() == 1);
  CHECK(world.ask("POST", "/releases", R"({"site":"DY"})").at("number") == "WDF-DY-202612");
  const auto revision = world.ask("POST", "/releases", R"({"site":"DY","revision":true})");
  CHECK(revision.at("number") == "WDF-DY-202612");
  CHECK(revision.at("version") == 2);
  CHECK(revision.at("lines").at(0).at("days").as_array().size() == 7);
  const auto listed = world.ask("GET", "/releases?site=DY");
  REQUIRE(listed.as_array().size() == 3);
  CHECK(listed.at(0).at("version") == 2);
  world.ask("POST", "/clock", R"({"now":"2026-03-12T16:00:00+08:00"})");
  CHECK(world.ask("GET", "/releases?site=DY").as_array().size() == 3);
  CHECK(world.ask("GET", "/releases?site=JQ").as_array().size() == 2);
  CHECK(contains(world.refused("POST", "/releases", R"({"site":"OMX"})"), "OMX"));
}

TEST_CASE("the documentation lists every verb, every fault and every account as they are") {
  const auto text = documentation();
  REQUIRE_FALSE(text.empty());
  for (const auto& [method, path, sentence] : admin_verbs()) {
    INFO(method << " " << path);
    CHECK(contains(text,
                   "| `" + std::string(method) + " " + std::string(path) + "` | " + std::string(sentence) + " |\n"));
  }
  for (const auto& kind : known_faults()) {
    const auto row = "| " + (kind.number ? std::to_string(kind.number) : "-") + " | `" + std::string(kind.name) +
                     "` | " + std::string(kind.sentence) + " |\n";
    INFO(row);
    CHECK(contains(text, row));
  }
  for (const auto& account : kCredentials) {
    INFO(account.site);
    CHECK(contains(text, "`" + std::string(account.user) + "` | `" + std::string(account.password) + "` |\n"));
  }
}

}  // namespace calloff::simulator::test
