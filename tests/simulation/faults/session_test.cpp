// Faults 8 to 13: the session. One more sign-in mends it; more than one is not tried.
#include "simulation/faults/rows.hpp"

namespace calloff::test {

const std::vector<FaultRow>& session_faults() {
  static const std::vector<FaultRow> rows{
      {8, {"session_expired", "JQ", "list", 1}, "JQ daily", "ok", "", InForce::undisturbed, Next::nothing},
      {8, {"session_expired", "JQ", "list"}, "JQ daily", "blocked", "accounts/session_keeps_ending"},
      {8, {"session_expired", "OMX", "query", 1}, "orders", "ok", "", InForce::undisturbed, Next::nothing},
      {8, {"session_expired", "OMX", "query"}, "orders", "blocked", "accounts/session_keeps_ending"},
      {9, {"session_expired", "JQ", "detail", 1}, "JQ daily", "ok", "", InForce::undisturbed, Next::nothing},
      {9, {"session_expired", "OMX", "lines", 1}, "orders", "ok", "", InForce::undisturbed, Next::nothing},
  };
  return rows;
}

TEST_CASE("faults of the session") { live_all(session_faults()); }

}  // namespace calloff::test
