// Faults 1 to 7: at the door. A refusal is tried once, then the account waits for a person.
#include "simulation/faults/rows.hpp"

namespace calloff::test {

const std::vector<FaultRow>& login_faults() {
  static const std::vector<FaultRow> rows{
      {1,
       {"wrong_password_page", "JQ", "login"},
       "JQ daily",
       "blocked",
       "sign_in/rejected",
       InForce::last_good,
       Next::release},
      {1,
       {"wrong_password_page", "OMX", "login"},
       "orders",
       "blocked",
       "sign_in/rejected",
       InForce::last_good,
       Next::release},
      {5, {"captcha", "JQ", "login_page"}, "JQ daily", "blocked", "sign_in/captcha", InForce::last_good, Next::release},
      {5, {"captcha", "JQ", "list"}, "JQ daily", "blocked", "sign_in/captcha", InForce::last_good, Next::release},
      {5, {"captcha", "OMX", "login_page"}, "orders", "blocked", "sign_in/captcha", InForce::last_good, Next::release},
  };
  return rows;
}

TEST_CASE("faults at the door") { live_all(login_faults()); }

}  // namespace calloff::test
