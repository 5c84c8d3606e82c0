#include "simulator/eschedule/portal.hpp"

#include <fmt/format.h>

#include "simulator/eschedule/accept_form.hpp"
#include "simulator/eschedule/files.hpp"
#include "simulator/eschedule/frames.hpp"
#include "simulator/eschedule/listing.hpp"
#include "simulator/eschedule/publication.hpp"
#include "simulator/eschedule/release_pages.hpp"
#include "simulator/eschedule/sheet_pages.hpp"
#include "simulator/html.hpp"

namespace calloff::simulator {
namespace {

Step step_of_method(std::string_view method, Step page, Step file) {
  return method == "toDoc" || method == "toXls" ? file : page;
}

/// Of the same customer; itself if it has no other.
const Site& another_plant(const Site& site) {
  for (const auto& other : kSites) {
    if (other.code != site.code && other.words == site.words) return other;
  }
  return site;
}

}  // namespace

EschedulePortal::EschedulePortal(const Site& site, std::uint64_t seed, Instant start, int sheets_a_day,
                                 int further_accounts)
    : site_(site),
      entrance_(site, seed, further_accounts),
      seed_(seed),
      start_(start),
      sheets_a_day_(sheets_a_day),
      own_{site, SheetBook(site, seed, start, sheets_a_day), ReleaseBook(site, seed, start)} {}

EschedulePortal::Books& EschedulePortal::books(const Call& call) {
  if (!call.quirks.publication.wrong_plant) return own_;
  if (!another_) {
    const auto& site = another_plant(site_);
    another_.emplace(Books{site, SheetBook(site, seed_, start_, sheets_a_day_), ReleaseBook(site, seed_, start_)});
  }
  return *another_;
}

std::string EschedulePortal::url(std::string_view rest) const { return fmt::format("/{}/{}", site_.code, rest); }

Step EschedulePortal::step_of(const Call& call) const {
  const auto rest = call.path.substr(std::min(call.path.size(), site_.code.size() + 2));
  if (rest.empty() || rest == "DunsLogin.jsp" || rest == "verifyCode.jsp" || rest == "common_/changePwd.do")
    return Step::login_page;
  if (rest == "common_/login.do") return Step::login;
  if (rest == "common_/logout.do") return Step::logout;
  if (rest == "common_/notice.do") return Step::notice;
  if (rest.starts_with("jsp/common/")) return Step::home;
  if (rest == "pus_/pusSearch.do") return Step::list;
  const auto method = call.form.get("method");
  if (rest == "pus_/pus.do" && method == "acceptPus" && call.request.method == "POST") return Step::accept;
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
      return sheet(call, session);
    case Step::accept:
      return accept(call, session);
    case Step::weekly_list:
      return release_list(call);
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
  auto& [site, sheets, releases] = books(call);
  if (call.quirks.list.moves_row) {
    const auto listed = sheets.listed(call.now);
    const auto cut = cut_page(listed.size(), eschedule::kRowsAPage, call.form.get(eschedule::kPageNumber));
    if (cut.page > 1) listed[cut.first]->published = call.now;
  }
  auto shown = eschedule::shown_sheets(sheets, call.quirks.publication, call.now);
  const auto keep_only = [&](SheetState state) {
    std::erase_if(shown, [&](const auto& each) { return state_of(each, call.now) != state; });
  };
  if (method == "listDunsUnReadPus")
    keep_only(SheetState::unread);
  else if (method == "listDunsAcceptPus")
    keep_only(SheetState::accepted);
  else if (method != "listAllStatusPus")
    return eschedule::notice_page(site_, site_.words->busy);
  std::vector<Sheet*> rows;
  for (auto& each : shown) rows.push_back(&each);
  return eschedule::list_page(site, call, std::move(rows));
}

Response EschedulePortal::sheet(const Call& call, Session& session) {
  const auto method = call.form.get("method");
  auto& [site, sheets, releases] = books(call);
  if (auto* sheet = sheets.find(call.form.get("sid"), call.now)) {
    const auto shown = eschedule::shown_sheet(sheets, *sheet, call.quirks.publication, call.now);
    if (shown && method == "toDoc") return as_file(call, eschedule::detail_file(site, call, *shown));
    if (shown && method == "showPusDetail") {
      sheet->opened = true;
      auto opened = *shown;
      opened.opened = true;
      const auto token = is_acceptable(*sheet, call.now) ? entrance_.sessions().issue_token(session) : std::string();
      return eschedule::detail_page(site, call, opened, token);
    }
  }
  return eschedule::notice_page(site_, site_.words->no_sheet);
}

Response EschedulePortal::accept(const Call& call, Session& session) {
  const auto& words = *site_.words;
  auto* sheet = own_.sheets.find(call.form.get("sid"), call.now);
  if (!sheet) return eschedule::notice_page(site_, words.no_sheet);
  if (!Sessions::take_token(session, call.form.get(eschedule::kTokenField)) || call.quirks.stale_token)
    return eschedule::notice_page(site_, words.token_used);
  if (!is_acceptable(*sheet, call.now)) return eschedule::notice_page(site_, words.not_acceptable);
  const auto promised = eschedule::promised_quantities(*sheet, call.form);
  if (!promised) return eschedule::notice_page(site_, words.bad_quantity);
  for (std::size_t i = 0; i < promised->size(); ++i) {
    if ((*promised)[i] > sheet->lines[i].required) return eschedule::notice_page(site_, words.too_much);
  }
  for (std::size_t i = 0; i < promised->size(); ++i) sheet->lines[i].committed = (*promised)[i];
  sheet->accepted = true;
  sheet->changed = false;
  return eschedule::notice_page(site_, words.accepted);
}

Response EschedulePortal::release_list(const Call& call) {
  auto& [site, sheets, releases] = books(call);
  return eschedule::release_list_page(site, call,
                                      eschedule::shown_releases(releases, call.quirks.publication, call.now));
}

Response EschedulePortal::release(const Call& call) {
  const auto method = call.form.get("method");
  auto& [site, sheets, releases] = books(call);
  if (auto* release = releases.find(call.form.get("id"), call.now)) {
    const auto shown = eschedule::shown_release(releases, *release, call.quirks.publication, call.now);
    if (shown && method == "toDoc") return as_file(call, eschedule::release_document(site, call, *shown));
    if (shown && method == "toXls") return as_file(call, eschedule::release_workbook(site, call, *shown));
    if (shown && method == "showWdfDetail") {
      release->opened = true;
      return eschedule::release_page(site, call, *shown);
    }
  }
  return eschedule::notice_page(site_, site_.words->no_release);
}

/// The file, or the log-in page under its name.
Response EschedulePortal::as_file(const Call& call, Response file) {
  if (call.quirks.file == FileShape::login_page) file.body = entrance_.page(call).body;
  return file;
}

}  // namespace calloff::simulator
