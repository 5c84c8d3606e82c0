#include "simulator/eschedule/entrance.hpp"

#include <fmt/format.h>

#include <utility>

#include "simulator/credentials.hpp"
#include "simulator/eschedule/frames.hpp"
#include "simulator/html.hpp"

namespace calloff::simulator::eschedule {
namespace {

constexpr std::chrono::minutes kIdle{30};
const SignInWords& said(const Site& site) {
  return site.words->language == Language::english ? kSignInEnglish : kSignInChinese;
}

std::string login_script(const Words& words, std::string_view alert) {
  auto script = fmt::format(
      R"(function doLogin(){{
  var f = document.formname;
  if (f.loginId.value == '' || f.pwd.value == '') {{ alert('{}'); return; }}
  f.submit();
}}
function onKey(e){{ if ((e || window.event).keyCode == 13) doLogin(); }})",
      words.fill_in);
  if (!alert.empty()) script += fmt::format("\nalert('{}');", alert);
  return script;
}

std::string password_row(std::string_view label, std::string_view name) {
  return fmt::format("<tr><td>{}</td><td><input type=\"password\" name=\"{}\"></td></tr>\r\n", label, name);
}

}  // namespace

Entrance::Entrance(const Site& site, std::uint64_t seed, int further_accounts)
    : site_(site),
      sessions_(seed, site.code, kIdle),
      accounts_(credentials_of(site.code).user, credentials_of(site.code).password, further_accounts) {}

std::string Entrance::url(std::string_view rest) const { return fmt::format("/{}/{}", site_.code, rest); }

std::string Entrance::cookie(const Session& session) const {
  return fmt::format("JSESSIONID={}; Path=/{}; HttpOnly", session.id, site_.code);
}

Response Entrance::page(const Call& call, std::string_view alert, bool with_captcha) {
  const auto& words = *site_.words;
  auto* session = sessions_.find(cookie_of(call.request, "JSESSIONID"), call.now);
  const bool is_new = session == nullptr;
  if (is_new) session = &sessions_.create(call.now);
  sessions_.ask_captcha(*session, with_captcha);
  const auto captcha = with_captcha ? fmt::format(
                                          "<tr><td>{}</td><td><input type=\"text\" name=\"verifyCode\" size=\"6\">"
                                          "<img src=\"{}\"></td></tr>",
                                          words.captcha, url("verifyCode.jsp"))
                                    : std::string();
  auto page = eschedule::page(
      site_, fmt::format("{} - {}", words.system, words.supplier_login), login_script(words, alert),
      fmt::format("<h2>{} ({})</h2>\r\n<form name=\"formname\" method=\"post\" action=\"{}\" "
                  "onkeypress=\"onKey(event)\">\r\n"
                  "<input type=\"hidden\" name=\"method\" value=\"dunsLogin\">\r\n<table class=\"plain\">\r\n"
                  "<tr><td>{}</td><td><input type=\"text\" name=\"loginId\"></td></tr>\r\n"
                  "<tr><td>{}</td><td><input type=\"password\" name=\"pwd\"></td></tr>\r\n{}"
                  "<tr><td colspan=\"2\"><img src=\"{}\" alt=\"{}\" style=\"cursor:pointer\" "
                  "onclick=\"doLogin()\"></td></tr>\r\n"
                  "</table>\r\n</form>",
                  words.system, site_.name, url("common_/login.do"), words.user, words.password, captcha,
                  url("images/login.svg"), words.log_in));
  if (is_new) page.headers.emplace_back("Set-Cookie", cookie(*session));
  return page;
}

Response Entrance::page(const Call& call) {
  return call.path == url("verifyCode.jsp") ? picture(call) : page(call, {}, false);
}

Response Entrance::picture(const Call& call) {
  const auto* session = sessions_.find(cookie_of(call.request, "JSESSIONID"), call.now);
  return captcha_picture(session ? session->captcha : std::string());
}

Response Entrance::password_form() const {
  const auto& words = said(site_);
  return eschedule::page(
      site_, words.change, fmt::format("alert('{}');", words.password_expired),
      fmt::format("<p class=\"msg\">{}</p>\r\n<form name=\"changePwdForm\" method=\"post\" action=\"{}\">\r\n"
                  "{}\r\n<table class=\"plain\">\r\n{}{}{}<tr><td colspan=\"2\"><input type=\"submit\" "
                  "value=\"{}\"></td></tr>\r\n</table>\r\n</form>",
                  words.password_expired, url("common_/changePwd.do"), hidden("method", "changePwd"),
                  password_row(words.old_password, "oldPwd"), password_row(words.new_password, "newPwd"),
                  password_row(words.repeated, "newPwd2"), words.change));
}

Response Entrance::notice_page() const {
  const auto& words = said(site_);
  return eschedule::page(site_, words.notice, {},
                         fmt::format("<h3>{}</h3>\r\n<p>{}</p>\r\n<p><a href=\"{}\">{}</a></p>", words.notice,
                                     words.notice_text, url("common_/notice.do?method=readNotice"), words.go_on));
}

Response Entrance::sign_in(const Call& call) {
  if (call.request.method != "POST") return page(call, {}, false);
  const auto& quirks = call.quirks;
  auto* session = sessions_.find(cookie_of(call.request, "JSESSIONID"), call.now);
  // A picture that was asked for is looked at before user and password.
  if (session && !session->captcha.empty() && call.form.get("verifyCode") != std::exchange(session->captcha, {}))
    return page(call, said(site_).wrong_picture, true);
  const auto end = quirks.sign_in != SignIn::ok
                       ? quirks.sign_in
                       : accounts_.try_password(call.form.get("loginId"), call.form.get("pwd"));
  if (end == SignIn::password_expired) return password_form();
  if (end != SignIn::ok) return page(call, complaint(said(site_), end), false);
  const bool is_new = session == nullptr;
  if (is_new) session = &sessions_.create(call.now);
  session->user = call.form.get("loginId");
  session->unread_notice = quirks.notice;
  const auto& words = *site_.words;
  const auto index = url("jsp/common/index.jsp");
  auto script = fmt::format("window.open('{}','eschedule','resizable=yes,scrollbars=yes');", index);
  if (quirks.password_days) {
    const auto warning = fmt::format(fmt::runtime(said(site_).expires_soon), quirks.password_days);
    script = fmt::format("alert('{}');\r\n{}", warning, script);
  }
  auto page = eschedule::page(site_, words.signed_in, script,
                              fmt::format("<p>{} <a href=\"{}\">{}</a></p>", words.no_window, index, words.enter));
  if (is_new) page.headers.emplace_back("Set-Cookie", cookie(*session));
  return page;
}

Response Entrance::sign_out(const Call& call) {
  sessions_.end(cookie_of(call.request, "JSESSIONID"));
  return top_location(url("DunsLogin.jsp"), {}, charset_of(site_));
}

// The servers behind the load balancer do not share sessions: the other one begins an empty one of its own.
Response Entrance::lost(const Call& call, const std::string& id) {
  if (call.quirks.session != SessionLoss::none) sessions_.end(id);
  if (call.quirks.session == SessionLoss::kicked_out)
    return top_location(url("DunsLogin.jsp"), said(site_).kicked_out, charset_of(site_));
  auto response = top_location(url("DunsLogin.jsp"), {}, charset_of(site_));
  if (call.quirks.session == SessionLoss::node_swapped)
    response.headers.emplace_back("Set-Cookie", cookie(sessions_.create(call.now)));
  return response;
}

Admission Entrance::admit(const Call& call) {
  const auto id = cookie_of(call.request, "JSESSIONID");
  Admission admission;
  admission.session = sessions_.find(id, call.now);
  if (!admission.session || admission.session->user.empty() || call.quirks.session != SessionLoss::none)
    return {nullptr, lost(call, id)};
  if (admission.session->unread_notice && call.step != Step::notice) return {nullptr, notice_page()};
  if (call.quirks.renew_cookie) {
    admission.session = &sessions_.renew(*admission.session);
    admission.headers.emplace_back("Set-Cookie", cookie(*admission.session));
  }
  return admission;
}

Response Entrance::notice_read(Session& session) {
  session.unread_notice = false;
  return redirect(url("jsp/common/index.jsp"));
}

}  // namespace calloff::simulator::eschedule
