#include "simulator/omx/entrance.hpp"

#include <fmt/format.h>

#include "simulator/credentials.hpp"
#include "simulator/html.hpp"
#include "simulator/omx/pages.hpp"

namespace calloff::simulator::omx {
namespace {

constexpr std::chrono::minutes kIdle{20};
constexpr int kCaptchaAfter = 2;  // failures
constexpr const SignInWords& kWords = kSignInChinese;

std::string url(std::string_view rest) { return fmt::format("{}{}", kRoot, rest); }

Fields cookies(const Session& session) {
  return {{"Set-Cookie", fmt::format("JSESSIONID={}; Path=/omxclient; HttpOnly", session.id)},
          {"Set-Cookie", fmt::format("SRV={}; Path=/", session.node)}};
}

std::string password_row(std::string_view label, std::string_view name) {
  return fmt::format("<tr><td>{}</td><td><input type=\"password\" name=\"{}\"></td></tr>\r\n", label, name);
}

/// A page of one form that says why it is there.
Response form_page(std::string_view title, std::string_view text, std::string_view form, std::string_view action,
                   std::string_view inside, std::string_view button) {
  return gbk_page(title, {},
                  fmt::format("<div class=\"titleBar\">{}</div>\r\n<div id=\"result\" class=\"msg\">{}</div>\r\n"
                              "<form name=\"{}\" method=\"post\" action=\"{}\">\r\n{}\r\n"
                              "<p><input type=\"submit\" value=\"{}\"></p>\r\n</form>",
                              title, text, form, url(action), inside, button));
}

}  // namespace

Entrance::Entrance(std::uint64_t seed)
    : sessions_(seed, "OMX", kIdle), account_(credentials_of("OMX").user, credentials_of("OMX").password) {}

bool Entrance::asks_captcha() const { return account_.failures() >= kCaptchaAfter; }

// A request that the load balancer hands to the other node finds no session there.
Session* Entrance::session_of(const Call& call) {
  auto* session = sessions_.find(cookie_of(call.request, "JSESSIONID"), call.now);
  return session && session->node == cookie_of(call.request, "SRV") ? session : nullptr;
}

Response Entrance::page(const Call& call) {
  return call.path == url("core/verifyCode.jsp") ? verify_code(call) : page(call, {}, asks_captcha());
}

Response Entrance::page(const Call& call, std::string_view message, bool with_captcha) {
  auto* session = session_of(call);
  const bool is_new = session == nullptr;
  if (is_new) session = &sessions_.create(call.now);
  sessions_.ask_captcha(*session, with_captcha);
  std::string captcha;
  if (with_captcha) {
    captcha = fmt::format("<tr><td>验证码</td><td>{}<img src=\"{}\" alt=\"验证码\"></td></tr>\r\n",
                          text_input("verifyCode", "", 6), url("core/verifyCode.jsp"));
  }
  auto page = gbk_page(
      "售后订单系统 - 登录", {},
      fmt::format("<h2>售后订单系统 OMX</h2>\r\n<div id=\"result\" class=\"msg\">{}</div>\r\n"
                  "<form name=\"loginForm\" method=\"post\" action=\"{}\">\r\n{}\r\n<table class=\"plain\">\r\n"
                  "<tr><td>用户</td><td><input type=\"text\" name=\"userId\"></td></tr>\r\n"
                  "<tr><td>密码</td><td><input type=\"password\" name=\"password\"></td></tr>\r\n{}"
                  "<tr><td colspan=\"2\"><input type=\"submit\" value=\"登录\"></td></tr>\r\n</table>\r\n</form>",
                  message, url("core/login.do"), hidden("token", sessions_.issue_token(*session)), captcha));
  if (is_new)
    for (auto& cookie : cookies(*session)) page.headers.push_back(std::move(cookie));
  return page;
}

Response Entrance::verify_code(const Call& call) {
  const auto* session = session_of(call);
  return captcha_picture(session ? session->captcha : std::string());
}

Response Entrance::sign_in(const Call& call) {
  auto* session = session_of(call);
  const auto& quirks = call.quirks;
  if (!complaint(kWords, quirks.sign_in).empty()) return page(call, complaint(kWords, quirks.sign_in), false);
  if (!session || !Sessions::take_token(*session, call.form.get("token")) || quirks.stale_token)
    return page(call, kStale, asks_captcha());
  if (quirks.sign_in == SignIn::password_expired) return password_form(*session);
  const bool was_asked = asks_captcha() || !session->captcha.empty();
  if (was_asked && !account_.is_locked() && call.form.get("verifyCode") != session->captcha)
    return page(call, kWords.wrong_picture, true);
  const auto end = account_.try_password(call.form.get("userId"), call.form.get("password"));
  if (end != SignIn::ok) return page(call, complaint(kWords, end), end == SignIn::locked || asks_captcha());
  session->user = call.form.get("userId");
  session->unread_notice = quirks.notice;
  session->password_days = quirks.password_days;
  return redirect(url("core/main.jsp"));
}

Response Entrance::sign_out(const Call& call) {
  sessions_.end(cookie_of(call.request, "JSESSIONID"));
  return top_location(url("core/login.jsp"));
}

Response Entrance::password_form(Session& session) {
  const auto fields = hidden("token", sessions_.issue_token(session)) + "\r\n<table class=\"plain\">\r\n" +
                      password_row(kWords.old_password, "oldPassword") +
                      password_row(kWords.new_password, "newPassword") +
                      password_row(kWords.repeated, "confirmPassword") + "</table>";
  return form_page(kWords.change, kWords.password_expired, "changePwdForm", "core/changePwd.do", fields, kWords.change);
}

Response Entrance::notice_page(Session& session) {
  return form_page(kWords.notice, kWords.notice_text, "noticeForm", "core/notice.do",
                   hidden("token", sessions_.issue_token(session)), kWords.go_on);
}

Response Entrance::notice_read(const Call& call, Session& session) {
  if (!Sessions::take_token(session, call.form.get("token"))) return result_page(kStale);
  session.unread_notice = false;
  return redirect(url("core/main.jsp"));
}

Response Entrance::main_page(Session& session) {
  const int days = std::exchange(session.password_days, 0);
  return main_frameset(days ? fmt::format("alert('{}');", fmt::format(fmt::runtime(kWords.expires_soon), days))
                            : std::string());
}

Response Entrance::lost(const Call& call) {
  if (call.quirks.session == SessionLoss::none) return top_location(url("core/login.jsp"), "会话超时");
  const auto id = cookie_of(call.request, "JSESSIONID");
  sessions_.end(id);
  if (call.quirks.session == SessionLoss::kicked_out) return top_location(url("core/login.jsp"), kWords.kicked_out);
  auto response = top_location(url("core/login.jsp"), "会话超时");
  if (call.quirks.session == SessionLoss::node_swapped) {
    auto& session = sessions_.create(call.now);
    session.node = cookie_of(call.request, "SRV") == "web01" ? "web02" : "web01";
    for (auto& cookie : cookies(session)) response.headers.push_back(std::move(cookie));
  }
  return response;
}

Admission Entrance::admit(const Call& call) {
  Admission admission;
  admission.session = session_of(call);
  if (!admission.session || admission.session->user.empty() || call.quirks.session != SessionLoss::none)
    return {nullptr, lost(call)};
  if (admission.session->unread_notice && call.step != Step::notice) return {nullptr, notice_page(*admission.session)};
  if (call.quirks.renew_cookie) {
    admission.session = &sessions_.renew(*admission.session);
    admission.headers = cookies(*admission.session);
  }
  return admission;
}

}  // namespace calloff::simulator::omx
