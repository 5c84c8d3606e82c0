// OMX: log-in with token and captcha, order query and lines, ASN from init to submitted, its query.
#include "simulator/html.hpp"
#include "support/catch.hpp"
#include "support/simulator/browser.hpp"
#include "support/simulator/captcha.hpp"

namespace calloff::simulator::test {
namespace {

using namespace std::chrono_literals;

const std::string kQuery = "/omxclient/order/orderQuery.do", kAsn = "/omxclient/asn/asn.do",
                  kAsnQuery = "/omxclient/asn/asnQuery.do", kNewOrder = "OES260309001";
const std::string kLoginPage = "/omxclient/core/login.jsp", kLogin = "/omxclient/core/login.do";

struct Omx {
  Portals portals{Settings{2026, kTuesdayAfternoon, 24}};
  Browser browser{portals, kTuesdayAfternoon};
  Omx() { browser.sign_in_omx(); }

  std::string query(Fields form) {
    form.emplace_back("token", form_value(browser.read(kQuery), "token"));
    return browser.submit(kQuery, form);
  }
  std::string asn_query(Fields form) {
    form.emplace_back("token", form_value(browser.read(kAsnQuery), "token"));
    return browser.submit(kAsnQuery, form);
  }
  std::string init() { return browser.read(kAsn + "?method=init&orderNo=" + kNewOrder); }

  /// The form's fields with `quantity` for the first line.
  Fields filled(const std::string& page, const std::string& quantity) {
    Fields form{{"method", "save"},          {"token", form_value(page, "token")},
                {"orderNo", kNewOrder},      {"asnNo", ""},
                {"supplierRef", "S-1"},      {"shipDate", "2026-03-10 16:00"},
                {"eta", "2026-03-11 10:00"}, {"carrier", "安顺物流"},
                {"plateNo", "沪A12345"},     {"waybill", "W1"},
                {"grossKg", "12.5"}};
    bool first = true;
    for (const auto& id : form_values(page, "lineId[]")) {
      form.insert(form.end(), {{"lineId[]", id}, {"shipQty[]", first ? quantity : ""}, {"boxes[]", ""}, {"lot[]", ""}});
      first = false;
    }
    return form;
  }
  std::string save(const std::string& quantity) { return browser.submit(kAsn, filled(init(), quantity)); }
  std::string submit(const std::string& page, const std::string& asn_no) {
    return browser.submit(kAsn, {{"method", "submit"}, {"token", form_value(page, "token")}, {"asnNo", asn_no}});
  }
  std::vector<std::string> first_line() {
    return table_of(browser.read("/omxclient/order/orderLine.do?method=list&orderNo=" + kNewOrder),
                    "id=\"orderLineTab\"")
        .at(1);
  }
};

std::string log_in(Browser& browser, const std::string& password, const std::string& code = "") {
  const auto token = form_value(browser.read(kLoginPage), "token");
  return browser.submit(kLogin,
                        {{"userId", "SIM-OMX"}, {"password", password}, {"verifyCode", code}, {"token", token}});
}

}  // namespace

TEST_CASE("OMX's log-in redirects to the frameset and needs its token and both cookies") {
  Portals portals(Settings{2026, kTuesdayAfternoon, 24});
  Browser browser(portals, kTuesdayAfternoon);
  const auto token = form_value(browser.read(kLoginPage), "token");
  const auto response = browser.post(kLogin, {{"userId", "SIM-OMX"}, {"password", "sim-omx-2026"}, {"token", token}});
  CHECK(response.status == 302);
  CHECK(field(response.headers, "Location") == "/omxclient/core/main.jsp");
  CHECK(contains(browser.read("/omxclient/core/main.jsp"), "name=\"mainFrame\""));
  CHECK_FALSE(browser.cookie("/", "SRV").empty());

  const auto node = browser.cookie("/", "SRV");
  browser.set_cookie("/", "SRV", "elsewhere");
  CHECK(contains(browser.read(kQuery), "会话超时"));
  browser.set_cookie("/", "SRV", node);
  CHECK(contains(browser.read(kQuery), "queryForm"));

  const auto again = browser.submit(kLogin, {{"userId", "SIM-OMX"}, {"password", "sim-omx-2026"}, {"token", token}});
  CHECK(result_of(again) == "请勿重复提交");
}

TEST_CASE("OMX asks for a captcha after two failures and locks after three") {
  Portals portals(Settings{2026, kTuesdayAfternoon, 24});
  Browser browser(portals, kTuesdayAfternoon);
  CHECK_FALSE(contains(log_in(browser, "1"), "verifyCode"));
  CHECK(contains(log_in(browser, "2"), "name=\"verifyCode\""));
  CHECK(result_of(log_in(browser, "sim-omx-2026")) == "验证码错误");
  SECTION("what the picture shows opens the door") {
    const auto token = form_value(browser.read(kLoginPage), "token");
    const auto code = read_captcha(browser.get("/omxclient/core/verifyCode.jsp").body);
    const auto response = browser.post(
        kLogin, {{"userId", "SIM-OMX"}, {"password", "sim-omx-2026"}, {"verifyCode", code}, {"token", token}});
    CHECK(response.status == 302);
  }
  SECTION("a third wrong password locks") {
    const auto token = form_value(browser.read(kLoginPage), "token");
    const auto code = read_captcha(browser.get("/omxclient/core/verifyCode.jsp").body);
    const Fields form{{"userId", "SIM-OMX"}, {"password", "3"}, {"verifyCode", code}, {"token", token}};
    CHECK(contains(result_of(browser.submit(kLogin, form)), "帐号已锁定"));
    CHECK(contains(result_of(log_in(browser, "sim-omx-2026")), "帐号已锁定"));
  }
}

TEST_CASE("an OMX session ends after 20 idle minutes") {
  Omx omx;
  omx.browser.wait(19min);
  CHECK(contains(omx.browser.read(kQuery), "queryForm"));
  omx.browser.wait(20min);
  CHECK(contains(omx.browser.read(kQuery), "会话超时"));
}

TEST_CASE("the order query filters, pages and refuses what it must") {
  struct Case {
    Fields form;
    std::string result;
    std::size_t rows;
  };
  const Case cases[] = {
      {{}, "", 10},
      {{{"pageNo", "2"}}, "", 6},
      {{{"orderNo", kNewOrder}}, "", 1},
      {{{"orderNo", "OES000000000"}}, "", 0},
      {{{"dateFrom", "2026-03-09"}, {"dateTo", "2026-03-10"}}, "", 3},
      {{{"status", "10"}}, "", 5},
      {{{"whCode", "PDC-XX"}}, "", 0},
      {{{"dateFrom", "2025-11-01"}, {"dateTo", "2026-03-10"}}, "查询日期范围不能超过90天", 0},
      {{{"dateFrom", "2026-03-11"}, {"dateTo", "2026-03-10"}}, "开始日期不能晚于结束日期", 0},
      {{{"dateFrom", "10.3.2026"}}, "日期格式错误", 0},
  };
  Omx omx;
  for (const auto& c : cases) {
    INFO((c.form.empty() ? "no filter" : c.form[0].first + "=" + c.form[0].second));
    const auto page = omx.query(c.form);
    CHECK(result_of(page) == c.result);
    const auto table = table_of(page, "id=\"orderListTab\"");
    if (!c.result.empty()) {
      CHECK(table.empty());
    } else if (c.rows == 0) {
      CHECK(contains(page, kNoRecords));
    } else {
      REQUIRE(table.size() == c.rows + 1);
      CHECK(table[0] == std::vector<std::string>{"订单号", "订单类型", "下单日期", "收货仓库", "行数", "状态", "操作"});
    }
  }
  CHECK(contains(omx.query({}), "共16条 第1/2页"));
}

TEST_CASE("a query's token is good once") {
  Omx omx;
  const auto token = form_value(omx.browser.read(kQuery), "token");
  CHECK(contains(omx.browser.submit(kQuery, {{"token", token}}), "orderListTab"));
  CHECK(result_of(omx.browser.submit(kQuery, {{"token", token}})) == "请勿重复提交");
}

TEST_CASE("order lines show ordered, shipped and open") {
  Omx omx;
  const auto page = omx.browser.read("/omxclient/order/orderLine.do?method=list&orderNo=" + kNewOrder);
  const auto table = table_of(page, "id=\"orderLineTab\"");
  REQUIRE(table.size() >= 2);
  CHECK(table[0] == std::vector<std::string>{"行号", "零件号", "零件名称", "单位", "订购数量", "已发数量", "未发数量",
                                             "最小包装", "包装要求", "要求到货日", "仓库代码", "状态", "备注"});
  for (const auto& row : table) CHECK(row.size() == 13);
  CHECK(table[1][4] == table[1][6]);
  CHECK(table[1][5] == "0");
  CHECK(contains(omx.browser.read("/omxclient/order/orderLine.do?method=list&orderNo=X"), "订单不存在"));
}

TEST_CASE("a new order appears as the day goes on") {
  Portals portals(Settings{2026, kTuesdayAfternoon, 24});
  const auto morning = china_instant(std::chrono::year(2026) / 3 / 11, 8h);
  CHECK(portals.omx().orders().find("OES260311001", morning) == nullptr);
  const auto* order = portals.omx().orders().find("OES260311001", morning + 15min);
  REQUIRE(order != nullptr);
  CHECK(state_of(*order) == "新建");
}

TEST_CASE("an ASN goes from init over save and submit into the query, and raises 已发数量") {
  Omx omx;
  const auto before = omx.first_line();
  const auto saved = omx.save(before[6]);
  REQUIRE(result_of(saved) == "保存成功");
  const auto asn_no = table_of(saved, "id=\"asnHeadTab\"").at(0).at(1);
  CHECK(contains(omx.asn_query({{"supplierRef", "S-1"}}), "草稿"));
  CHECK(omx.first_line()[5] == "0");

  const auto view = omx.browser.read(kAsn + "?method=view&asnNo=" + asn_no);
  CHECK(contains(view, "安顺物流"));
  const auto submitted = omx.submit(view, asn_no);
  CHECK(result_of(submitted) == "提交成功");
  CHECK(omx.first_line()[5] == before[4]);
  CHECK(omx.first_line()[6] == "0");

  const auto found = omx.asn_query({{"supplierRef", "S-1"}});
  const auto table = table_of(found, "id=\"asnListTab\"");
  REQUIRE(table.size() == 2);
  CHECK(table[0] == std::vector<std::string>{"ASN号", "供应商参考号", "订单号", "收货仓库", "发货日期", "行数",
                                             "数量合计", "状态", "操作"});
  const auto& row = table[1];
  CHECK(row[0] == asn_no);
  CHECK(row[2] == kNewOrder);
  CHECK(row[4] == "2026-03-10 16:00");
  CHECK(row[6] == before[4]);
  CHECK(row[7] == "已提交");
}

TEST_CASE("submitting twice makes one ASN") {
  Omx omx;
  const auto saved = omx.save("1");
  const auto asn_no = table_of(saved, "id=\"asnHeadTab\"").at(0).at(1);
  CHECK(result_of(omx.submit(saved, asn_no)) == "提交成功");
  CHECK(result_of(omx.submit(saved, asn_no)) == "请勿重复提交");  // the token is used up
  const auto view = omx.browser.read(kAsn + "?method=view&asnNo=" + asn_no);
  CHECK(result_of(omx.submit(view, asn_no)) == "请勿重复提交");  // and it is no draft any more
  CHECK(omx.first_line()[5] == "1");
}

TEST_CASE("what the ASN form refuses") {
  struct Case {
    std::string field, value, result;
  };
  const Case cases[] = {
      {"shipQty[]", "999999", "发货数量超过未发数量"},
      {"shipQty[]", "", "请至少填写一行发货数量"},
      {"shipQty[]", "1.5", "数量格式错误"},
      {"shipQty[]", "-1", "数量格式错误"},
      {"boxes[]", "x", "数量格式错误"},
      {"supplierRef", "", "供应商参考号不能为空"},
      {"shipDate", "10/03", "发货日期格式错误"},
      {"eta", "2026-03-09 10:00", "预计到货不能早于发货日期"},
      {"eta", "soon", "预计到货格式错误"},
      {"grossKg", "12kg", "毛重格式错误"},
      {"lineId[]", "1", "订单行不存在"},
      {"asnNo", "<b>", "ASN号格式错误"},
      {"token", "STALE", "请勿重复提交"},
      {"orderNo", "OES000000000", "订单不存在"},
  };
  Omx omx;
  for (const auto& c : cases) {
    INFO(c.field << "=" << c.value);
    auto form = omx.filled(omx.init(), "1");
    const auto place = std::find_if(form.begin(), form.end(), [&](const auto& each) { return each.first == c.field; });
    place->second = c.value;
    CHECK(result_of(omx.browser.submit(kAsn, form)) == c.result);
  }
  for (const auto& asn : omx.portals.omx().asns().all()) CHECK(asn.seeded);
}

TEST_CASE("two drafts may promise the same goods, but only one is sent") {
  Omx omx;
  const auto open = omx.first_line()[6];
  const auto first = omx.save(open), second = omx.save(open);
  const auto number = [](const std::string& page) { return table_of(page, "id=\"asnHeadTab\"").at(0).at(1); };
  CHECK(number(first) != number(second));
  CHECK(result_of(omx.submit(second, number(second))) == "提交成功");
  const auto view = omx.browser.read(kAsn + "?method=view&asnNo=" + number(first));
  const auto refused = result_of(omx.submit(view, number(first)));
  CHECK((refused == "订单状态不允许发货" || refused == "发货数量超过未发数量"));
}

TEST_CASE("a given ASN number is kept, its draft may be saved again, another's number not") {
  Omx omx;
  const auto with_number = [&](const std::string& number, const std::string& quantity) {
    auto form = omx.filled(omx.init(), quantity);
    for (auto& [name, value] : form) {
      if (name == "asnNo") value = number;
    }
    return omx.browser.submit(kAsn, form);
  };
  CHECK(result_of(with_number("MINE-1", "1")) == "保存成功");
  const auto again = with_number("MINE-1", "2");
  CHECK(result_of(again) == "保存成功");
  CHECK(table_of(again, "id=\"asnLineTab\"").at(1).at(4) == "2");
  CHECK(result_of(omx.submit(again, "MINE-1")) == "提交成功");
  CHECK(result_of(with_number("MINE-1", "1")) == "ASN号已存在");
}

TEST_CASE("a submitted ASN can be taken back, a received one cannot") {
  Omx omx;
  const auto saved = omx.save("1");
  const auto asn_no = table_of(saved, "id=\"asnHeadTab\"").at(0).at(1);
  const auto submitted = omx.submit(saved, asn_no);
  const auto cancel = [&](const std::string& page, const std::string& number) {
    return result_of(
        omx.browser.submit(kAsn, {{"method", "cancel"}, {"token", form_value(page, "token")}, {"asnNo", number}}));
  };
  CHECK(cancel(submitted, asn_no) == "取消成功");
  CHECK(omx.first_line()[5] == "0");
  const auto received = omx.portals.omx().asns().all().front().number;
  CHECK_FALSE(contains(omx.browser.read(kAsn + "?method=view&asnNo=" + received), "取消"));
  CHECK(cancel(omx.browser.read(kAsnQuery), received) == "已收货，不能取消");
}

}  // namespace calloff::simulator::test
