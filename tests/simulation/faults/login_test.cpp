// Faults 1 to 7: at the door. A refusal is tried once, then the account waits for a person.
#include "simulation/faults/rows.hpp"

namespace calloff::test {
namespace {

/// All is well, and a person is asked to change the password in time.
FaultRow expiring(const std::string& site, const std::string& feed) {
  return {.number = 4,
          .wish = {"password_expiry_warning", site, "login"},
          .feed = feed,
          .outcome = "ok",
          .code = "",
          .in_force = InForce::undisturbed,
          .next = Next::nothing,
          .ticket = "sign_in/password_expiring"};
}

}  // namespace

const std::vector<FaultRow>& login_faults() {
  const auto last_good = InForce::last_good, undisturbed = InForce::undisturbed;
  static const std::vector<FaultRow> rows{
      {1, {"wrong_password_page", "JQ", "login"}, kDaily, "blocked", "sign_in/rejected", last_good, Next::release},
      {1, {"wrong_password_page", "OMX", "login"}, kOrders, "blocked", "sign_in/rejected", last_good, Next::release},
      {2, {"account_locked", "JQ", "login"}, kDaily, "blocked", "sign_in/locked", last_good, Next::release},
      {2, {"account_locked", "OMX", "login"}, kOrders, "blocked", "sign_in/locked", last_good, Next::release},
      {3, {"password_expired", "JQ", "login"}, kDaily, "blocked", "sign_in/password_expired", last_good, Next::release},
      {3,
       {"password_expired", "OMX", "login"},
       kOrders,
       "blocked",
       "sign_in/password_expired",
       last_good,
       Next::release},
      expiring("JQ", kDaily),
      expiring("OMX", kOrders),
      {5, {"captcha", "JQ", "login_page"}, kDaily, "blocked", "sign_in/captcha", last_good, Next::release},
      {5, {"captcha", "JQ", "list"}, kDaily, "blocked", "sign_in/captcha", last_good, Next::release},
      {5, {"captcha", "OMX", "login_page"}, kOrders, "blocked", "sign_in/captcha", last_good, Next::release},
      {6, {"signed_in_elsewhere", "JQ", "login"}, kDaily, "blocked", "sign_in/in_use"},
      {6, {"signed_in_elsewhere", "OMX", "login"}, kOrders, "blocked", "sign_in/in_use"},
      {6, {"kicked_out", "JQ", "list", 1}, kDaily, "ok", "", undisturbed, Next::nothing},
      {6, {"kicked_out", "OMX", "query", 1}, kOrders, "ok", "", undisturbed, Next::nothing},
      {6, {"kicked_out", "JQ", "list"}, kDaily, "blocked", "accounts/session_keeps_ending"},
      {6, {"kicked_out", "OMX", "query"}, kOrders, "blocked", "accounts/session_keeps_ending"},
      {7, {"notice_before_menu", "JQ", "login"}, kDaily, "ok", "", undisturbed, Next::nothing},
      {7, {"notice_before_menu", "OMX", "login"}, kOrders, "ok", "", undisturbed, Next::nothing},
  };
  return rows;
}

TEST_CASE("faults at the door") { live_all(login_faults()); }

}  // namespace calloff::test
