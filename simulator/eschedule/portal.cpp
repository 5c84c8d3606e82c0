#include "simulator/eschedule/portal.hpp"

#include <fmt/format.h>

#include "simulator/credentials.hpp"
#include "simulator/eschedule/pages.hpp"
#include "simulator/html.hpp"

namespace calloff::simulator {
namespace {

constexpr std::chrono::minutes kIdle{30};

constexpr std::string_view kLoginScript = R"(function doLogin(){
  var f = document.formname;
  if (f.loginId.value == '' || f.pwd.value == '') { alert('请输入用户名和密码'); return; }
  f.submit();
}
function onKey(e){ if ((e || window.event).keyCode == 13) doLogin(); })";

}  // namespace

EschedulePortal::EschedulePortal(const Site& site, std::uint64_t seed, Instant start, int sheets_a_day,
                                 int further_accounts)
    : site_(site),
      sessions_(seed, site.code, kIdle),
      accounts_(credentials_of(site.code).user, credentials_of(site.code).password, further_accounts),
      sheets_(site, seed, start, sheets_a_day) {}

std::string EschedulePortal::url(std::string_view rest) const { return fmt::format("/{}/{}", site_.code, rest); }

Step EschedulePortal::step_of(const Call& call) const {
  const auto rest = call.path.substr(std::min(call.path.size(), site_.code.size() + 2));
  if (rest.empty() || rest == "DunsLogin.jsp") return Step::login_page;
  if (rest == "common_/login.do") return Step::login;
  if (rest == "common_/logout.do") return Step::logout;
  if (rest.starts_with("jsp/common/")) return Step::home;
  if (rest == "pus_/pusSearch.do") return Step::list;
  if (rest == "pus_/pus.do") return Step::detail;
  return Step::other;
}

Response EschedulePortal::handle(const Call& call) {
  if (call.path == url("images/login.svg")) {
    return answer(
        200, "image/svg+xml",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"72\" height=\"24\"><rect width=\"72\" height=\"24\" "
        "fill=\"#369\"/><text x=\"20\" y=\"17\" fill=\"#fff\" font-size=\"14\">登录</text></svg>");
  }
  switch (call.step) {
    case Step::login_page:
      return login_page(call, {}, false);
    case Step::login:
      return login(call);
    case Step::logout:
      return logout(call);
    case Step::other:
      return answer(404, "text/html", "<html><body><h1>HTTP Status 404</h1></body></html>");
    default:
      return signed_in(call);
  }
}

Response EschedulePortal::captcha_page(const Call& call) { return login_page(call, {}, true); }

Response EschedulePortal::login_page(const Call& call, std::string_view alert, bool with_captcha) {
  std::string script(kLoginScript);
  if (!alert.empty()) script += fmt::format("\nalert('{}');", alert);
  const auto captcha = with_captcha ? fmt::format(
                                          "<tr><td>验证码</td><td><input type=\"text\" name=\"verifyCode\" size=\"6\">"
                                          "<img src=\"{}\"></td></tr>",
                                          url("verifyCode.jsp"))
                                    : std::string();
  auto page =
      gbk_page("电子交货计划系统 - 供应商登录", script,
               fmt::format("<h2>电子交货计划系统（{}）</h2>\r\n<form name=\"formname\" method=\"post\" action=\"{}\" "
                           "onkeypress=\"onKey(event)\">\r\n"
                           "<input type=\"hidden\" name=\"method\" value=\"dunsLogin\">\r\n<table class=\"plain\">\r\n"
                           "<tr><td>用户名</td><td><input type=\"text\" name=\"loginId\"></td></tr>\r\n"
                           "<tr><td>密码</td><td><input type=\"password\" name=\"pwd\"></td></tr>\r\n{}"
                           "<tr><td colspan=\"2\"><img src=\"{}\" alt=\"登录\" style=\"cursor:pointer\" "
                           "onclick=\"doLogin()\"></td></tr>\r\n"
                           "</table>\r\n</form>",
                           site_.name, url("common_/login.do"), captcha, url("images/login.svg")));
  if (!sessions_.find(cookie_of(call.request, "JSESSIONID"), call.now)) {
    page.headers.emplace_back(
        "Set-Cookie", fmt::format("JSESSIONID={}; Path=/{}; HttpOnly", sessions_.create(call.now).id, site_.code));
  }
  return page;
}

Response EschedulePortal::login(const Call& call) {
  if (call.quirks.refuse_password) return login_page(call, "用户名或密码错误", false);
  if (call.request.method != "POST") return login_page(call, {}, false);
  switch (accounts_.try_password(call.form.get("loginId"), call.form.get("pwd"))) {
    case SignIn::wrong:
      return login_page(call, "用户名或密码错误", false);
    case SignIn::locked:
      return login_page(call, "帐号已锁定，请联系系统管理员", false);
    case SignIn::ok:
      break;
  }
  auto* session = sessions_.find(cookie_of(call.request, "JSESSIONID"), call.now);
  const bool is_new = session == nullptr;
  if (is_new) session = &sessions_.create(call.now);
  session->user = call.form.get("loginId");
  const auto index = url("jsp/common/index.jsp");
  auto page =
      gbk_page("登录成功", fmt::format("window.open('{}','eschedule','resizable=yes,scrollbars=yes');", index),
               fmt::format("<p>登录成功。如果没有自动打开新窗口，请点击 <a href=\"{}\">进入系统</a>。</p>", index));
  if (is_new)
    page.headers.emplace_back("Set-Cookie", fmt::format("JSESSIONID={}; Path=/{}; HttpOnly", session->id, site_.code));
  return page;
}

Response EschedulePortal::logout(const Call& call) {
  sessions_.end(cookie_of(call.request, "JSESSIONID"));
  return top_location(url("DunsLogin.jsp"));
}

Response EschedulePortal::signed_in(const Call& call) {
  const auto id = cookie_of(call.request, "JSESSIONID");
  if (call.quirks.expire_session) sessions_.end(id);
  const auto* session = sessions_.find(id, call.now);
  if (!session || session->user.empty()) return top_location(url("DunsLogin.jsp"));

  if (call.path == url("jsp/common/index.jsp")) return eschedule::index_frameset(site_);
  if (call.path == url("jsp/common/menu.jsp")) return eschedule::menu_page(site_);
  if (call.path == url("jsp/common/main.jsp")) return eschedule::work_area_page(site_);
  if (call.path == url("jsp/common/welcome.jsp")) return eschedule::welcome_page();
  const auto method = call.form.get("method");
  if (call.step == Step::list) {
    auto listed = sheets_.listed(call.now);
    if (method == "listDunsUnReadPus")
      std::erase_if(listed, [&](auto* s) { return state_of(*s, call.now) != "未读"; });
    else if (method == "listDunsAcceptPus")
      std::erase_if(listed, [&](auto* s) { return state_of(*s, call.now) != "已接受"; });
    else if (method != "listAllStatusPus")
      return eschedule::notice_page("系统繁忙");
    return eschedule::list_page(site_, call, std::move(listed));
  }
  if (auto* sheet = sheets_.find(call.form.get("sid"), call.now)) {
    if (method == "toDoc") return eschedule::detail_file(site_, call, *sheet);
    if (method == "showPusDetail") {
      sheet->opened = true;
      return eschedule::detail_page(site_, call, *sheet);
    }
  }
  return eschedule::notice_page("取货单不存在");
}

}  // namespace calloff::simulator
