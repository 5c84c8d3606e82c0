// How often an account may sign in, so that it is never locked by us. Pure.
#pragma once
#include <chrono>
#include <optional>

#include "store/states.hpp"

namespace calloff::accounts {

/// min_gap: between two sign-ins; reserve_per_day: more than that, for lost sessions and for reconciling an ASN.
struct LoginRules {
  std::chrono::seconds min_gap{20 * 60};
  int reserve_per_day = 3;
};

enum class LoginReason { scheduled, session_lost, submit };

/// May the account sign in at `now`, and out of what?
/// errors: retry accounts/login_budget (until): not before that instant
struct LoginGrant {
  bool uses_reserve = false;
};
Result<LoginGrant> grant_login(const LoginRules& rules, const store::AccountState& state, LoginReason reason,
                               Instant now, LocalDate today);

/// The state after a sign-in was begun: written before its first byte leaves, so that a crash cannot forget it.
store::AccountState count_login(store::AccountState state, LoginGrant grant, Instant now, LocalDate today);

}  // namespace calloff::accounts
