// What can go wrong with a session that was good.
#include <array>

#include "simulator/faults/kinds.hpp"

namespace calloff::simulator {
namespace {

/// Writes the session's id into every link and form action of the page, as a server does that trusts no cookie.
void write_session_ids(Response& response, const Call& call, const ArmedFault&) {
  const auto id = cookie_of(call.request, "JSESSIONID");
  if (id.empty()) return;
  for (const std::string_view start : {"href=\"/", "action=\"/", "src=\"/"}) {
    for (auto at = response.body.find(start); at != std::string::npos; at = response.body.find(start, at + 1)) {
      const auto end = response.body.find_first_of("?\"", at + start.size());
      if (end == std::string::npos) break;
      response.body.insert(end, ";jsessionid=" + id);
    }
  }
}

constexpr Steps kTokens = steps::kChanges | bit(Step::query) | bit(Step::asn_query) | bit(Step::accept);

constexpr std::array kKinds{
    FaultKind{8, "session_expired",
              "The session is ended before the request; the answer is the script that goes to the log-in page.",
              steps::kSignedIn, [](Quirks& q) { q.session = SessionLoss::expired; }},
    FaultKind{9, "expired_between",
              "The session is ended between a list and the pages it leads to: as session_expired, at those only.",
              bit(Step::detail) | bit(Step::file) | bit(Step::weekly_detail) | bit(Step::weekly_file) |
                  bit(Step::lines) | bit(Step::asn_view),
              [](Quirks& q) { q.session = SessionLoss::expired; }},
    FaultKind{10, "cookie_renewed", "The page comes with a new JSESSIONID for the same session; the old one is dead.",
              steps::kSignedIn, [](Quirks& q) { q.renew_cookie = true; }},
    FaultKind{11, "node_swapped",
              "The load balancer hands the request to another server, which has no such session; its cookies come with "
              "the script that goes to the log-in page.",
              steps::kSignedIn, [](Quirks& q) { q.session = SessionLoss::node_swapped; }},
    FaultKind{12, "stale_token", "The form's token counts as used up: 请勿重复提交; nothing is done.", kTokens,
              [](Quirks& q) { q.stale_token = true; }},
    FaultKind{13, "jsessionid_links", "Links and form actions of the page carry ;jsessionid=... behind their path.",
              steps::kEverywhere, nullptr, nullptr, write_session_ids},
};

}  // namespace

std::span<const FaultKind> session_faults() { return kKinds; }

}  // namespace calloff::simulator
