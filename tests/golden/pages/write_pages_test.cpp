// Writes the cases' pages from the simulated portals. Not run with the others: `golden_pages "[write-pages]"`, then
// CALLOFF_UPDATE=1 golden_pages, then read the diff.
#include <set>

#include "golden_case.hpp"
#include "simulator/charset.hpp"
#include "support/simulator/browser.hpp"

using namespace calloff;
using namespace calloff::golden;
using calloff::simulator::test::Browser;
using calloff::simulator::test::form_value;
using calloff::simulator::test::kTuesdayAfternoon;

namespace {

const std::string kOrderQuery = "/omxclient/order/orderQuery.do", kAsnQuery = "/omxclient/asn/asnQuery.do";

std::filesystem::path folder(const std::string& name, const std::string& customer = "sgm") {
  return test::source_folder() / "fixtures" / "customers" / customer / name;
}

std::string gbk(const std::string& utf8) { return simulator::utf8_to_gbk(utf8); }

/// The table's start and header row, the first row that holds `marker`, and its end: what an adapter hands on of a
/// list.
std::string row_snippet(const std::string& page, const std::string& table_tag, const std::string& marker) {
  const auto table = page.find(table_tag);
  REQUIRE(table != page.npos);
  const auto header_end = page.find("</tr>", table) + 5;
  const auto at = page.find(marker, header_end);
  REQUIRE(at != page.npos);
  const auto row = page.rfind("<tr", at);
  return page.substr(table, header_end - table) + page.substr(row, page.find("</tr>", row) + 5 - row) + "</table>";
}

struct World {
  simulator::Portals portals{simulator::Settings{2026, kTuesdayAfternoon, 24}};
  Browser browser{portals, kTuesdayAfternoon};
};

/// The sid in the first list row that shows `state`.
std::string sid_in_state(const std::string& list, const std::string& state) {
  const auto row = list.find("<td>" + gbk(state) + "</td>");
  REQUIRE(row != list.npos);
  const auto at = list.find("showDetail('", row) + 12;
  return list.substr(at, list.find('\'', at) - at);
}

void write_sheet(const std::string& name, const std::string& list, const std::string& detail, const std::string& sid) {
  write_file(folder(name) / "row.html", row_snippet(list, "<table id=\"pusListTab\"", "showDetail('" + sid + "')"));
  write_file(folder(name) / "detail.html", detail);
}

std::string edited(std::string page, const std::string& from, const std::string& to) {
  const auto at = page.find(gbk(from));
  INFO(from);
  REQUIRE(at != page.npos);
  return page.replace(at, gbk(from).size(), gbk(to));
}

}  // namespace

TEST_CASE("pick-up sheets", "[.][write-pages]") {
  World world;
  world.browser.sign_in_jq();
  const auto list = world.browser.get("/JQ/pus_/pusSearch.do?method=listAllStatusPus").body;
  const auto all =
      world.browser
          .get("/JQ/pus_/pusSearch.do?method=listAllStatusPus&com.sgm.common.web.PageBreakerTagCURRENT_PAGE_NUM_NAME=2")
          .body;
  const auto unread = sid_in_state(list, "未读"), received = sid_in_state(all, "已收货");
  const auto detail_of = [&](const std::string& sid) {
    return world.browser.get("/JQ/pus_/pus.do?method=showPusDetail&sid=" + sid).body;
  };
  const auto detail = detail_of(unread);
  write_sheet("daily_unread", list, detail, unread);
  write_sheet("daily_received", all, detail_of(received), received);
  write_sheet("daily_renamed_column", list, edited(detail, "<td>承诺数量</td>", "<td>确认数量</td>"), unread);
  auto messy = edited(detail, "<td>件</td>", "<td>桶</td>");
  messy = edited(messy, "<td>1</td>", "<td>１</td>");
  write_sheet("daily_unknown_unit", list, messy, unread);
  const auto rows = detail.find("</tr>", detail.find("table_double_head")) + 5;
  const auto end = detail.find("</table>", rows);
  write_sheet(
      "daily_no_lines", list,
      detail.substr(0, rows) + gbk("<tr><td colspan=\"12\">没有符合条件的记录</td></tr>\r\n") + detail.substr(end),
      unread);
  auto bad_byte = detail;
  bad_byte[end - 40] = char(0xff);
  write_sheet("daily_bad_byte", list, bad_byte, unread);
}

TEST_CASE("orders and ship notices", "[.][write-pages]") {
  World world;
  auto& browser = world.browser;
  browser.sign_in_omx();
  const auto list = browser.post(kOrderQuery, {{"token", form_value(browser.read(kOrderQuery), "token")}}).body;
  const std::string order = "OES260309001";
  write_file(folder("orders_new") / "row.html", row_snippet(list, "<table id=\"orderListTab\"", "<td>" + order));
  write_file(folder("orders_new") / "lines.html",
             browser.get("/omxclient/order/orderLine.do?method=list&orderNo=" + order).body);
  const auto asns = browser.post(kAsnQuery, {{"token", form_value(browser.read(kAsnQuery), "token")}}).body;
  const auto table = asns.find("<table id=\"asnListTab\"");
  REQUIRE(table != asns.npos);
  write_file(folder("asn_status_list") / "row.html", asns.substr(table, asns.find("</table>", table) + 8 - table));
}

TEST_CASE("weekly releases: the page, and the same in a file", "[.][write-pages]") {
  World world;
  auto& browser = world.browser;
  browser.sign_in_jq();
  const auto list = browser.get("/JQ/wdf/wdfSearch.do?method=listDunsWdf").body;
  const auto at = list.find("showWdf('") + 9;
  const auto id = list.substr(at, list.find('\'', at) - at);
  const auto row = row_snippet(list, "<table id=\"wdfListTab\"", "showWdf('" + id + "')");
  const auto detail = browser.get("/JQ/wdf/wdf.do?method=showWdfDetail&id=" + id).body;
  write_file(folder("weekly_page") / "row.html", row);
  write_file(folder("weekly_page") / "detail.html", detail);
  write_file(folder("weekly_renamed_column") / "row.html", row);
  write_file(folder("weekly_renamed_column") / "detail.html", edited(detail, ">零件号<", ">零件编号<"));
  write_file(folder("weekly_file") / "row.html", row);
  write_file(folder("weekly_file") / "detail.doc",
             browser.get("/JQ/wdf/wdf.do?method=toDoc&id=" + id + "&state=3").body);
}

TEST_CASE("Novara Motors' pages", "[.][write-pages]") {
  World world;
  auto& browser = world.browser;
  browser.sign_in("NM");
  const auto sheets = browser.get("/NM/pus_/pusSearch.do?method=listAllStatusPus").body;
  const auto at = sheets.find("showDetail('") + 12;
  const auto sid = sheets.substr(at, sheets.find('\'', at) - at);
  write_file(folder("daily_unread", "novara") / "row.html",
             row_snippet(sheets, "<table id=\"pusListTab\"", "showDetail('" + sid + "')"));
  write_file(folder("daily_unread", "novara") / "detail.html",
             browser.get("/NM/pus_/pus.do?method=showPusDetail&sid=" + sid).body);
  const auto releases = browser.get("/NM/wdf/wdfSearch.do?method=listDunsWdf").body;
  const auto found = releases.find("showWdf('") + 9;
  const auto id = releases.substr(found, releases.find('\'', found) - found);
  write_file(folder("weekly_page", "novara") / "row.html",
             row_snippet(releases, "<table id=\"wdfListTab\"", "showWdf('" + id + "')"));
  write_file(folder("weekly_page", "novara") / "detail.html",
             browser.get("/NM/wdf/wdf.do?method=showWdfDetail&id=" + id).body);
}

TEST_CASE("an order for several warehouses", "[.][write-pages]") {
  World world;
  auto& browser = world.browser;
  browser.sign_in_omx();
  const auto list = browser.post(kOrderQuery, {{"token", form_value(browser.read(kOrderQuery), "token")}}).body;
  // The first whose lines name more than one warehouse.
  for (auto* order : world.portals.omx().orders().all(browser.now())) {
    const auto page = browser.get("/omxclient/order/orderLine.do?method=list&orderNo=" + order->number).body;
    const auto rows = simulator::test::table_of(
        simulator::test::text_of(
            simulator::Response{.status = 200, .headers = {{"Content-Type", "text/html;charset=GBK"}}, .body = page}),
        "id=\"orderLineTab\"");
    std::set<std::string> warehouses;
    for (std::size_t i = 1; i < rows.size(); ++i) warehouses.insert(rows[i].at(10));
    if (warehouses.size() < 2 || list.find("<td>" + order->number) == list.npos) continue;
    write_file(folder("orders_several_warehouses") / "row.html",
               row_snippet(list, "<table id=\"orderListTab\"", "<td>" + order->number));
    write_file(folder("orders_several_warehouses") / "lines.html", page);
    return;
  }
  FAIL("the simulated OMX has no order for several warehouses");
}
