// Pages whose characters, columns and spellings are not the usual ones, and files that are not what they are called.
#include "simulator/admin.hpp"
#include "simulator/charset.hpp"
#include "support/catch.hpp"
#include "support/simulator/browser.hpp"

namespace calloff::simulator::test {
namespace {

using namespace std::chrono_literals;
using Rows = std::vector<std::vector<std::string>>;

struct World {
  Portals portals{Settings{.start = kTuesdayAfternoon}};
  SimulatedClock clock{nullptr, kTuesdayAfternoon};
  Admin admin{portals, clock};
  Browser browser{portals, kTuesdayAfternoon};
  std::string site;

  explicit World(std::string code = "JQ") : site(std::move(code)) { browser.sign_in(site); }
  void arm(const std::string& name) {
    const auto body = R"({"fault":")" + name + R"(","times":0,"site":")" + site + "\"}";
    REQUIRE(admin.handle({"POST", "/faults", {}, body}).status == 200);
  }
  std::string list_url() const { return "/" + site + "/pus_/pusSearch.do?method=listAllStatusPus"; }
  const Sheet& sheet() { return *portals.eschedule(site)->sheets().listed(kTuesdayAfternoon).front(); }
  Rows detail() {
    return table_of(browser.read("/" + site + "/pus_/pus.do?method=toDoc&sid=" + sheet().sid),
                    "class=\"table_double_head\"");
  }
  std::string release_url(const std::string& method) {
    const auto id = portals.eschedule(site)->releases().listed(kTuesdayAfternoon).front()->id;
    return "/" + site + "/wdf/wdf.do?method=" + method + "&state=3&id=" + id;
  }
  Rows release() { return table_of(browser.read(release_url("showWdfDetail")), "id=\"wdfDetailTab\""); }
  Response workbook() { return browser.get(release_url("toXls")); }
};

bool any_cell(const Rows& rows, const std::string& part) {
  for (const auto& row : rows) {
    for (const auto& cell : row) {
      if (contains(cell, part)) return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("what is said of the charset, and characters cut in two") {
  struct Case {
    std::string fault, type;
    bool same_body;
  };
  const Case cases[] = {{"charset_says_utf8", "text/html;charset=UTF-8", true},
                        {"charset_says_latin1", "text/html;charset=ISO-8859-1", true},
                        {"no_meta", "text/html", false},
                        {"half_character", "text/html;charset=GBK", true}};
  for (const auto& c : cases) {
    INFO(c.fault);
    World world;
    const auto usual = world.browser.get(world.list_url());
    CHECK(usual.pieces.empty());
    world.arm(c.fault);
    const auto odd = world.browser.get(world.list_url());
    CHECK(field(odd.headers, "Content-Type") == c.type);
    CHECK((odd.body == usual.body) == c.same_body);
    if (!c.same_body) CHECK_FALSE(contains(odd.body, "<meta"));
    if (c.fault != "half_character") continue;
    CHECK(odd.pieces.size() > 8);
    for (const auto end : odd.pieces) {
      // Alone neither side of the cut is what both are together.
      CHECK(gbk_to_utf8(odd.body.substr(0, end)) + gbk_to_utf8(odd.body.substr(end)) != gbk_to_utf8(odd.body));
    }
  }
}

TEST_CASE("a list of the other width has 车次 or has lost it") {
  struct Case {
    std::string site;
    std::size_t cells;
  };
  const Case cases[] = {{"JQ", 15}, {"NS", 15}, {"DY", 14}, {"WH", 14}};
  for (const auto& c : cases) {
    INFO(c.site);
    World world(c.site);
    world.arm("other_width");
    const auto rows = table_of(world.browser.read(world.list_url()), "id=\"pusListTab\"");
    REQUIRE(rows.size() == 21);
    for (const auto& row : rows) CHECK(row.size() == c.cells);
    CHECK((rows[0][13] == "车次") == (c.cells == 15));
  }
}

TEST_CASE("a table in a cell and a total row") {
  World world;
  world.arm("nested_table");
  for (const auto& url : {world.list_url(), "/JQ/pus_/pus.do?method=showPusDetail&sid=" + world.sheet().sid}) {
    INFO(url);
    const auto text = world.browser.read(url);
    CHECK(contains(text, "<td><table><tr><td>"));
    CHECK(contains(text, "<td>合计</td>"));
  }
  CHECK(contains(world.browser.read(world.release_url("showWdfDetail")), "<td><table><tr><td>"));
  int boxes = 0;
  for (const auto& line : world.sheet().lines) boxes += line.boxes;
  const auto text = world.browser.read("/JQ/pus_/pus.do?method=showPusDetail&sid=" + world.sheet().sid);
  CHECK(contains(text.substr(text.find("<td>合计</td>")), "<td>" + std::to_string(boxes) + "</td>"));
}

TEST_CASE("quantities, dates and part numbers in other spellings") {
  World world("WH");
  const auto release = world.release();
  world.arm("number_spellings");
  const auto odd = world.release();
  REQUIRE(odd.size() == release.size());
  for (const auto part : {"&#160;", "\uFF11", ",", " ", ".00", "-", "("}) {
    INFO(part);
    CHECK(any_cell(Rows(odd.begin() + 2, odd.end()), part));
  }
  CHECK(world.detail().at(1).at(3) == "&#160;" + std::to_string(world.sheet().lines[0].required) + "&#160;");
  world.portals.faults().clear();

  world.arm("date_spellings");
  const auto list = table_of(world.browser.read(world.list_url()), "id=\"pusListTab\"");
  CHECK(list.at(1).at(8).size() == std::string("2026-03-11 09:00").size());
  CHECK(list.at(1).at(9).size() == std::string("20260311 09:00").size());
  CHECK(list.at(1).at(10).substr(2, 1) == "/");
  CHECK(list.at(2).at(8).substr(2, 1) == "-");
  world.portals.faults().clear();

  const auto& part = world.sheet().lines[0].part->number;
  world.arm("part_number_spacing");
  CHECK(world.detail().at(1).at(1) == part.substr(0, 4) + " " + part.substr(4));
  world.portals.faults().clear();
  world.arm("leading_zero_lost");
  bool lost = false;
  const auto rows = world.release();
  for (std::size_t i = 2; i < rows.size(); ++i) {
    CHECK_FALSE(rows[i][0].starts_with('0'));
    lost = lost || rows[i][0].size() == 7;
  }
  CHECK(lost);
}

TEST_CASE("midnight is 24:00 of the day before when dates are odd") {
  World world;
  auto& sheet = *world.portals.eschedule("JQ")->sheets().listed(kTuesdayAfternoon).front();
  sheet.arrive = china_instant(std::chrono::year(2026) / 3 / 12, 0h);
  CHECK(table_of(world.browser.read(world.list_url()), "id=\"pusListTab\"").at(1).at(9) == "2026-03-12 00:00");
  world.arm("date_spellings");
  CHECK(table_of(world.browser.read(world.list_url()), "id=\"pusListTab\"").at(1).at(9) == "20260311 24:00");
}

TEST_CASE("a total row that is not the sum") {
  World world;
  const auto before = world.release();
  world.arm("wrong_total");
  const auto after = world.release();
  CHECK(before.back() != after.back());
  CHECK(Rows(before.begin(), before.end() - 1) == Rows(after.begin(), after.end() - 1));
}

TEST_CASE("a workbook's bytes are what the fault says") {
  struct Case {
    std::string fault, begins, holds;
  };
  const Case cases[] = {{"", "<html>", "wdfDetailTab"},
                        {"xls_html", "<html>", "wdfDetailTab"},
                        {"xls_mhtml", "MIME-Version: 1.0", "=D6=DC"},  // 周
                        {"xls_tab_text", utf8_to_gbk("计划编号\tWDF-JQ-202611\t"), utf8_to_gbk("合计\t")},
                        {"xls_xml2003", "<?xml version=\"1.0\"", "<Data ss:Type=\"String\">合计</Data>"},
                        {"xls_biff8", "\xD0\xCF\x11\xE0", "W\0o\0r\0k"},
                        {"xls_renamed_xlsx", "PK\x03\x04", "xl/worksheets/sheet1.xml"},
                        {"login_page_as_file", "<html>", "name=\"loginId\""}};
  for (const auto& c : cases) {
    INFO(c.fault);
    World world;
    if (!c.fault.empty()) world.arm(c.fault);
    const auto file = world.workbook();
    CHECK(file.status == 200);
    CHECK(field(file.headers, "Content-Disposition") == "attachment; filename=\"WDF-JQ-202611-1.xls\"");
    CHECK(file.body.starts_with(c.begins));
    CHECK(contains(file.body, c.holds));
    CHECK(world.workbook().body == file.body);
  }
  for (const auto fault : {"zero_bytes", "login_page_as_file"}) {
    INFO(fault);
    World world;
    world.arm(fault);
    const auto sheet = world.browser.get("/JQ/pus_/pus.do?method=toDoc&sid=" + world.sheet().sid).body;
    CHECK(sheet.empty() == (std::string(fault) == "zero_bytes"));
    CHECK(contains(sheet, "loginId") != sheet.empty());
    CHECK(world.workbook().body.empty() == sheet.empty());
  }
}

}  // namespace calloff::simulator::test
