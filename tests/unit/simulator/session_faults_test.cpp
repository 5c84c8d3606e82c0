// Faults of the log-in and of the session, at an eSchedule site and at OMX.
#include "simulator/charset.hpp"
#include "support/catch.hpp"
#include "support/simulator/browser.hpp"
#include "support/simulator/captcha.hpp"

namespace calloff::simulator::test {
namespace {

constexpr auto kAll = "/JQ/pus_/pusSearch.do?method=listAllStatusPus";
constexpr auto kQuery = "/omxclient/order/orderQuery.do";

struct World {
  Portals portals{Settings{2026, kTuesdayAfternoon, 24}};
  Browser browser{portals, kTuesdayAfternoon};

  void arm(std::string_view fault, std::string_view site, int times = 1) {
    ArmedFault armed;
    armed.kind = fault_named(fault);
    REQUIRE(armed.kind);
    armed.site = site;
    armed.steps = armed.kind->steps;
    armed.times = times;
    portals.faults().arm(std::move(armed));
  }
  std::string log_in_jq() {
    browser.get("/JQ/DunsLogin.jsp");
    return browser.submit("/JQ/common_/login.do", {{"loginId", "SIM-JQ"}, {"pwd", "sim-jq-2026"}});
  }
  Response log_in_omx() {
    const auto page = browser.read("/omxclient/core/login.jsp");
    return browser.post("/omxclient/core/login.do",
                        {{"userId", "SIM-OMX"}, {"password", "sim-omx-2026"}, {"token", form_value(page, "token")}});
  }
  bool lists_jq() { return contains(browser.read(kAll), "pusListTab"); }
  bool lists_omx() { return contains(browser.read(kQuery), "queryForm"); }
};

}  // namespace

TEST_CASE("a log-in that a fault refuses leaves nobody signed in, and is not counted") {
  struct Case {
    std::string_view fault, says, form;
  };
  const Case cases[] = {{"wrong_password_page", "用户名或密码错误", "name=\"formname\""},
                        {"account_locked", "帐号已锁定", "name=\"formname\""},
                        {"password_expired", "密码已过期", "name=\"changePwdForm\""},
                        {"signed_in_elsewhere", "登录被拒绝：该用户已在其他地方登录", "name=\"formname\""},
                        {"captcha", "验证码", "name=\"verifyCode\""}};
  for (const auto& c : cases) {
    INFO(c.fault);
    World world;
    world.browser.get("/JQ/DunsLogin.jsp");
    world.arm(c.fault, "JQ");
    const auto page = world.browser.submit("/JQ/common_/login.do", {{"loginId", "SIM-JQ"}, {"pwd", "sim-jq-2026"}});
    CHECK(contains(page, c.says));
    CHECK(contains(page, c.form));
    CHECK_FALSE(contains(page, "common/index.jsp"));
    CHECK_FALSE(world.lists_jq());
    CHECK(world.portals.eschedule("JQ")->account().failures() == 0);
    CHECK(contains(world.log_in_jq(), "common/index.jsp"));
  }
  for (const auto& c : cases) {
    INFO(c.fault << " at OMX");
    World world;
    const auto form = world.browser.read("/omxclient/core/login.jsp");
    world.arm(c.fault, "OMX");
    const auto response =
        world.browser.post("/omxclient/core/login.do",
                           {{"userId", "SIM-OMX"}, {"password", "sim-omx-2026"}, {"token", form_value(form, "token")}});
    CHECK(response.status == 200);
    CHECK(contains(gbk_to_utf8(response.body), c.says));
    CHECK_FALSE(world.lists_omx());
    CHECK(world.log_in_omx().status == 302);
  }
}

TEST_CASE("the picture of the last log-in form is asked for, and none where that form has none") {
  for (const bool is_answered : {true, false}) {
    INFO(is_answered);
    World world;
    world.arm("captcha", "JQ");
    CHECK(contains(world.browser.read("/JQ/DunsLogin.jsp"), "src=\"/JQ/verifyCode.jsp\""));
    const auto seen = read_captcha(world.browser.read("/JQ/verifyCode.jsp"));
    CHECK(seen.size() == 6);
    const auto page = world.browser.submit(
        "/JQ/common_/login.do",
        {{"loginId", "SIM-JQ"}, {"pwd", "sim-jq-2026"}, {"verifyCode", is_answered ? seen : std::string("no")}});
    CHECK(contains(page, "common/index.jsp") == is_answered);
    CHECK(contains(page, "验证码错误") != is_answered);
    CHECK(world.lists_jq() == is_answered);
    CHECK(contains(world.log_in_jq(), "common/index.jsp"));
  }
  for (const bool is_answered : {true, false}) {
    INFO(is_answered << " at OMX");
    World world;
    world.arm("captcha", "OMX");
    const auto form = world.browser.read("/omxclient/core/login.jsp");
    CHECK(contains(form, "src=\"/omxclient/core/verifyCode.jsp\""));
    const auto seen = read_captcha(world.browser.read("/omxclient/core/verifyCode.jsp"));
    CHECK(seen.size() == 6);
    const auto answer =
        world.browser.post("/omxclient/core/login.do", {{"userId", "SIM-OMX"},
                                                        {"password", "sim-omx-2026"},
                                                        {"token", form_value(form, "token")},
                                                        {"verifyCode", is_answered ? seen : std::string("no")}});
    CHECK((answer.status == 302) == is_answered);
    CHECK(contains(gbk_to_utf8(answer.body), "验证码错误") != is_answered);
    CHECK(world.lists_omx() == is_answered);
    CHECK(world.log_in_omx().status == 302);
  }
}

TEST_CASE("a password that expires soon is told, and the log-in is good") {
  World world;
  world.arm("password_expiry_warning", "");
  const auto page = world.log_in_jq();
  CHECK(contains(page, "密码将于7天后过期"));
  CHECK(contains(page, "common/index.jsp"));
  CHECK(world.lists_jq());
  world.arm("password_expiry_warning", "");
  CHECK(world.log_in_omx().status == 302);
  CHECK(contains(world.browser.read("/omxclient/core/main.jsp"), "密码将于7天后过期"));
  CHECK_FALSE(contains(world.browser.read("/omxclient/core/main.jsp"), "过期"));
  CHECK(world.lists_omx());
}

TEST_CASE("a notice stands before every page until it is read") {
  World world;
  world.arm("notice_before_menu", "", 2);
  CHECK(contains(world.log_in_jq(), "common/index.jsp"));
  for (const std::string page : {"/JQ/jsp/common/index.jsp", kAll}) {
    const auto notice = world.browser.read(page);
    CHECK(contains(notice, "我知道了，继续"));
    CHECK(contains(notice, "href=\"/JQ/common_/notice.do?method=readNotice\""));
  }
  CHECK(field(world.browser.get("/JQ/common_/notice.do?method=readNotice").headers, "Location") ==
        "/JQ/jsp/common/index.jsp");
  CHECK(world.lists_jq());

  CHECK(world.log_in_omx().status == 302);
  CHECK_FALSE(world.lists_omx());
  const auto notice = world.browser.read("/omxclient/core/main.jsp");
  CHECK(contains(notice, "name=\"noticeForm\""));
  CHECK(contains(world.browser.submit("/omxclient/core/notice.do", {{"token", "made-up"}}), "请勿重复提交"));
  CHECK_FALSE(world.lists_omx());
  const auto again = world.browser.read("/omxclient/core/main.jsp");
  CHECK(world.browser.post("/omxclient/core/notice.do", {{"token", form_value(again, "token")}}).status == 302);
  CHECK(world.lists_omx());
}

TEST_CASE("a session that is lost: what the page says, and that it stays lost") {
  struct Case {
    std::string_view fault, says_jq, says_omx;
  };
  const Case cases[] = {{"session_expired", "/JQ/DunsLogin.jsp", "会话超时"},
                        {"kicked_out", "您的帐号在别处登录", "您的帐号在别处登录"},
                        {"node_swapped", "/JQ/DunsLogin.jsp", "会话超时"}};
  for (const auto& c : cases) {
    INFO(c.fault);
    World world;
    world.log_in_jq();
    world.log_in_omx();
    const auto id = world.browser.cookie("/JQ", "JSESSIONID"), node = world.browser.cookie("/", "SRV");
    world.arm(c.fault, "", 2);
    const auto page = world.browser.read(kAll);
    CHECK(contains(page, "top.location='/JQ/DunsLogin.jsp'"));
    CHECK(contains(page, c.says_jq));
    CHECK(contains(world.browser.read(kQuery), c.says_omx));
    const bool swapped = c.fault == "node_swapped";
    CHECK((world.browser.cookie("/JQ", "JSESSIONID") != id) == swapped);
    CHECK((world.browser.cookie("/", "SRV") != node) == swapped);
    CHECK_FALSE(world.lists_jq());
    CHECK_FALSE(world.lists_omx());
    CHECK(contains(world.log_in_jq(), "common/index.jsp"));
    CHECK(world.log_in_omx().status == 302);
    CHECK(world.lists_jq());
    CHECK(world.lists_omx());
  }
}

TEST_CASE("a session between a list and its details is lost at the details only") {
  World world;
  world.log_in_jq();
  world.arm("expired_between", "JQ");
  CHECK(world.lists_jq());
  CHECK(world.lists_jq());
  CHECK(contains(world.browser.read("/JQ/pus_/pus.do?method=showPusDetail&sid=9080001"), "top.location"));
}

TEST_CASE("a renewed cookie carries the session on, and the old one is dead") {
  World world;
  world.log_in_jq();
  world.log_in_omx();
  const auto jq = world.browser.cookie("/JQ", "JSESSIONID"), omx = world.browser.cookie("/omxclient", "JSESSIONID");
  world.arm("cookie_renewed", "", 2);
  CHECK(world.lists_jq());
  CHECK(world.lists_omx());
  CHECK(world.browser.cookie("/JQ", "JSESSIONID") != jq);
  CHECK(world.browser.cookie("/omxclient", "JSESSIONID") != omx);
  CHECK(world.lists_jq());
  CHECK(world.lists_omx());
  world.browser.set_cookie("/JQ", "JSESSIONID", jq);
  world.browser.set_cookie("/omxclient", "JSESSIONID", omx);
  CHECK_FALSE(world.lists_jq());
  CHECK_FALSE(world.lists_omx());
}

TEST_CASE("a stale token is refused once, and the next form's is good") {
  World world;
  world.log_in_omx();
  const auto query = [&] {
    const auto form = world.browser.read(kQuery);
    return world.browser.submit(kQuery, {{"token", form_value(form, "token")}});
  };
  world.arm("stale_token", "OMX");
  CHECK(result_of(query()) == "请勿重复提交");
  CHECK(contains(query(), "orderListTab"));
}

TEST_CASE("links and form actions may carry the session's id, and lead where they did") {
  World world;
  world.log_in_omx();
  const auto id = world.browser.cookie("/omxclient", "JSESSIONID");
  world.arm("jsessionid_links", "", 0);
  const auto menu = world.browser.read("/omxclient/core/menu.jsp");
  CHECK(contains(menu, "href=\"/omxclient/order/orderQuery.do;jsessionid=" + id + "\""));
  const auto form = world.browser.read("/omxclient/order/orderQuery.do;jsessionid=" + id);
  CHECK(contains(form, "action=\"/omxclient/order/orderQuery.do;jsessionid=" + id + "\""));
  const auto list =
      world.browser.submit("/omxclient/order/orderQuery.do;jsessionid=" + id, {{"token", form_value(form, "token")}});
  CHECK(contains(list, "orderLine.do;jsessionid=" + id + "?method=list&amp;orderNo="));
}

TEST_CASE("a portal that turns us away: the statuses and what they say") {
  World world;
  for (const auto& [fault, status] :
       {std::pair{"status_502", 502}, {"status_503", 503}, {"status_429", 429}, {"address_blocked", 403}}) {
    INFO(fault);
    world.arm(fault, "JQ");
    const auto response = world.browser.get("/JQ/DunsLogin.jsp");
    CHECK(response.status == status);
    if (status == 429) CHECK(field(response.headers, "Retry-After") == "300");
    if (status == 403) CHECK(contains(gbk_to_utf8(response.body), "您的IP已被限制访问"));
  }
}

}  // namespace calloff::simulator::test
