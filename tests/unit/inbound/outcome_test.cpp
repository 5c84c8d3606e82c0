#include "inbound/outcome.hpp"

#include "support/catch.hpp"

using namespace calloff;
using inbound::outcome_of;
using inbound::Tally;
using store::RunOutcome;

TEST_CASE("an error leads to the outcome that says who must act") {
  struct Case {
    Recovery recovery;
    const char* code;
    RunOutcome outcome;
  };
  const auto c = GENERATE(Case{Recovery::hold_account, "sign_in/rejected", RunOutcome::blocked},
                          Case{Recovery::hold_account, "accounts/held", RunOutcome::blocked},
                          Case{Recovery::retry, "page/maintenance", RunOutcome::blocked},
                          Case{Recovery::retry, "accounts/login_budget", RunOutcome::blocked},
                          Case{Recovery::retry, "wire/refused", RunOutcome::failed},
                          Case{Recovery::retry, "page/http_status", RunOutcome::failed},
                          Case{Recovery::retry, "page/cut_off", RunOutcome::failed},
                          Case{Recovery::hold_feed, "page/missing_column", RunOutcome::page_changed},
                          Case{Recovery::hold_feed, "page/empty_without_proof", RunOutcome::page_changed},
                          Case{Recovery::stopped, "wire/cancelled", RunOutcome::stopped},
                          Case{Recovery::fix_code, "x/y", RunOutcome::failed});
  INFO(c.code);
  CHECK(outcome_of(Error(c.recovery, c.code)) == c.outcome);
  CHECK(!inbound::is_good(c.outcome));
}

TEST_CASE("a run without an error is told by what it brought; empty needs proof") {
  Tally tally;
  CHECK(outcome_of(tally) == RunOutcome::unchanged);
  tally.is_proven_empty = true;
  CHECK(outcome_of(tally) == RunOutcome::no_data);
  tally.is_proven_empty = false;
  tally.unread = 1;
  CHECK(outcome_of(tally) == RunOutcome::ok);
  tally.unread = 0;
  tally.records = 3;
  CHECK(outcome_of(tally) == RunOutcome::ok);
  tally.quarantined = 1;
  CHECK(outcome_of(tally) == RunOutcome::partial);
  tally.cause = Error(Recovery::retry, "wire/cut_off");
  CHECK(outcome_of(tally) == RunOutcome::failed);
}
