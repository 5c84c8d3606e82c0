#include "accounts/login_budget.hpp"

namespace calloff::accounts {

Result<LoginGrant> grant_login(const LoginRules& rules, const store::AccountState& state, LoginReason reason,
                               Instant now, LocalDate today) {
  // A clock that went back must not stop an account for ever: a sign-in in the future does not count.
  const bool is_within_gap = state.last_login && now >= *state.last_login && now < *state.last_login + rules.min_gap;
  if (!is_within_gap) return LoginGrant{false};
  const auto used = state.logins_on == today ? state.reserve_logins : 0;
  if (reason != LoginReason::scheduled && used < rules.reserve_per_day) return LoginGrant{true};
  return Error(Recovery::retry, "accounts/login_budget", {{"until", to_string(*state.last_login + rules.min_gap)}});
}

store::AccountState count_login(store::AccountState state, LoginGrant grant, Instant now, LocalDate today) {
  if (state.logins_on != today) {
    state.logins_on = today;
    state.logins = 0;
    state.reserve_logins = 0;
  }
  ++state.logins;
  if (grant.uses_reserve) ++state.reserve_logins;
  state.last_login = now;
  return state;
}

}  // namespace calloff::accounts
