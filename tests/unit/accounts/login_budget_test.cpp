#include "accounts/login_budget.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace accounts;
using namespace std::chrono_literals;

namespace {

const Instant kNow = *parse_instant("2026-03-10T11:12:00+08:00");
const LocalDate kToday = *parse_date("2026-03-10");

store::AccountState signed_in(std::chrono::seconds ago, std::int64_t reserve_used = 0) {
  store::AccountState state;
  state.last_login = kNow - ago;
  state.logins_on = kToday;
  state.reserve_logins = reserve_used;
  return state;
}

}  // namespace

TEST_CASE("one sign-in in twenty minutes, and a few more a day for lost sessions and ASNs") {
  struct Case {
    const char* what;
    store::AccountState state;
    LoginReason reason;
    bool is_granted, uses_reserve;
  };
  const auto c = GENERATE(values<Case>({
      {"never signed in", {}, LoginReason::scheduled, true, false},
      {"long ago", signed_in(1200s), LoginReason::scheduled, true, false},
      {"too soon", signed_in(1199s), LoginReason::scheduled, false, false},
      {"too soon, but the session was lost", signed_in(60s), LoginReason::session_lost, true, true},
      {"too soon, but an ASN waits", signed_in(60s, 2), LoginReason::submit, true, true},
      {"too soon, and the reserve is used up", signed_in(60s, 3), LoginReason::submit, false, false},
      {"a clock that went back stops nothing", signed_in(-3600s), LoginReason::scheduled, true, false},
  }));
  INFO(c.what);
  const auto grant = grant_login({}, c.state, c.reason, kNow, kToday);
  REQUIRE(grant.has_value() == c.is_granted);
  if (grant)
    CHECK(grant->uses_reserve == c.uses_reserve);
  else
    CHECK(grant.error().code == "accounts/login_budget");
}

TEST_CASE("the counters begin anew with the plant's day") {
  auto state = signed_in(60s, 3);
  state.logins = 9;
  state = count_login(state, {true}, kNow, kToday);
  CHECK(state.logins == 10);
  CHECK(state.reserve_logins == 4);
  state = count_login(state, {false}, kNow + 24h, add_days(kToday, 1));
  CHECK(state.logins == 1);
  CHECK(state.reserve_logins == 0);
  CHECK(*state.last_login == kNow + 24h);
}
