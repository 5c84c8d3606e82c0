#include "simulator/omx/portal.hpp"

#include <fmt/format.h>

#include "simulator/credentials.hpp"
#include "simulator/html.hpp"
#include "simulator/omx/pages.hpp"

namespace calloff::simulator {
namespace {

constexpr std::chrono::minutes kIdle{20};
constexpr int kCaptchaAfter = 2;  // failures
constexpr std::string_view kStale = "请勿重复提交";

std::string url(std::string_view rest) { return fmt::format("{}{}", omx::kRoot, rest); }

}  // namespace

OmxPortal::OmxPortal(std::uint64_t seed, Instant start)
    : sessions_(seed, "OMX", kIdle),
      account_(credentials_of("OMX").user, credentials_of("OMX").password),
      orders_(seed, start) {
  asns_.seed(orders_.all(start));
}

Step OmxPortal::step_of(const Call& call) const {
  const auto rest = call.path.substr(std::min(call.path.size(), omx::kRoot.size()));
  const bool is_post = call.request.method == "POST";
  const auto method = call.form.get("method");
  if (rest.empty() || rest == "core/login.jsp" || rest == "core/verifyCode.jsp") return Step::login_page;
  if (rest == "core/login.do") return Step::login;
  if (rest == "core/logout.do") return Step::logout;
  if (rest == "core/main.jsp" || rest == "core/menu.jsp" || rest == "core/welcome.jsp") return Step::home;
  if (rest == "order/orderQuery.do") return is_post ? Step::query : Step::query_form;
  if (rest == "order/orderLine.do") return Step::lines;
  if (rest == "asn/asnQuery.do") return is_post ? Step::asn_query : Step::asn_query_form;
  if (rest != "asn/asn.do") return Step::other;
  if (method == "save" && is_post) return Step::save;
  if (method == "submit" && is_post) return Step::submit;
  if (method == "cancel" && is_post) return Step::cancel;
  if (method == "init") return Step::init;
  return method == "view" ? Step::asn_view : Step::other;
}

Response OmxPortal::handle(const Call& call) {
  if (call.path == url("core/verifyCode.jsp")) return verify_code(call);
  switch (call.step) {
    case Step::login_page:
      return login_page(call, {}, account_.failures() >= kCaptchaAfter);
    case Step::login:
      return login(call);
    case Step::logout:
      sessions_.end(cookie_of(call.request, "JSESSIONID"));
      return top_location(url("core/login.jsp"));
    case Step::other:
      return answer(404, "text/html", "<html><body><h1>HTTP Status 404</h1></body></html>");
    default:
      break;
  }
  if (call.quirks.expire_session) sessions_.end(cookie_of(call.request, "JSESSIONID"));
  auto* session = session_of(call);
  if (!session || session->user.empty()) return top_location(url("core/login.jsp"), "会话超时");
  return signed_in(call, *session);
}

// A request that the load balancer hands to the other node finds no session there.
Session* OmxPortal::session_of(const Call& call) {
  auto* session = sessions_.find(cookie_of(call.request, "JSESSIONID"), call.now);
  return session && session->node == cookie_of(call.request, "SRV") ? session : nullptr;
}

Response OmxPortal::captcha_page(const Call& call) { return login_page(call, {}, true); }

Response OmxPortal::login_page(const Call& call, std::string_view message, bool with_captcha) {
  auto* session = session_of(call);
  const bool is_new = session == nullptr;
  if (is_new) session = &sessions_.create(call.now);
  std::string captcha;
  if (with_captcha) {
    sessions_.issue_captcha(*session);
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
  if (is_new) {
    page.headers.emplace_back("Set-Cookie", fmt::format("JSESSIONID={}; Path=/omxclient; HttpOnly", session->id));
    page.headers.emplace_back("Set-Cookie", fmt::format("SRV={}; Path=/", session->node));
  }
  return page;
}

Response OmxPortal::verify_code(const Call& call) {
  const auto* session = session_of(call);
  return answer(
      200, "image/svg+xml",
      fmt::format(
          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"24\"><rect width=\"64\" height=\"24\" "
          "fill=\"#eee\"/><text x=\"8\" y=\"18\" font-size=\"18\" font-style=\"italic\">{}</text></svg>",
          session ? session->captcha : std::string()));
}

Response OmxPortal::login(const Call& call) {
  auto* session = session_of(call);
  const bool with_captcha = account_.failures() >= kCaptchaAfter;
  if (call.quirks.refuse_password) return login_page(call, "用户名或密码错误", false);
  if (!session || !Sessions::take_token(*session, call.form.get("token")))
    return login_page(call, kStale, with_captcha);
  if (with_captcha && !account_.is_locked() && call.form.get("verifyCode") != session->captcha) {
    return login_page(call, "验证码错误", true);
  }
  switch (account_.try_password(call.form.get("userId"), call.form.get("password"))) {
    case SignIn::wrong:
      return login_page(call, "用户名或密码错误", account_.failures() >= kCaptchaAfter);
    case SignIn::locked:
      return login_page(call, "帐号已锁定，请联系系统管理员", true);
    case SignIn::ok:
      break;
  }
  session->user = call.form.get("userId");
  return redirect(url("core/main.jsp"));
}

Response OmxPortal::signed_in(const Call& call, Session& session) {
  switch (call.step) {
    case Step::query_form:
      return omx::order_query_page(call, sessions_.issue_token(session), nullptr, {});
    case Step::query:
      return query(call, session);
    case Step::lines: {
      const auto* order = orders_.find(call.form.get("orderNo"), call.now);
      return order ? omx::order_lines_page(call, *order) : omx::result_page("订单不存在");
    }
    case Step::init:
      return asn_init(call, session);
    case Step::save:
      return asn_save(call, session);
    case Step::submit:
      return asn_submit(call, session);
    case Step::cancel:
      return asn_cancel(call, session);
    case Step::asn_view:
      return asn_view(call, session, call.form.get("asnNo"), {});
    case Step::asn_query_form:
      return omx::asn_query_page(call, sessions_.issue_token(session), nullptr, {});
    case Step::asn_query:
      return asn_query(call, session);
    default:
      break;
  }
  if (call.path == url("core/menu.jsp")) return omx::menu_page();
  return call.path == url("core/welcome.jsp") ? omx::welcome_page() : omx::main_frameset();
}

Response OmxPortal::query(const Call& call, Session& session) {
  if (!Sessions::take_token(session, call.form.get("token"))) return omx::result_page(kStale);
  const auto token = sessions_.issue_token(session);
  const auto range = omx::date_range(call, 30, !call.form.get("orderNo").empty());
  if (!range.complaint.empty()) return omx::order_query_page(call, token, nullptr, range.complaint);
  auto found = orders_.all(call.now);
  std::erase_if(found, [&](const Order* order) { return !omx::order_matches(call, range, *order); });
  return omx::order_query_page(call, token, &found, {});
}

Response OmxPortal::asn_init(const Call& call, Session& session) {
  const auto* order = orders_.find(call.form.get("orderNo"), call.now);
  if (!order) return omx::result_page("订单不存在");
  if (!is_open(*order)) return omx::result_page("订单状态不允许发货");
  return omx::asn_form_page(call, sessions_.issue_token(session), *order, {});
}

Response OmxPortal::asn_save(const Call& call, Session& session) {
  if (!Sessions::take_token(session, call.form.get("token"))) return omx::result_page(kStale);
  const auto* order = orders_.find(call.form.get("orderNo"), call.now);
  if (!order) return omx::result_page("订单不存在");
  auto [asn, complaint] = omx::read_asn_form(call, *order);
  if (complaint.empty()) complaint = AsnBook::refusal(asn, *order);
  auto* earlier = asn.number.empty() ? nullptr : asns_.find(asn.number);
  const bool own_draft = earlier && earlier->state == "草稿" && earlier->order_number == asn.order_number;
  if (complaint.empty() && earlier && !own_draft) complaint = "ASN号已存在";
  if (!complaint.empty()) return omx::asn_form_page(call, sessions_.issue_token(session), *order, complaint);
  if (!own_draft) return asn_view(call, session, asns_.add(std::move(asn), call.now).number, "保存成功");
  asn.created = earlier->created;
  asn.listed_from = earlier->listed_from;
  *earlier = std::move(asn);
  return asn_view(call, session, earlier->number, "保存成功");
}

Response OmxPortal::asn_submit(const Call& call, Session& session) {
  if (!Sessions::take_token(session, call.form.get("token"))) return omx::result_page(kStale);
  auto* asn = asns_.find(call.form.get("asnNo"));
  if (!asn) return omx::result_page("记录不存在");
  if (asn->state != "草稿") return asn_view(call, session, asn->number, kStale);
  auto& order = *orders_.find(asn->order_number, call.now);
  const auto refusal = AsnBook::refusal(*asn, order);
  if (!refusal.empty()) return asn_view(call, session, asn->number, refusal);
  AsnBook::submit(*asn, order, call.now, call.quirks.hide_asn);
  return asn_view(call, session, asn->number, "提交成功");
}

Response OmxPortal::asn_cancel(const Call& call, Session& session) {
  if (!Sessions::take_token(session, call.form.get("token"))) return omx::result_page(kStale);
  auto* asn = asns_.find(call.form.get("asnNo"));
  if (!asn) return omx::result_page("记录不存在");
  const bool done = AsnBook::cancel(*asn, *orders_.find(asn->order_number, call.now));
  return asn_view(call, session, asn->number, done ? "取消成功" : "已收货，不能取消");
}

Response OmxPortal::asn_view(const Call& call, Session& session, std::string_view asn_no, std::string_view result) {
  const auto* asn = asns_.find(asn_no);
  if (!asn) return omx::result_page("记录不存在");
  return omx::asn_view_page(call, sessions_.issue_token(session), *asn, result);
}

Response OmxPortal::asn_query(const Call& call, Session& session) {
  if (!Sessions::take_token(session, call.form.get("token"))) return omx::result_page(kStale);
  const auto token = sessions_.issue_token(session);
  const auto& form = call.form;
  const bool by_number = !form.get("asnNo").empty() || !form.get("supplierRef").empty() || !form.get("orderNo").empty();
  const auto range = omx::date_range(call, 30, by_number);
  if (!range.complaint.empty()) return omx::asn_query_page(call, token, nullptr, range.complaint);
  std::vector<const Asn*> found;
  for (const auto& asn : asns_.all()) {
    if (asn.listed_from <= call.now && omx::asn_matches(call, range, asn)) found.insert(found.begin(), &asn);
  }
  return omx::asn_query_page(call, token, &found, {});
}

}  // namespace calloff::simulator
