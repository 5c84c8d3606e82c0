#include "accounts/password_age.hpp"

#include "support/catch.hpp"

using namespace calloff;

namespace {

settings::Account account() {
  settings::Account account;
  account.customer = "sgm";
  account.name = "jq";
  account.password_age = settings::PasswordAge{*parse_date("2026-01-10"), std::chrono::days(90), std::chrono::days(14)};
  return account;
}

}  // namespace

TEST_CASE("a password is told of some days ahead, and worse once its time is over") {
  struct Case {
    const char *today, *code, *days;
  };
  const auto c = GENERATE(values<Case>({{"2026-01-10", "", ""},
                                        {"2026-03-26", "", ""},
                                        {"2026-03-27", "accounts/password_due", "14"},
                                        {"2026-04-09", "accounts/password_due", "1"},
                                        {"2026-04-10", "accounts/password_over", ""},
                                        {"2027-01-01", "accounts/password_over", ""}}));
  INFO(c.today);
  const auto trouble = accounts::password_trouble(account(), *parse_date(c.today));
  CHECK((trouble ? trouble->code : "") == c.code);
  if (trouble) CHECK(trouble->arg("days") == c.days);
  if (trouble) CHECK(trouble->arg("on") == "2026-04-10");
}

TEST_CASE("who does not say when it was changed is not reminded") {
  auto silent = account();
  silent.password_age.reset();
  CHECK(!accounts::password_trouble(silent, *parse_date("2030-01-01")));
  CHECK(!accounts::password_expires(silent));
}
