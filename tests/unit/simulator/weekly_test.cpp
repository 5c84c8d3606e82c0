// Weekly releases: when they appear, what their list, page and files hold.
#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "support/catch.hpp"
#include "support/simulator/browser.hpp"

namespace calloff::simulator::test {
namespace {

using namespace std::chrono_literals;
using Rows = std::vector<std::vector<std::string>>;

Instant march(unsigned day, std::chrono::minutes of_day) {
  return china_instant(std::chrono::year(2026) / 3 / std::chrono::day(day), of_day);
}

std::string list_of(const std::string& site) { return "/" + site + "/wdf/wdfSearch.do?method=listDunsWdf"; }

std::string id_of(const std::string& list) { return list.substr(list.find("showWdf('") + 9, 5); }

Rows releases(Browser& browser) {
  auto rows = table_of(browser.read(list_of("JQ")), "id=\"wdfListTab\"");
  rows.erase(rows.begin());
  return rows;
}

std::string detail(Browser& browser, const std::string& site, const std::string& method = "showWdfDetail") {
  return browser.read("/" + site + "/wdf/wdf.do?method=" + method +
                      "&state=3&id=" + id_of(browser.read(list_of(site))));
}

int number(const std::string& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  CHECK(error == std::errc());
  CHECK(end == text.data() + text.size());
  return value;
}

}  // namespace

TEST_CASE("one release is there at the start, the next appears on Thursday at 15:00") {
  struct Case {
    Instant at;
    std::vector<std::string> numbers;
  };
  const Case cases[] = {{march(10, 8h), {"WDF-JQ-202611"}},
                        {march(12, 14h + 59min), {"WDF-JQ-202611"}},
                        {march(12, 15h), {"WDF-JQ-202612", "WDF-JQ-202611"}},
                        {march(19, 15h), {"WDF-JQ-202613", "WDF-JQ-202612", "WDF-JQ-202611"}}};
  Portals portals(Settings{.start = march(10, 8h)});
  for (const auto& c : cases) {
    INFO(to_string(c.at));
    Browser browser(portals, c.at);
    browser.sign_in_jq();
    std::vector<std::string> numbers;
    for (const auto& row : releases(browser)) numbers.push_back(row[1]);
    CHECK(numbers == c.numbers);
  }
}

TEST_CASE("the list of releases is headed in td, counts, and opening a release turns 未读 to 已读") {
  Portals portals(Settings{.start = kTuesdayAfternoon});
  Browser browser(portals, kTuesdayAfternoon);
  CHECK(contains(browser.read(list_of("JQ")), "top.location='/JQ/DunsLogin.jsp'"));
  browser.sign_in_jq();
  const auto text = browser.read(list_of("JQ"));
  CHECK(contains(text, "共1条 第1/1页"));
  const auto table = table_of(text, "id=\"wdfListTab\"");
  REQUIRE(table.size() == 2);
  CHECK(table[0] == std::vector<std::string>{"序号", "计划编号", "版本", "DUNS", "工厂", "发布时间", "起始日", "结束日",
                                             "状态", "操作"});
  CHECK(table[1] == std::vector<std::string>{"1", "WDF-JQ-202611", "1", "060512347", "JQ", "2026-03-05 15:00",
                                             "2026-03-09", "2026-07-31", "未读", "查看 下载"});
  for (const auto file : {"toDoc", "toXls"}) CHECK(contains(detail(browser, "JQ", file), "wdfDetailTab"));
  CHECK(releases(browser)[0][8] == "未读");
  detail(browser, "JQ");
  CHECK(releases(browser)[0][8] == "已读");
  CHECK(contains(browser.read("/JQ/wdf/wdf.do?method=showWdfDetail&id=1"), "计划不存在"));
}

TEST_CASE("a release has two header rows with spans, and a total row that is the sum") {
  Portals portals(Settings{.start = kTuesdayAfternoon});
  for (const std::string site : {"JQ", "DY", "NS", "WH"}) {
    INFO(site);
    Browser browser(portals, kTuesdayAfternoon);
    browser.sign_in(site);
    const auto text = detail(browser, site);
    CHECK(contains(text, "<td rowspan=\"2\">零件号</td>"));
    for (const auto group :
         {"<td colspan=\"7\">本周</td>", "<td colspan=\"8\">周计划</td>", "<td colspan=\"3\">月计划</td>"})
      CHECK(contains(text, group));
    const auto rows = table_of(text, "id=\"wdfDetailTab\"");
    REQUIRE(rows.size() > 20);
    CHECK(rows[1] == std::vector<std::string>{"03/09", "03/10", "03/11", "03/12", "03/13", "03/14", "03/15",
                                              "第1周 03/16", "第2周 03/23", "第3周 03/30", "第4周 04/06", "第5周 04/13",
                                              "第6周 04/20", "第7周 04/27", "第8周 05/04", "2026年05月", "2026年06月",
                                              "2026年07月"});
    CHECK(rows.back()[0] == "合计");
    for (std::size_t column = 5; column < 25; ++column) {
      INFO("column " << column);
      int sum = 0;
      for (std::size_t row = 2; row + 1 < rows.size(); ++row) {
        REQUIRE(rows[row].size() == 26);
        if (!rows[row][column].empty()) sum += number(rows[row][column]);
      }
      CHECK(number(rows.back()[column]) == sum);
    }
  }
}

TEST_CASE("parts differ: steady ones, weeks of zero, blanks; months are no less than the weeks in them") {
  Portals portals(Settings{.start = kTuesdayAfternoon});
  Browser browser(portals, kTuesdayAfternoon);
  browser.sign_in_jq();
  const auto rows = table_of(detail(browser, "JQ"), "id=\"wdfDetailTab\"");
  std::size_t steady = 0, zero_weeks = 0, blanks = 0, behind = 0;
  std::set<std::pair<std::string, std::string>> keys;
  for (std::size_t i = 2; i + 1 < rows.size(); ++i) {
    const auto& row = rows[i];
    keys.emplace(row[0], row[4]);
    const bool knows_days = !row[7].empty();
    steady += knows_days && row[7] == row[8] && row[8] == row[9] && row[9] == row[10] && row[7] != "0" ? 1 : 0;
    zero_weeks += std::find(row.begin() + 14, row.begin() + 22, "0") != row.begin() + 22 ? 1 : 0;
    blanks += std::find(row.begin() + 7, row.begin() + 25, "") != row.begin() + 25 ? 1 : 0;
    behind += !row[6].empty() && row[6] != "0" ? 1 : 0;
    CHECK((row[12] == "0" || row[12].empty()));  // Saturday
    if (!row[21].empty() && !row[22].empty()) CHECK(number(row[22]) >= number(row[21]));
  }
  CHECK(keys.size() == rows.size() - 3);
  CHECK(steady > 5);
  CHECK(zero_weeks > 0);
  CHECK(blanks > 0);
  CHECK(behind > 0);
}

TEST_CASE("from one release to the next most figures stay, some change; a revision changes more") {
  Portals portals(Settings{.start = march(10, 8h)});
  Browser browser(portals, march(13, 8h));
  browser.sign_in_jq();
  const auto by_part = [](const Rows& rows, std::size_t column) {
    std::map<std::string, std::string> figures;
    for (std::size_t i = 2; i + 1 < rows.size(); ++i) figures[rows[i][0] + "/" + rows[i][4]] = rows[i][column];
    return figures;
  };
  const auto changed = [](const auto& a, const auto& b) {
    CHECK(a.size() == b.size());
    std::size_t count = 0;
    for (const auto& [key, figure] : a) count += b.at(key) != figure ? 1 : 0;
    return count;
  };
  const auto table = [&](const std::string& id) {
    return table_of(browser.read("/JQ/wdf/wdf.do?method=showWdfDetail&id=" + id), "id=\"wdfDetailTab\"");
  };
  const auto& book = portals.eschedule("JQ")->releases().listed(browser.now());
  REQUIRE(book.size() == 2);
  const auto older = table(book[1]->id), newer = table(book[0]->id);
  // Week 3 of the older one is week 2 of the newer one.
  const auto week = changed(by_part(older, 16), by_part(newer, 15));
  CHECK(week > 0);
  CHECK(week < older.size() / 2);
  const auto& revision = portals.eschedule("JQ")->releases().publish(ReleaseBook::Publish::revision, browser.now());
  CHECK(revision.number == "WDF-JQ-202612");
  CHECK(revision.version == 2);
  CHECK(releases(browser)[0][2] == "2");
  CHECK(changed(by_part(newer, 15), by_part(table(revision.id), 15)) > 0);
}

TEST_CASE("every site has log-in, cookie path, DUNS, docks and lists of its own") {
  struct Case {
    std::string site, duns;
    std::size_t cells;
    int transit_hours;
  };
  const Case cases[] = {{"JQ", "060512347", 14, 2},
                        {"DY", "061273805", 15, 26},
                        {"NS", "061273913", 14, 50},
                        {"WH", "061274026", 15, 14}};
  Portals portals(Settings{.start = kTuesdayAfternoon});
  std::set<std::string> docks;
  for (const auto& c : cases) {
    INFO(c.site);
    Browser browser(portals, kTuesdayAfternoon);
    browser.sign_in(c.site);
    CHECK_FALSE(browser.cookie("/" + c.site, "JSESSIONID").empty());
    const auto table =
        table_of(browser.read("/" + c.site + "/pus_/pusSearch.do?method=listAllStatusPus"), "id=\"pusListTab\"");
    REQUIRE(table.size() == 21);
    for (const auto& row : table) CHECK(row.size() == c.cells);
    if (c.cells == 15) CHECK(table[0][13] == "车次");
    CHECK(table[0].back() == "备注");
    CHECK(table[1][4] == c.duns);
    CHECK(table[1][5] == c.site);
    CHECK(table[1][2].starts_with(c.site));
    for (const auto* sheet : portals.eschedule(c.site)->sheets().listed(kTuesdayAfternoon)) {
      docks.insert(c.site + std::string(sheet->dock));
      CHECK(sheet->arrive - sheet->pickup >= std::chrono::hours(c.transit_hours));
      CHECK(is_workday(china_date(sheet->arrive)));
    }
    for (const auto& other : cases) {
      if (other.site != c.site) CHECK(contains(browser.read(list_of(other.site)), "DunsLogin.jsp"));
    }
  }
  CHECK(docks.size() == 16);
}

TEST_CASE("NM is the same software in English and UTF-8: other headers, order and dates") {
  Portals portals(Settings{.start = kTuesdayAfternoon});
  Browser browser(portals, kTuesdayAfternoon);
  const auto login = browser.get("/NM/DunsLogin.jsp");
  CHECK(field(login.headers, "Content-Type") == "text/html;charset=UTF-8");
  CHECK(contains(login.body, "charset=utf-8"));
  browser.sign_in("NM");
  const auto list = browser.read("/NM/pus_/pusSearch.do?method=listAllStatusPus");
  CHECK(contains(list, "35 records, page 1 of 2"));
  const auto rows = table_of(list, "id=\"pusListTab\"");
  REQUIRE(rows.size() == 21);
  CHECK(rows[0] == std::vector<std::string>{"Sel.", "Pickup no.", "Action", "Status", "Released", "Pickup at",
                                            "Due at dock", "Plant", "Dock", "Supplier DUNS", "Route", "Carrier",
                                            "Boxes", "Remark"});
  CHECK(rows[1][1].starts_with("NM2603"));
  CHECK(rows[1][3] == "Unread");
  CHECK(rows[1][4].starts_with("10/03/2026 11:0"));
  CHECK(rows[1][9] == "548210937");
  const auto sid = list.substr(list.find("showDetail('") + 12, 7);
  const auto sheet = browser.read("/NM/pus_/pus.do?method=showPusDetail&sid=" + sid);
  CHECK(contains(sheet, "<td>Confirmed</td>"));
  CHECK(contains(sheet, "acceptForm"));
  const auto release = detail(browser, "NM");
  const auto table = table_of(release, "id=\"wdfDetailTab\"");
  REQUIRE(table.size() > 20);
  CHECK(table[0][2] == "Dock");
  CHECK(table[1][0] == "09/03");
  CHECK(table[1][7] == "W1 16/03");
  CHECK(table[1][15] == "05/2026");
  CHECK(table.back()[0] == "Total");
  // Not a word of Chinese anywhere: every byte is ASCII.
  for (const auto& text : {login.body, list, sheet, release, browser.read("/NM/jsp/common/menu.jsp")})
    CHECK(std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

TEST_CASE("only the sites that are wanted exist") {
  Portals portals(Settings{.start = kTuesdayAfternoon, .sites = {"DY"}});
  Browser browser(portals, kTuesdayAfternoon);
  CHECK(browser.get("/JQ/DunsLogin.jsp").status == 404);
  CHECK(browser.get("/DY/DunsLogin.jsp").status == 200);
  const auto index = browser.get("/").body;
  CHECK(contains(index, "/DY/DunsLogin.jsp"));
  CHECK_FALSE(contains(index, "/JQ/"));
}

}  // namespace calloff::simulator::test
