#include "store/severity.hpp"

#include <array>
#include <utility>

namespace calloff::store {
namespace {

struct Rule {
  std::string_view code;  ///< a whole code, or its beginning where it ends in / or _
  Severity severity;
};

using enum Severity;

// The longest row that fits decides.
constexpr std::array kRules = std::to_array<Rule>({
    {"accept/", error},
    {"accounts/", error},
    {"accounts/login_budget", info},
    {"accounts/no_answer", error},
    {"accounts/password_due", warn},
    {"accounts/password_over", error},
    {"accounts/question", critical},
    {"accounts/question_picture", critical},
    {"accounts/session_keeps_ending", warn},
    {"accounts/sign_in_unfinished", critical},
    {"accounts/tls_exception", warn},
    {"accounts/yielded", info},
    {"adapter/", error},
    {"asn/", error},
    {"asn/acknowledged_nothing", warn},
    {"asn/notice_call_out", critical},
    {"asn/notice_not_going_out", warn},
    {"asn/notice_unacknowledged", warn},
    {"asn/notice_unknown", warn},
    {"dead_man/", warn},
    {"dead_man/bad_url", error},
    {"decode/", error},
    {"expected/", error},
    {"expected/document_late", warn},
    {"expected/numbers", warn},
    {"expected/release_late", warn},
    {"expected/set_late", warn},
    {"expected/sheets_late", warn},
    {"disk/", critical},
    {"guard/", error},
    {"import/", error},
    {"inbound/", error},
    {"inbound/left_list", warn},
    {"map/", error},
    {"normalise/", error},
    {"notify/", error},
    {"page/", error},
    {"page/address_blocked", critical},
    {"page/busy", warn},
    {"page/cut_off", warn},
    {"page/empty_answer", warn},
    {"page/http_status", warn},
    {"page/maintenance", info},
    {"page/moving", warn},
    {"run/", warn},
    {"schedule/", info},
    {"secrets/", critical},
    {"sign_in/", critical},
    {"sign_in/in_use", warn},
    {"sign_in/kicked_out", warn},
    {"sign_in/password_expiring", warn},
    {"sign_in/session_expired", warn},
    {"store/", critical},
    {"store/line_twice", error},
    {"submit/", error},
    {"wire/", warn},
    {"wire/bad_url", error},
    {"wire/ca_unreadable", error},
    {"wire/not_loaded", error},
    {"wire/not_recorded", error},
    {"wire/record_unreadable", error},
    {"wire/redirect_elsewhere", error},
    {"wire/tls", error},
});

const Rule* rule_of(std::string_view code) {
  const Rule* best = nullptr;
  for (const auto& rule : kRules) {
    const bool is_beginning = rule.code.ends_with('/') || rule.code.ends_with('_');
    const bool fits = is_beginning ? code.starts_with(rule.code) : code == rule.code;
    if (fits && (!best || rule.code.size() > best->code.size())) best = &rule;
  }
  return best;
}

constexpr std::array<std::string_view, 4> kWords{"info", "warn", "error", "critical"};

}  // namespace

std::string_view to_string(Severity severity) { return kWords.at(std::size_t(severity)); }

std::optional<Severity> severity_from(std::string_view word) {
  for (std::size_t i = 0; i < kWords.size(); ++i)
    if (kWords[i] == word) return Severity(i);
  return std::nullopt;
}

Severity severity_of(std::string_view code) {
  const auto* rule = rule_of(code);
  return rule ? rule->severity : error;
}

bool has_severity(std::string_view code) { return rule_of(code) != nullptr; }

std::optional<std::chrono::milliseconds> answer_within(Severity severity) {
  using namespace std::chrono_literals;
  switch (severity) {
    case info:
      return std::nullopt;
    case warn:
      return 24h;
    case error:
      return 4h;
    case critical:
      break;
  }
  return 1h;
}

}  // namespace calloff::store
