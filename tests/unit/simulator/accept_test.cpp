// Accepting pick-up sheets, and what a plant does to a sheet afterwards.
#include "simulator/eschedule/sheet_pages.hpp"
#include "support/catch.hpp"
#include "support/simulator/browser.hpp"

namespace calloff::simulator::test {
namespace {

using namespace std::chrono_literals;
constexpr auto kAll = "/JQ/pus_/pusSearch.do?method=listAllStatusPus";
constexpr auto kSheet = "/JQ/pus_/pus.do";

struct World {
  Portals portals{Settings{.start = kTuesdayAfternoon}};
  Browser browser{portals, kTuesdayAfternoon};
  Sheet& sheet = *portals.eschedule("JQ")->sheets().listed(kTuesdayAfternoon).front();

  World() { browser.sign_in_jq(); }
  std::string detail() { return browser.read(kSheet + ("?method=showPusDetail&sid=" + sheet.sid)); }
  /// The form as a browser sends it, with other quantities if `quantities` are given.
  Fields form(const std::string& page, std::vector<std::string> quantities = {}) {
    Fields fields;
    for (const auto name : {"method", "sid"}) fields.emplace_back(name, form_value(page, name));
    fields.emplace_back(eschedule::kTokenField, form_value(page, eschedule::kTokenField));
    for (const auto& line : form_values(page, "lineNo[]")) fields.emplace_back("lineNo[]", line);
    if (quantities.empty()) quantities = form_values(page, "committedQty[]");
    for (const auto& quantity : quantities) fields.emplace_back("committedQty[]", quantity);
    return fields;
  }
  std::vector<std::string> row() {
    for (const std::string page : {"1", "2", "3"}) {
      const auto url = kAll + ("&com.sgm.common.web.PageBreakerTagCURRENT_PAGE_NUM_NAME=" + page);
      for (const auto& each : table_of(browser.read(url), "id=\"pusListTab\"")) {
        if (each.size() > 2 && each[2] == sheet.number) return each;
      }
    }
    return {"", "not listed"};
  }
};

}  // namespace

TEST_CASE("an unaccepted sheet's page is a form with the required quantities in it") {
  World world;
  const auto page = world.detail();
  CHECK(contains(page, "<form name=\"acceptForm\" method=\"post\" action=\"/JQ/pus_/pus.do\">"));
  CHECK(form_value(page, "method") == "acceptPus");
  CHECK(form_value(page, eschedule::kTokenField).size() == 32);
  const auto quantities = form_values(page, "committedQty[]");
  REQUIRE(quantities.size() == world.sheet.lines.size());
  for (std::size_t i = 0; i < quantities.size(); ++i)
    CHECK(quantities[i] == std::to_string(world.sheet.lines[i].required));
  // Nothing is promised in the file.
  const auto file = world.browser.read(kSheet + ("?method=toDoc&sid=" + world.sheet.sid));
  CHECK_FALSE(contains(file, "acceptForm"));
  CHECK(table_of(file, "class=\"table_double_head\"").at(1).at(4).empty());
}

TEST_CASE("accepted quantities are kept and shown; the form can be sent once") {
  World world;
  const auto page = world.detail();
  auto quantities = form_values(page, "committedQty[]");
  quantities[0] = "1";
  const auto fields = world.form(page, quantities);
  CHECK(contains(world.browser.submit(kSheet, fields), "接受成功"));
  CHECK(contains(world.browser.submit(kSheet, fields), "请勿重复提交"));
  CHECK(world.row()[1] == "已接受");
  const auto accepted = world.detail();
  CHECK_FALSE(contains(accepted, "acceptForm"));
  CHECK(table_of(accepted, "class=\"table_double_head\"").at(1).at(4) == "1");
  CHECK(world.sheet.lines[0].committed == 1);
  world.browser.wait(24h * 2);
  world.browser.sign_in_jq();
  CHECK((world.row()[1] == "已发运" || world.row()[1] == "已收货"));
}

TEST_CASE("what cannot be accepted") {
  struct Case {
    std::string first_quantity, answer;
    void (*meanwhile)(World& world);
  };
  const Case cases[] = {
      {"x", "承诺数量格式错误", [](World&) {}},
      {"-5", "承诺数量格式错误", [](World&) {}},
      {"9999999", "承诺数量不能大于需求数量", [](World&) {}},
      {"1", "取货单状态不允许接受", [](World& w) { cancel(w.sheet); }},
      {"1", "取货单不存在", [](World& w) { w.sheet.withdrawn = true; }},
      {"1", "请勿重复提交", [](World& w) { w.detail(); }},  // the token of another page
      {"1", "DunsLogin.jsp", [](World& w) { w.browser.wait(30min); }},
  };
  for (const auto& c : cases) {
    INFO(c.answer);
    World world;
    const auto page = world.detail();
    auto quantities = form_values(page, "committedQty[]");
    quantities[0] = c.first_quantity;
    const auto fields = world.form(page, quantities);
    c.meanwhile(world);
    CHECK(contains(world.browser.submit(kSheet, fields), c.answer));
    CHECK_FALSE(world.sheet.accepted);
  }
}

TEST_CASE("a plant cancels, changes and withdraws sheets") {
  World world;
  const auto before = world.row();
  change(world.sheet, 0, 7, Change::silent);
  CHECK(world.row() == before);
  CHECK(form_value(world.detail(), "committedQty[]") == "7");

  CHECK(contains(world.browser.submit(kSheet, world.form(world.detail())), "接受成功"));
  change(world.sheet, 0, 9, Change::shown);
  CHECK(world.row()[1] == "变更");
  const auto page = world.detail();
  CHECK(world.row()[1] == "变更");
  CHECK(form_value(page, "committedQty[]") == "9");
  CHECK(contains(world.browser.submit(kSheet, world.form(page)), "接受成功"));
  CHECK(world.row()[1] == "已接受");

  cancel(world.sheet);
  CHECK(world.row()[1] == "取消");
  CHECK_FALSE(contains(world.detail(), "acceptForm"));
  world.sheet.withdrawn = true;
  CHECK(world.row()[1] == "not listed");
  CHECK(contains(world.detail(), "取货单不存在"));
}

}  // namespace calloff::simulator::test
