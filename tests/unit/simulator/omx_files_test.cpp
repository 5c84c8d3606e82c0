// OMX beyond the form: labels, the order as a file, receipts, what people enter themselves, orders for two warehouses.
#include <algorithm>

#include "simulator/charset.hpp"
#include "simulator/omx/code128.hpp"
#include "support/catch.hpp"
#include "support/simulator/browser.hpp"

namespace calloff::simulator::test {
namespace {

using namespace std::chrono_literals;
const std::string kAsn = "/omxclient/asn/asn.do", kNewOrder = "OES260309001";

struct World {
  Portals portals{Settings{2026, kTuesdayAfternoon, 24}};
  Browser browser{portals, kTuesdayAfternoon};
  World() { browser.sign_in_omx(); }
  OmxPortal& omx() { return portals.omx(); }
  const Asn& enter(bool submitted, std::map<int, int> quantities = {}) {
    const auto [asn, refusal] =
        omx().enter_asn({kNewOrder, "BY-HAND", {}, std::move(quantities), submitted}, kTuesdayAfternoon);
    INFO(refusal);
    REQUIRE(asn);
    return *asn;
  }
  std::string view(const std::string& number) { return browser.read(kAsn + "?method=view&asnNo=" + number); }
};

}  // namespace

TEST_CASE("a label is a PDF whose table of objects is true") {
  World world;
  const auto& asn = world.enter(true);
  const auto response = world.browser.get(kAsn + "?method=label&asnNo=" + asn.number);
  CHECK(field(response.headers, "Content-Type") == "application/pdf");
  const auto& pdf = response.body;
  REQUIRE(pdf.starts_with("%PDF-1.4\n"));
  REQUIRE(pdf.ends_with("%%EOF\n"));
  CHECK(contains(pdf, "(ASN " + asn.number + ")"));
  CHECK(contains(pdf, "(Part " + asn.lines.front().part->number + ")"));
  CHECK(contains(pdf, "/Count " + std::to_string(asn.lines.size())));
  const auto table = std::stoul(pdf.substr(pdf.rfind("startxref\n") + 10));
  REQUIRE(pdf.substr(table, 7) == "xref\n0 ");
  const auto objects = std::stoul(pdf.substr(table + 7)) - 1;
  CHECK(objects == 3 + 2 * asn.lines.size());
  const auto rows = pdf.find("0000000000 65535 f \n", table) + 20;
  for (std::size_t i = 1; i <= objects; ++i) {
    const auto start = std::stoul(pdf.substr(rows + (i - 1) * 20, 10));
    CHECK(pdf.substr(start).starts_with(std::to_string(i) + " 0 obj\n"));
  }
  CHECK(result_of(world.browser.read(kAsn + "?method=label&asnNo=NONE")) == "记录不存在");
}

TEST_CASE("Code 128: start, symbols, check symbol, stop") {
  // In code set A the check symbol of "PJJ123C" is known to be 54; code set B starts one higher: 55.
  const std::vector<int> check{3, 1, 1, 3, 2, 1}, stop{2, 3, 3, 1, 1, 1, 2};
  const auto widths = code128_widths("PJJ123C");
  REQUIRE(widths.size() == 9 * 6 + 7);
  CHECK(std::vector<int>(widths.end() - 13, widths.end() - 7) == check);
  CHECK(std::vector<int>(widths.end() - 7, widths.end()) == stop);
}

TEST_CASE("an order's file holds the page's tables and no links") {
  World world;
  const auto page = world.browser.read("/omxclient/order/orderLine.do?method=list&orderNo=" + kNewOrder);
  CHECK(contains(page, "orderLine.do?method=export&amp;orderNo=" + kNewOrder));
  const auto file = world.browser.get("/omxclient/order/orderLine.do?method=export&orderNo=" + kNewOrder);
  CHECK(field(file.headers, "Content-Type") == "application/vnd.ms-excel;charset=GBK");
  CHECK(contains(field(file.headers, "Content-Disposition"), kNewOrder + ".xls"));
  const auto text = gbk_to_utf8(file.body);
  for (const auto* marker : {"id=\"orderHeadTab\"", "id=\"orderLineTab\""}) {
    CHECK(table_of(text, marker) == table_of(page, marker));
    CHECK(table_of(text, marker).size() > 1);
  }
  CHECK_FALSE(contains(text, "<a "));
}

TEST_CASE("an order's file in each of its disguises") {
  const auto path = "/omxclient/order/orderLine.do?method=export&orderNo=" + kNewOrder;
  struct Case {
    std::string_view fault, starts;
  };
  for (const auto& c : {Case{"xls_html", "<html>"}, Case{"xls_mhtml", "MIME-Version:"}, Case{"xls_xml2003", "<?xml"},
                        Case{"xls_biff8", "\xD0\xCF\x11\xE0"}, Case{"xls_renamed_xlsx", "PK\x03\x04"},
                        Case{"xls_tab_text", "\xB6\xA9\xB5\xA5\xBA\xC5\t"}}) {
    INFO(c.fault);
    World world;
    ArmedFault armed;
    armed.kind = fault_named(c.fault);
    REQUIRE(armed.kind);
    armed.steps = armed.kind->steps;
    world.portals.faults().arm(std::move(armed));
    const auto file = world.browser.get(path);
    CHECK(file.body.starts_with(c.starts));
    CHECK(contains(field(file.headers, "Content-Disposition"), ".xls"));
  }
  World world;
  ArmedFault armed;
  armed.kind = fault_named("login_page_as_file");
  armed.steps = bit(Step::order_file);
  world.portals.faults().arm(std::move(armed));
  CHECK(contains(world.browser.read(path), "loginForm"));
}

TEST_CASE("receipts, whole and in parts, end what may be cancelled") {
  World world;
  const auto draft = world.enter(false).number, number = world.enter(true).number;
  CHECK(world.omx().receive(draft, {}, kTuesdayAfternoon).refusal == "ASN状态不允许收货");
  const auto& sent = *std::find_if(world.omx().asns().all().begin(), world.omx().asns().all().end(),
                                   [&](const Asn& each) { return each.number == number; });
  const auto first = sent.lines.front();
  CHECK(world.omx().receive(number, {{first.line_number, first.quantity - 1}}, kTuesdayAfternoon + 1h).refusal == "");
  CHECK(sent.state == "部分收货");
  CHECK(table_of(world.view(number), "id=\"asnLineTab\"").at(1).back() == std::to_string(first.quantity - 1));
  CHECK_FALSE(contains(world.view(number), "value=\"取消\""));
  CHECK(world.omx().receive(number, {}, kTuesdayAfternoon + 2h).refusal == "");
  CHECK(sent.state == "已收货");
  CHECK(world.omx().receive(number, {}, kTuesdayAfternoon + 3h).refusal == "ASN状态不允许收货");
  CHECK(world.omx().receive("NONE", {}, kTuesdayAfternoon).refusal == "记录不存在");
}

TEST_CASE("goods of the history that are under way are received by the clock; new ones are not") {
  World world;
  const auto own = world.enter(true).number;
  const auto under_way = [&] {
    int count = 0;
    for (const auto& asn : world.omx().asns().all()) count += asn.seeded && asn.state == "已提交" ? 1 : 0;
    return count;
  };
  CHECK(under_way() == 1);
  world.browser.wait(3h + 59min);
  world.browser.sign_in_omx();
  CHECK(under_way() == 1);
  world.browser.wait(1min);
  world.browser.sign_in_omx();
  CHECK(under_way() == 0);
  world.browser.wait(96h);
  world.browser.sign_in_omx();
  CHECK(contains(world.view(own), "已提交"));
}

TEST_CASE("what a person enters at the portal is a draft, or submitted, as from the form") {
  World world;
  const auto& order = *world.omx().orders().find(kNewOrder, kTuesdayAfternoon);
  const auto draft = world.enter(false, {{10, 1}});
  CHECK(draft.state == "草稿");
  CHECK(draft.quantity() == 1);
  CHECK(order.lines.front().shipped == 0);
  CHECK(contains(world.view(draft.number), "value=\"提交\""));
  const auto sent = world.enter(true, {{10, 1}});
  CHECK(sent.state == "已提交");
  CHECK(order.lines.front().shipped == 1);
  CHECK(world.omx().enter_asn({"OES000000000", "X", {}, {}, false}, kTuesdayAfternoon).refusal == "订单不存在");
  CHECK(world.omx().enter_asn({kNewOrder, "X", {}, {{10, 99999}}, false}, kTuesdayAfternoon).refusal ==
        "发货数量超过未发数量");
}

TEST_CASE("an order for two warehouses: each line names its own, and one ASN serves one of them") {
  World world;
  OrderBook::Wish wish;
  wish.type = "紧急";
  wish.warehouse = "PDC-SH";
  wish.second_warehouse = "PDC-YT";
  wish.lines = 3;
  const auto number = world.omx().orders().add(wish, kTuesdayAfternoon).number;
  const auto lines = table_of(world.browser.read("/omxclient/order/orderLine.do?method=list&orderNo=" + number),
                              "id=\"orderLineTab\"");
  REQUIRE(lines.size() == 4);
  CHECK(lines[1][10] == "PDC-SH");
  CHECK(lines[2][10] == "PDC-YT");
  CHECK(lines[3][10] == "PDC-SH");
  CHECK(world.omx().enter_asn({number, "X", {}, {{10, 1}, {20, 1}}, false}, kTuesdayAfternoon).refusal ==
        "不同仓库的订单行不能合并发货");
  const auto second = world.omx().enter_asn({number, "X", {}, {{20, 1}}, false}, kTuesdayAfternoon);
  REQUIRE(second.asn);
  CHECK(second.asn->warehouse == "PDC-YT");
  const auto whole = world.omx().enter_asn({number, "X", {}, {}, false}, kTuesdayAfternoon);
  REQUIRE(whole.asn);
  CHECK(whole.asn->lines.size() == 2);
}

TEST_CASE("some orders of the afternoon are for two warehouses") {
  World world;
  int two = 0, all = 0;
  for (const auto* order : world.omx().orders().all(kTuesdayAfternoon + 24h * 40)) {
    ++all;
    for (const auto& line : order->lines) {
      CHECK_FALSE(line.warehouse.empty());
      if (line.warehouse != order->warehouse) {
        ++two;
        break;
      }
    }
  }
  CHECK(two > 1);
  CHECK(two < all / 3);
}

}  // namespace calloff::simulator::test
