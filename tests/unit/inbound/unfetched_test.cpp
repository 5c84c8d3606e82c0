// One document that does not come, and a portal that gives none: told apart.
#include "inbound/unfetched.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::inbound;

TEST_CASE("which failures may be one document's alone") {
  struct Case {
    Recovery recovery;
    const char* code;
    const char* status;
    bool is_of_one;
  };
  const auto c = GENERATE(values<Case>({{Recovery::retry, "page/empty_answer", "", true},
                                        {Recovery::retry, "page/http_status", "500", true},
                                        {Recovery::retry, "page/http_status", "503", false},
                                        {Recovery::retry, "page/http_status", "429", false},
                                        {Recovery::hold_feed, "page/http_status_unexpected", "404", true},
                                        {Recovery::hold_feed, "page/http_status_unexpected", "403", false},
                                        {Recovery::quarantine, "decode/bad_byte", "", true},
                                        {Recovery::retry, "wire/cut_off", "", true},
                                        {Recovery::retry, "wire/refused", "", false},
                                        {Recovery::retry, "wire/tls", "", false},
                                        {Recovery::retry, "page/maintenance", "", false},
                                        {Recovery::retry, "page/address_blocked", "", false},
                                        {Recovery::retry, "accounts/session_keeps_ending", "", false},
                                        {Recovery::hold_account, "accounts/held", "", false},
                                        {Recovery::hold_feed, "page/other_document", "", false},
                                        {Recovery::stopped, "wire/cancelled", "", false}}));
  INFO(c.code << " " << c.status);
  CHECK(is_of_one_entry(Error(c.recovery, c.code, {{"status", c.status}})) == c.is_of_one);
}

TEST_CASE("three failures in a row are the portal's, unless they are old ones beside documents that came") {
  Streak streak;
  CHECK(!streak.fail(false));
  CHECK(!streak.fail(false));
  streak.succeed();
  CHECK(!streak.fail(false));
  CHECK(!streak.fail(true));
  CHECK(!streak.fail(true));
  CHECK(!streak.fail(false));
  CHECK(streak.fail(false));
}

TEST_CASE("what is known to be broken is no news, however much of it there is and though nothing else was asked for") {
  Streak all_known;
  for (int i = 0; i < 5; ++i) CHECK(!all_known.fail(true));
  // Beside one that came the last time it is.
  Streak one_more;
  CHECK(!one_more.fail(false));
  CHECK(!one_more.fail(true));
  CHECK(one_more.fail(true));
}

TEST_CASE("what came to nothing the last time is asked for last") {
  std::string order;
  for (const auto& entry : with_last({{"a", "", ""}, {"b", "", ""}, {"c", "", ""}, {"d", "", ""}}, {"a", "c"}))
    order += entry.id;
  CHECK(order == "bdac");
}
