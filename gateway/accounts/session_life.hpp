// How long a session that nobody uses is believed in. Pure.
#pragma once
#include <algorithm>
#include <chrono>
#include <optional>

#include "store/states.hpp"

namespace calloff::accounts {

/// Until when the session that is kept may be gone on with, unless it is used before: `idle` after its last use. None:
/// no session is kept, or the account is held.
inline std::optional<Instant> session_until(const store::AccountState& state, std::chrono::seconds idle) {
  if (state.hold || state.cookies.empty() || !state.session_since) return std::nullopt;
  return std::max(*state.session_since, state.session_used.value_or(*state.session_since)) + idle;
}

/// Is there one at `now`? A clock that was set back behind its begin does not make one.
inline bool has_session(const store::AccountState& state, std::chrono::seconds idle, Instant now) {
  const auto until = session_until(state, idle);
  return until && now >= *state.session_since && now < *until;
}

}  // namespace calloff::accounts
