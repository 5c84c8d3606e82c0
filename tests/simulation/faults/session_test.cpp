// Faults 8 to 13: the session. One more sign-in mends it; more than one is not tried.
#include "simulation/faults/rows.hpp"

namespace calloff::test {

const std::vector<FaultRow>& session_faults() {
  const auto undisturbed = InForce::undisturbed;
  static const std::vector<FaultRow> rows{
      {8, {"session_expired", "JQ", "list", 1}, kDaily, "ok", "", undisturbed, Next::nothing},
      {8, {"session_expired", "OMX", "query", 1}, kOrders, "ok", "", undisturbed, Next::nothing},
      {8, {"session_expired", "JQ", "list"}, kDaily, "blocked", "accounts/session_keeps_ending"},
      {8, {"session_expired", "OMX", "query"}, kOrders, "blocked", "accounts/session_keeps_ending"},
      {9, {"expired_between", "JQ", "detail", 1}, kDaily, "ok", "", undisturbed, Next::nothing},
      {9, {"expired_between", "OMX", "lines", 1}, kOrders, "ok", "", undisturbed, Next::nothing},
      {9, {"expired_between", "JQ", "detail"}, kDaily, "blocked", "accounts/session_keeps_ending"},
      {10, {"cookie_renewed", "JQ", "any"}, kDaily, "ok", "", undisturbed, Next::nothing},
      {10, {"cookie_renewed", "OMX", "any"}, kOrders, "ok", "", undisturbed, Next::nothing},
      {11, {"node_swapped", "JQ", "detail", 1}, kDaily, "ok", "", undisturbed, Next::nothing},
      {11, {"node_swapped", "OMX", "lines", 1}, kOrders, "ok", "", undisturbed, Next::nothing},
      {11, {"node_swapped", "OMX", "query"}, kOrders, "blocked", "accounts/session_keeps_ending"},
      {12, {"stale_token", "OMX", "query", 1}, kOrders, "failed", "page/busy"},
      {13, {"jsessionid_links", "JQ", "any"}, kDaily, "ok", "", undisturbed, Next::nothing},
      {13, {"jsessionid_links", "OMX", "any"}, kOrders, "ok", "", undisturbed, Next::nothing},
  };
  return rows;
}

TEST_CASE("faults of the session") { live_all(session_faults()); }

}  // namespace calloff::test
