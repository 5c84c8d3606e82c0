#include "simulator/eschedule/portal.hpp"

#include <fmt/format.h>

#include "simulator/eschedule/files.hpp"
#include "simulator/eschedule/frames.hpp"
#include "simulator/eschedule/release_pages.hpp"
#include "simulator/eschedule/sheet_pages.hpp"
#include "simulator/html.hpp"

namespace calloff::simulator {
namespace {

Step step_of_method(std::string_view method, Step page, Step file) {
  return method == "toDoc" || method == "toXls" ? file : page;
}

}  // namespace

EschedulePortal::EschedulePortal(const Site& site, std::uint64_t seed, Instant start, int sheets_a_day,
                                 int further_accounts)
    : site_(site),
      entrance_(site, seed, further_accounts),
      sheets_(site, seed, start, sheets_a_day),
      releases_(site, seed, start) {}

std::string EschedulePortal::url(std::string_view rest) const { return fmt::format("/{}/{}", site_.code, rest); }

Step EschedulePortal::step_of(const Call& call) const {
  const auto rest = call.path.substr(std::min(call.path.size(), site_.code.size() + 2));
  if (rest.empty() || rest == "DunsLogin.jsp" || rest == "common_/changePwd.do") return Step::login_page;
  if (rest == "common_/login.do") return Step::login;
  if (rest == "common_/logout.do") return Step::logout;
  if (rest == "common_/notice.do") return Step::notice;
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
      return entrance_.page(call);
    case Step::login:
      return entrance_.sign_in(call);
    case Step::logout:
      return entrance_.sign_out(call);
    case Step::other:
      return answer(404, "text/html", "<html><body><h1>HTTP Status 404</h1></body></html>");
    default:
      break;
  }
  auto admission = entrance_.admit(call);
  if (!admission.session) return std::move(admission.instead);
  auto response = signed_in(call, *admission.session);
  response.headers.insert(response.headers.end(), admission.headers.begin(), admission.headers.end());
  return response;
}

Response EschedulePortal::signed_in(const Call& call, Session& session) {
  switch (call.step) {
    case Step::notice:
      return entrance_.notice_read(session);
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
