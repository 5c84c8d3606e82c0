// What can go wrong on the way: the portal is away, slow, or cuts its answer off.
#include <array>

#include "simulator/faults/kinds.hpp"
#include "simulator/html.hpp"

namespace calloff::simulator {
namespace {

Response maintenance(Portal&, const Call&) {
  return gbk_page("系统维护", {}, "<h2>系统维护中</h2><p>系统维护中，请稍后再试。给您带来不便，敬请谅解。</p>");
}

Response unavailable(Portal&, const Call&) {
  auto response = answer(503, "text/html", "<html><body><h1>503 Service Unavailable</h1></body></html>");
  response.headers.emplace_back("Retry-After", "120");
  return response;
}

Response bad_gateway(Portal&, const Call&) {
  return answer(502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>");
}

Response too_many(Portal&, const Call&) {
  auto response = answer(429, "text/html", "<html><body><h1>429 Too Many Requests</h1></body></html>");
  response.headers.emplace_back("Retry-After", "300");
  return response;
}

Response blocked(Portal&, const Call&) {
  auto response = gbk_page("访问被拒绝", {}, "<h2>访问被拒绝</h2><p>您的IP已被限制访问，请联系系统管理员。</p>");
  response.status = 403;
  return response;
}

Response no_answer(Portal&, const Call&) {
  Response response;
  response.close_before = true;
  return response;
}

Response round_and_round(Portal&, const Call& call) { return redirect(call.request.target); }

void wait(Response& response, const Call&, const ArmedFault& fault) { response.delay += fault.delay; }

void cut_body(Response& response, const Call&, const ArmedFault&) {
  const auto end = response.body.rfind("</table>");
  response.cut_at = end != std::string::npos ? end : response.body.size() / 2;
}

constexpr std::array kKinds{
    FaultKind{14, "maintenance", "A page with status 200 says 系统维护中; nothing is done.", steps::kEverywhere,
              nullptr, maintenance},
    FaultKind{15, "status_502", "Status 502 of the server in front; nothing is done.", steps::kEverywhere, nullptr,
              bad_gateway},
    FaultKind{15, "status_503", "Status 503 with Retry-After; nothing is done.", steps::kEverywhere, nullptr,
              unavailable},
    FaultKind{16, "slow", "The answer comes after `delay_s` seconds (60 if not given).", steps::kEverywhere, nullptr,
              nullptr, wait},
    FaultKind{17, "cut_body", "The whole body is promised, but the connection is closed before the last </table>.",
              steps::kEverywhere, nullptr, nullptr, cut_body},
    FaultKind{18, "tls_expired", "The TLS port shows a certificate that ended yesterday.", bit(Step::connect),
              [](Quirks& q) { q.handshake = Handshake::expired; }},
    FaultKind{18, "tls_old", "The TLS port speaks nothing newer than TLS 1.1.", bit(Step::connect),
              [](Quirks& q) { q.handshake = Handshake::old_protocol; }},
    FaultKind{19, "status_429", "Status 429 with Retry-After; nothing is done.", steps::kEverywhere, nullptr, too_many},
    FaultKind{19, "address_blocked", "Status 403 with a page that says 您的IP已被限制访问; nothing is done.",
              steps::kEverywhere, nullptr, blocked},
    FaultKind{20, "redirect_loop", "Status 302 to the same address, for as long as the fault lasts; nothing is done.",
              steps::kEverywhere, nullptr, round_and_round},
    FaultKind{0, "close_before_answer", "The connection is closed without an answer; nothing is done.",
              steps::kEverywhere, nullptr, no_answer},
};

}  // namespace

std::span<const FaultKind> transport_faults() { return kKinds; }

}  // namespace calloff::simulator
