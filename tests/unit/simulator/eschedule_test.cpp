// eSchedule JQ: log-in, session, lists, details, publication by the clock.
#include <set>

#include "simulator/charset.hpp"
#include "simulator/html.hpp"
#include "support/catch.hpp"
#include "support/simulator/browser.hpp"

namespace calloff::simulator::test {
namespace {

using namespace std::chrono_literals;
using Rows = std::vector<std::vector<std::string>>;

constexpr auto kAll = "/JQ/pus_/pusSearch.do?method=listAllStatusPus";
const std::string kPage =
    "&com.sgm.common.web.PageBreakerTagCURRENT_PAGE_SIZE_NAME=20"
    "&com.sgm.common.web.PageBreakerTagCURRENT_PAGE_SIZE_NAME=20"
    "&com.sgm.common.web.PageBreakerTagCURRENT_PAGE_NUM_NAME=";
const std::string kBadPassword = "alert('用户名或密码错误')";
const std::string kLocked = "alert('帐号已锁定";

Portals world(Instant start = kTuesdayAfternoon) {
  Settings settings;
  settings.start = start;
  return Portals(settings);
}

std::string try_password(Browser& browser, const std::string& password) {
  return browser.submit("/JQ/common_/login.do", {{"loginId", "SIM-JQ"}, {"pwd", password}, {"method", "dunsLogin"}});
}

/// The rows of all pages of the list, without header.
Rows all_rows(Browser& browser) {
  Rows rows;
  for (int page = 1;; ++page) {
    const auto text = browser.read(kAll + kPage + std::to_string(page));
    if (!contains(text, "第" + std::to_string(page) + "/")) break;
    auto table = table_of(text, "id=\"pusListTab\"");
    rows.insert(rows.end(), table.begin() + 1, table.end());
  }
  return rows;
}

std::string sid_of(const std::string& list) { return list.substr(list.find("showDetail('") + 12, 7); }

Rows sheets_for(Browser& browser, const std::string& day) {
  auto rows = all_rows(browser);
  std::erase_if(rows, [&](const auto& row) { return row[8].substr(0, 10) != day; });
  return rows;
}

}  // namespace

TEST_CASE("the log-in page is GBK, carries the form and a cookie of the site's path") {
  auto portals = world();
  Browser browser(portals, kTuesdayAfternoon);
  const auto response = browser.get("/JQ/DunsLogin.jsp");
  CHECK(field(response.headers, "content-type") == "text/html;charset=GBK");
  CHECK(contains(field(response.headers, "Set-Cookie"), "; Path=/JQ"));
  CHECK(contains(response.body, "\xD3\xC3\xBB\xA7\xC3\xFB"));  // 用户名
  CHECK(contains(response.body, "charset=gb2312"));
  for (const auto part : {"name=\"formname\"", "name=\"loginId\"", "name=\"pwd\"", "onclick=\"doLogin()\""}) {
    INFO(part);
    CHECK(contains(response.body, part));
  }
}

TEST_CASE("a right password opens the frameset, a wrong one shows the log-in page again with status 200") {
  auto portals = world();
  Browser browser(portals, kTuesdayAfternoon);
  browser.get("/JQ/DunsLogin.jsp");
  const auto wrong = try_password(browser, "no");
  CHECK(contains(wrong, kBadPassword));
  CHECK(contains(wrong, "name=\"loginId\""));
  CHECK(contains(browser.read(kAll), "top.location='/JQ/DunsLogin.jsp'"));
  CHECK(contains(try_password(browser, "sim-jq-2026"), "common/index.jsp"));
  CHECK(contains(browser.read("/JQ/jsp/common/index.jsp"), "<frameset"));
  CHECK(contains(browser.read("/JQ/jsp/common/main.jsp"), "<iframe name=\"zhuti\""));
  CHECK(contains(browser.read("/JQ/jsp/common/menu.jsp"), "javascript:openPage("));
}

TEST_CASE("three wrong passwords lock the account, until somebody unlocks it") {
  auto portals = world();
  Browser browser(portals, kTuesdayAfternoon);
  CHECK(contains(try_password(browser, "1"), kBadPassword));
  CHECK(contains(try_password(browser, "2"), kBadPassword));
  CHECK(contains(try_password(browser, "3"), kLocked));
  CHECK(contains(try_password(browser, "sim-jq-2026"), kLocked));
  portals.eschedule("JQ")->account().unlock();
  CHECK(contains(try_password(browser, "sim-jq-2026"), "common/index.jsp"));
}

TEST_CASE("a session ends after 30 idle minutes and at the log-out") {
  auto portals = world();
  Browser browser(portals, kTuesdayAfternoon);
  browser.sign_in_jq();
  browser.wait(29min);
  CHECK(contains(browser.read(kAll), "pusListTab"));
  browser.wait(29min);
  CHECK(contains(browser.read(kAll), "pusListTab"));
  browser.wait(30min);
  const auto expired = browser.get(kAll);
  CHECK(expired.status == 200);
  CHECK(contains(expired.body, "<script>top.location='/JQ/DunsLogin.jsp';</script>"));
  browser.sign_in_jq();
  CHECK(contains(browser.read("/JQ/common_/logout.do"), "DunsLogin.jsp"));
  CHECK(contains(browser.read(kAll), "top.location="));
}

TEST_CASE("the list has 14 cells a row, 20 rows a page, and says how many") {
  auto portals = world();
  Browser browser(portals, kTuesdayAfternoon);
  browser.sign_in_jq();
  const auto text = browser.read(kAll);
  CHECK(contains(text, "共35条 第1/2页"));
  CHECK(contains(text, "<!-- iterator begin -->"));
  const auto table = table_of(text, "id=\"pusListTab\"");
  REQUIRE(table.size() == 21);
  CHECK(table[0] == std::vector<std::string>{"选择", "状态", "取货单号", "操作", "供应商", "工厂", "道口", "路线",
                                             "计划取货时间", "计划到达时间", "发布时间", "承运商", "箱数", "备注"});
  for (const auto& row : table) CHECK(row.size() == 14);
  std::set<std::string> numbers;
  const auto rows = all_rows(browser);
  for (const auto& row : rows) numbers.insert(row[2]);
  CHECK(rows.size() == 35);
  CHECK(numbers.size() == 35);
  // A page beyond the last shows the last one again.
  CHECK(table_of(browser.read(kAll + kPage + "9"), "id=\"pusListTab\"") ==
        table_of(browser.read(kAll + kPage + "2"), "id=\"pusListTab\""));
}

TEST_CASE("the list sorts by the tag's columns") {
  struct Case {
    std::string column, order;
    std::size_t cell;
  };
  const Case cases[] = {{"__cGxhbkFycml2ZVRpbWU=__", "ASC", 9},
                        {"__cGxhbkFycml2ZVRpbWU=__", "DESC", 9},
                        {"cGxhbkFycml2ZVRpbWU=", "DESC", 9},
                        {"__cGxhblBpY2t1cFRpbWU=__", "ASC", 8},
                        {"__cHVibGlzaFRpbWU=__", "DESC", 10},
                        {"__cHVzTm8=__", "ASC", 2},
                        {"__ZG9jaw==__", "DESC", 6}};
  auto portals = world();
  Browser browser(portals, kTuesdayAfternoon);
  browser.sign_in_jq();
  for (const auto& c : cases) {
    INFO(c.column << " " << c.order);
    const auto text = browser.read(kAll + ("&__SORT_TAG_NAME_SORT_COLUMN=" + c.column) +
                                   "&__SORT_TAG_NAME_SORT_ORDER=" + c.order + kPage + "1");
    auto rows = table_of(text, "id=\"pusListTab\"");
    rows.erase(rows.begin());
    CHECK(std::is_sorted(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
      return c.order == "DESC" ? a[c.cell] > b[c.cell] : a[c.cell] < b[c.cell];
    }));
  }
}

TEST_CASE("a detail has 12 cells a row up to tableend, and opening it turns 未读 to 已读") {
  auto portals = world();
  Browser browser(portals, kTuesdayAfternoon);
  browser.sign_in_jq();
  const auto list = browser.read(kAll);
  const auto first = table_of(list, "id=\"pusListTab\"")[1];
  CHECK(first[1] == "未读");
  const auto text = browser.read("/JQ/pus_/pus.do?method=showPusDetail&sid=" + sid_of(list));
  CHECK(contains(text, "交货说明<br>Delivery Note"));
  CHECK(contains(text, first[2]));
  const auto table = table_of(text, "class=\"table_double_head\"");
  REQUIRE(table.size() >= 2);
  CHECK(table[0] == std::vector<std::string>{"序号", "零件号", "零件名称", "需求数量", "承诺数量", "单位", "标准包装",
                                             "箱数", "包装代码", "看板号", "生产线", "备注"});
  for (const auto& row : table) CHECK(row.size() == 12);
  CHECK(table[1][1].size() == 8);
  CHECK(contains(text, "</table>\r\n<!-- tableend -->"));
  CHECK(table_of(browser.read(kAll), "id=\"pusListTab\"")[1][1] == "已读");
  CHECK(contains(browser.read("/JQ/pus_/pus.do?method=showPusDetail&sid=1234567"), "取货单不存在"));
}

TEST_CASE("the lists by state hold what their name says") {
  auto portals = world();
  Browser browser(portals, kTuesdayAfternoon);
  browser.sign_in_jq();
  const auto count = [&](const std::string& method) {
    const auto text = browser.read("/JQ/pus_/pusSearch.do?method=" + method);
    const auto at = text.find("共") + std::string("共").size();
    return std::stoi(text.substr(at));
  };
  CHECK(count("listDunsUnReadPus") == 24);
  browser.read("/JQ/pus_/pus.do?method=showPusDetail&sid=" + sid_of(browser.read(kAll)));
  CHECK(count("listDunsUnReadPus") == 23);
  CHECK(count("listDunsAcceptPus") + 23 + 1 < 35);
  browser.wait(24h * 6);  // every truck has left
  browser.sign_in_jq();
  CHECK(contains(browser.read("/JQ/pus_/pusSearch.do?method=listDunsAcceptPus"), kNoRecords));
}

TEST_CASE("sheets for the next workday appear a little after 11:00") {
  struct Case {
    unsigned day;
    std::chrono::minutes of_day;
    std::string target;
    std::size_t sheets;
  };
  const Case cases[] = {{10, 10h + 59min, "2026-03-11", 0},  {10, 11h + 15min, "2026-03-11", 24},
                        {13, 11h + 15min, "2026-03-16", 24},  // Friday publishes Monday
                        {13, 11h + 15min, "2026-03-14", 0},  {14, 12h, "2026-03-17", 0},
                        {16, 11h + 15min, "2026-03-17", 24}};
  auto portals = world(china_instant(std::chrono::year(2026) / 3 / 10, 8h));
  for (const auto& c : cases) {
    INFO("March " << c.day << " " << c.of_day.count() << " min, for " << c.target);
    Browser browser(portals, china_instant(std::chrono::year(2026) / 3 / std::chrono::day(c.day), c.of_day));
    browser.sign_in_jq();
    CHECK(sheets_for(browser, c.target).size() == c.sheets);
  }
}

TEST_CASE("what is listed at the start depends on the hour and the day") {
  struct Case {
    unsigned day;
    std::chrono::minutes of_day;
    std::size_t rows;
  };
  // Two workdays of history with three sheets each, the start's own day with five, the next workday with 24.
  const Case cases[] = {{10, 8h, 11}, {10, 14h, 35}, {13, 14h, 35}, {14, 9h, 30}, {15, 23h, 30}, {16, 0h, 11}};
  for (const auto& c : cases) {
    INFO("March " << c.day << " " << c.of_day.count() << " min");
    const auto start = china_instant(std::chrono::year(2026) / 3 / std::chrono::day(c.day), c.of_day);
    auto portals = world(start);
    Browser browser(portals, start);
    browser.sign_in_jq();
    CHECK(all_rows(browser).size() == c.rows);
  }
}

TEST_CASE("targets that no browser sends are answered, not fallen over") {
  auto portals = world();
  for (const std::string target : {"",
                                   "?",
                                   "*",
                                   "x",
                                   "//",
                                   "/?",
                                   "/;",
                                   "/JQ",
                                   "/JQ?",
                                   "/JQ/",
                                   "/JQ//",
                                   "/JQx/",
                                   "/omxclient",
                                   "/omxclient/",
                                   "/omxclient/asn/asn.do",
                                   "/JQ/pus_/pus.do?sid=99999999999999999999",
                                   "/JQ/pus_/pus.do?method=showPusDetail&sid=-000001",
                                   "/JQ/%00",
                                   "http://x/JQ/",
                                   "/JQ/pus_/pusSearch.do?method=%zz&=&&==",
                                   "/JQ/pus_/pusSearch.do;jsessionid=1?method=x"}) {
    INFO(target);
    for (const std::string method : {"GET", "POST", "PUT"}) {
      const auto response = portals.handle({method, target, {{"Cookie", "=; JSESSIONID"}}, "%"}, kTuesdayAfternoon);
      CHECK((response.status == 200 || response.status == 400 || response.status == 404));
    }
  }
}

TEST_CASE("a sheet is shipped at its pick-up and received after its arrival, and leaves the list after two workdays") {
  auto portals = world();
  Browser browser(portals, china_instant(std::chrono::year(2026) / 3 / 11, 23h + 59min));
  browser.sign_in_jq();
  for (const auto& row : sheets_for(browser, "2026-03-11")) CHECK((row[1] == "已发运" || row[1] == "已收货"));
  browser.wait(24h);
  browser.sign_in_jq();
  const auto rows = sheets_for(browser, "2026-03-11");
  CHECK(rows.size() == 24);
  for (const auto& row : rows) CHECK(row[1] == "已收货");
  browser.wait(24h * 4);
  browser.sign_in_jq();
  CHECK(sheets_for(browser, "2026-03-11").empty());
}

TEST_CASE("the same seed gives the same bytes, another seed others") {
  const auto list = [](std::uint64_t seed) {
    Portals portals(Settings{seed, kTuesdayAfternoon, 24});
    Browser browser(portals, kTuesdayAfternoon);
    browser.sign_in_jq();
    return browser.get(kAll).body;
  };
  CHECK(list(1) == list(1));
  CHECK(list(1) != list(2));
}

TEST_CASE("part numbers are unique text, many with a leading zero") {
  std::set<std::string> numbers;
  std::size_t zeros = 0;
  for (const auto& part : parts()) {
    CHECK(part.number.size() == 8);
    numbers.insert(part.number);
    zeros += part.number.front() == '0' ? 1 : 0;
  }
  CHECK(numbers.size() == parts().size());
  CHECK(zeros > parts().size() / 2);
}

TEST_CASE("further accounts share the world, not the sessions nor the lock") {
  Portals portals(Settings{2026, kTuesdayAfternoon, 24, 2});
  const auto sign_in = [&](Browser& browser, const std::string& user, const std::string& password) {
    return browser.submit("/JQ/common_/login.do", {{"loginId", user}, {"pwd", password}, {"method", "dunsLogin"}});
  };
  Browser first(portals, kTuesdayAfternoon), second(portals, kTuesdayAfternoon), third(portals, kTuesdayAfternoon);
  for (int i = 0; i < 3; ++i) sign_in(third, "SIM-JQ-0002", "wrong");
  CHECK(contains(sign_in(third, "SIM-JQ-0002", "sim-jq-2026"), "帐号已锁定"));
  CHECK(contains(sign_in(third, "SIM-JQ-0003", "sim-jq-2026"), "用户名或密码错误"));
  CHECK(contains(sign_in(first, "SIM-JQ", "sim-jq-2026"), "common/index.jsp"));
  CHECK(contains(sign_in(second, "SIM-JQ-0001", "sim-jq-2026"), "common/index.jsp"));
  first.get("/JQ/common_/logout.do");
  CHECK(contains(second.read("/JQ/pus_/pusSearch.do?method=listAllStatusPus"), "共35条"));
  CHECK(contains(first.read("/JQ/pus_/pusSearch.do?method=listAllStatusPus"), "top.location"));
}

}  // namespace calloff::simulator::test
