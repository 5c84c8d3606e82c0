#include "simulator/eschedule/portal.hpp"

#include <fmt/format.h>

#include "simulator/credentials.hpp"
#include "simulator/eschedule/files.hpp"
#include "simulator/eschedule/frames.hpp"
#include "simulator/eschedule/release_pages.hpp"
#include "simulator/eschedule/sheet_pages.hpp"
#include "simulator/html.hpp"

namespace calloff::simulator {
namespace {

constexpr std::chrono::minutes kIdle{30};

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

Step step_of_method(std::string_view method, Step page, Step file) {
  return method == "toDoc" || method == "toXls" ? file : page;
}

}  // namespace

EschedulePortal::EschedulePortal(const Site& site, std::uint64_t seed, Instant start, int sheets_a_day,
                                 int further_accounts)
    : site_(site),
      sessions_(seed, site.code, kIdle),
      accounts_(credentials_of(site.code).user, credentials_of(site.code).password, further_accounts),
      sheets_(site, seed, start, sheets_a_day),
      releases_(site, seed, start) {}

std::string EschedulePortal::url(std::string_view rest) const { return fmt::format("/{}/{}", site_.code, rest); }

Step EschedulePortal::step_of(const Call& call) const {
  const auto rest = call.path.substr(std::min(call.path.size(), site_.code.size() + 2));
  if (rest.empty() || rest == "DunsLogin.jsp") return Step::login_page;
  if (rest == "common_/login.do") return Step::login;
  if (rest == "common_/logout.do") return Step::logout;
  if (rest.starts_with("jsp/common/")) return Step::home;
  if (rest == "pus_/pusSearch.do") return Step::list;
  const auto method = call.form.get("method");
  if (rest == "pus_/pus.do") return step_of_method(method, Step::detail, Step::file);
  if (rest == "wdf/wdfSearch.do") return Step::weekly_list;
  if (rest == "wdf/wdf.do") return step_of_method(method, Step::weekly_detail, Step::weekly_file);
  return Step::other;
}

Response EschedulePortal::handle(const Call& call) {
  if (call.path == url("images/login.svg")) {
    return answer(
        200, "image/svg+xml",
        fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"72\" height=\"24\"><rect width=\"72\" height=\"24\" "
            "fill=\"#369\"/><text x=\"20\" y=\"17\" fill=\"#fff\" font-size=\"14\">{}</text></svg>",
            site_.words->log_in));
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
  const auto& words = *site_.words;
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
  if (!sessions_.find(cookie_of(call.request, "JSESSIONID"), call.now)) {
    page.headers.emplace_back(
        "Set-Cookie", fmt::format("JSESSIONID={}; Path=/{}; HttpOnly", sessions_.create(call.now).id, site_.code));
  }
  return page;
}

Response EschedulePortal::login(const Call& call) {
  const auto& words = *site_.words;
  if (call.quirks.refuse_password) return login_page(call, words.wrong_password, false);
  if (call.request.method != "POST") return login_page(call, {}, false);
  switch (accounts_.try_password(call.form.get("loginId"), call.form.get("pwd"))) {
    case SignIn::wrong:
      return login_page(call, words.wrong_password, false);
    case SignIn::locked:
      return login_page(call, words.locked, false);
    case SignIn::ok:
      break;
  }
  auto* session = sessions_.find(cookie_of(call.request, "JSESSIONID"), call.now);
  const bool is_new = session == nullptr;
  if (is_new) session = &sessions_.create(call.now);
  session->user = call.form.get("loginId");
  const auto index = url("jsp/common/index.jsp");
  auto page = eschedule::page(site_, words.signed_in,
                              fmt::format("window.open('{}','eschedule','resizable=yes,scrollbars=yes');", index),
                              fmt::format("<p>{} <a href=\"{}\">{}</a></p>", words.no_window, index, words.enter));
  if (is_new)
    page.headers.emplace_back("Set-Cookie", fmt::format("JSESSIONID={}; Path=/{}; HttpOnly", session->id, site_.code));
  return page;
}

Response EschedulePortal::logout(const Call& call) {
  sessions_.end(cookie_of(call.request, "JSESSIONID"));
  return top_location(url("DunsLogin.jsp"), {}, eschedule::charset_of(site_));
}

Response EschedulePortal::signed_in(const Call& call) {
  const auto id = cookie_of(call.request, "JSESSIONID");
  if (call.quirks.expire_session) sessions_.end(id);
  const auto* session = sessions_.find(id, call.now);
  if (!session || session->user.empty()) return top_location(url("DunsLogin.jsp"), {}, eschedule::charset_of(site_));

  switch (call.step) {
    case Step::list:
      return sheet_list(call);
    case Step::detail:
    case Step::file:
      return sheet(call);
    case Step::weekly_list:
      return eschedule::release_list_page(site_, call, releases_.listed(call.now));
    case Step::weekly_detail:
    case Step::weekly_file:
      return release(call);
    default:
      return frame(call);
  }
}

Response EschedulePortal::frame(const Call& call) {
  if (call.path == url("jsp/common/index.jsp")) return eschedule::index_frameset(site_);
  if (call.path == url("jsp/common/menu.jsp")) return eschedule::menu_page(site_);
  if (call.path == url("jsp/common/main.jsp")) return eschedule::work_area_page(site_);
  return eschedule::welcome_page(site_);
}

Response EschedulePortal::sheet_list(const Call& call) {
  const auto method = call.form.get("method");
  auto listed = sheets_.listed(call.now);
  const auto keep_only = [&](SheetState state) {
    std::erase_if(listed, [&](const auto* each) { return state_of(*each, call.now) != state; });
  };
  if (method == "listDunsUnReadPus")
    keep_only(SheetState::unread);
  else if (method == "listDunsAcceptPus")
    keep_only(SheetState::accepted);
  else if (method != "listAllStatusPus")
    return eschedule::notice_page(site_, site_.words->busy);
  return eschedule::list_page(site_, call, std::move(listed));
}

Response EschedulePortal::sheet(const Call& call) {
  const auto method = call.form.get("method");
  if (auto* sheet = sheets_.find(call.form.get("sid"), call.now)) {
    if (method == "toDoc") return eschedule::detail_file(site_, call, *sheet);
    if (method == "showPusDetail") {
      sheet->opened = true;
      return eschedule::detail_page(site_, call, *sheet);
    }
  }
  return eschedule::notice_page(site_, site_.words->no_sheet);
}

Response EschedulePortal::release(const Call& call) {
  const auto method = call.form.get("method");
  if (auto* release = releases_.find(call.form.get("id"), call.now)) {
    if (method == "toDoc") return eschedule::release_document(site_, call, *release);
    if (method == "toXls") return eschedule::release_workbook(site_, call, *release);
    if (method == "showWdfDetail") {
      release->opened = true;
      return eschedule::release_page(site_, call, *release);
    }
  }
  return eschedule::notice_page(site_, site_.words->no_release);
}

}  // namespace calloff::simulator
