// The table of faults: one row and one small function each.
#include <array>

#include "simulator/faults.hpp"
#include "simulator/html.hpp"

namespace calloff::simulator {
namespace {

using namespace std::chrono_literals;

constexpr Steps kLogin = bit(Step::login);
constexpr Steps kTables = bit(Step::list) | bit(Step::detail) | bit(Step::query) | bit(Step::lines) | bit(Step::init) |
                          bit(Step::asn_query) | bit(Step::asn_view);
constexpr Steps kLists =
    bit(Step::list) | bit(Step::detail) | bit(Step::query) | bit(Step::lines) | bit(Step::asn_query);
constexpr Steps kChanges = bit(Step::save) | bit(Step::submit) | bit(Step::cancel);
constexpr Steps kSignedIn = kTables | kChanges | bit(Step::home) | bit(Step::query_form) | bit(Step::asn_query_form);
constexpr Steps kEverywhere = kSignedIn | kLogin | bit(Step::login_page) | bit(Step::logout) | bit(Step::other);

Response maintenance(Portal&, const Call&) {
  return gbk_page("系统维护", {}, "<h2>系统维护中</h2><p>系统维护中，请稍后再试。给您带来不便，敬请谅解。</p>");
}

Response unavailable(Portal&, const Call&) {
  auto response = answer(503, "text/html", "<html><body><h1>503 Service Unavailable</h1></body></html>");
  response.headers.emplace_back("Retry-After", "120");
  return response;
}

Response no_answer(Portal&, const Call&) {
  Response response;
  response.close_before = true;
  return response;
}

Response round_and_round(Portal&, const Call& call) { return redirect(call.request.target); }

Response captcha(Portal& portal, const Call& call) { return portal.captcha_page(call); }

void cut_body(Response& response, const ArmedFault&) {
  const auto end = response.body.rfind("</table>");
  response.cut_at = end != std::string::npos ? end : response.body.size() / 2;
}

// No byte of a GBK character is `<`, so the search cannot land inside one.
void spoil_byte(Response& response, const ArmedFault&) {
  const auto cell = response.body.rfind("</td>");
  response.body.insert(cell != std::string::npos ? cell : response.body.size(), 1, '\xFF');
}

void server_error(Response& response, const ArmedFault&) {
  response = answer(500, "text/html", "<html><body><h1>HTTP Status 500</h1></body></html>");
}

void cut_off(Response& response, const ArmedFault&) { response.close_before = true; }
void wait(Response& response, const ArmedFault& fault) { response.delay += fault.delay; }

constexpr std::array kKinds{
    FaultKind{
        "wrong_password_page",
        "The log-in is refused with 用户名或密码错误, whatever the password; nothing is counted towards the lock.",
        kLogin, [](Quirks& q) { q.refuse_password = true; }},
    FaultKind{"captcha", "The log-in page with a captcha in it is shown instead.", kEverywhere, nullptr, captcha},
    FaultKind{"session_expired",
              "The session is ended before the request; the answer is the script that goes to the log-in page.",
              kSignedIn, [](Quirks& q) { q.expire_session = true; }},
    FaultKind{"maintenance", "A page with status 200 says 系统维护中; nothing is done.", kEverywhere, nullptr,
              maintenance},
    FaultKind{"status_503", "Status 503 with Retry-After; nothing is done.", kEverywhere, nullptr, unavailable},
    FaultKind{"redirect_loop", "Status 302 to the same address, for as long as the fault lasts; nothing is done.",
              kEverywhere, nullptr, round_and_round},
    FaultKind{"slow", "The answer comes after `delay_s` seconds (60 if not given).", kEverywhere, nullptr, nullptr,
              wait},
    FaultKind{"close_before_answer", "The connection is closed without an answer; nothing is done.", kEverywhere,
              nullptr, no_answer},
    FaultKind{"cut_body", "The whole body is promised, but the connection is closed before the last </table>.",
              kEverywhere, nullptr, nullptr, cut_body},
    FaultKind{"bad_gbk_byte", "A byte 0xFF, which is no GBK, stands in the last table cell.", kTables, nullptr, nullptr,
              spoil_byte},
    FaultKind{"missing_column", "The page's table lacks a column that nobody can do without.", kTables,
              [](Quirks& q) { q.column = ColumnEdit::drop; }},
    FaultKind{"renamed_column", "A column that nobody can do without has another header.", kTables,
              [](Quirks& q) { q.column = ColumnEdit::rename; }},
    FaultKind{"inserted_column", "A blank column stands among the others.", kTables,
              [](Quirks& q) { q.column = ColumnEdit::insert; }},
    FaultKind{"empty_with_text", "The list has no rows and says 没有符合条件的记录.", kLists,
              [](Quirks& q) { q.empty = EmptyList::with_text; }},
    FaultKind{"empty_without_text", "The list has no rows and says nothing.", kLists,
              [](Quirks& q) { q.empty = EmptyList::without_text; }},
    FaultKind{"commit_then_500", "The change is made, but the answer is status 500.", kChanges, nullptr, nullptr,
              server_error},
    FaultKind{"commit_then_close", "The change is made, but the connection is closed without an answer.", kChanges,
              nullptr, nullptr, cut_off},
    FaultKind{"hidden_asn", "The submitted ASN stays out of the ASN query for 3 minutes.", bit(Step::submit),
              [](Quirks& q) { q.hide_asn = 3min; }},
};

}  // namespace

std::span<const FaultKind> known_faults() { return kKinds; }

}  // namespace calloff::simulator
