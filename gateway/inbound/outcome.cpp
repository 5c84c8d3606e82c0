#include "inbound/outcome.hpp"

namespace calloff::inbound {
namespace {

using store::RunOutcome;

/// Told by the customer's system, or by our own discipline, that nothing is to be had now.
bool is_blocked(const Error& error) {
  return error.recovery == Recovery::hold_account || error.recovery == Recovery::sign_in ||
         error.recovery == Recovery::ask_person || error.code == "page/maintenance" ||
         error.code == "page/address_blocked" || error.code == "sign_in/in_use" ||
         error.code == "accounts/login_budget" || error.code == "accounts/asked_to_wait" ||
         error.code == "accounts/proxy_refused" || error.code == "accounts/yielded" ||
         error.code == "accounts/session_keeps_ending";
}

}  // namespace

RunOutcome outcome_of(const Error& error) {
  if (error.recovery == Recovery::stopped) return RunOutcome::stopped;
  if (error.recovery == Recovery::hold_feed) return RunOutcome::page_changed;
  return is_blocked(error) ? RunOutcome::blocked : RunOutcome::failed;
}

RunOutcome outcome_of(const Tally& tally) {
  if (tally.cause) return outcome_of(*tally.cause);
  if (tally.quarantined > 0 || tally.unfetched > 0) return RunOutcome::partial;
  if (tally.is_proven_empty) return RunOutcome::no_data;
  return tally.records > 0 || tally.unread > 0 ? RunOutcome::ok : RunOutcome::unchanged;
}

bool may_come_good(const Error& error) {
  if (error.recovery != Recovery::retry || error.code == "page/address_blocked") return false;
  return error.code.starts_with("wire/") || error.code.starts_with("page/") || error.code == "accounts/login_budget" ||
         error.code == "accounts/asked_to_wait";
}

bool is_good(RunOutcome outcome) {
  return outcome == RunOutcome::ok || outcome == RunOutcome::unchanged || outcome == RunOutcome::no_data;
}

}  // namespace calloff::inbound
