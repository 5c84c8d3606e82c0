// `expected_by` of a feed: what it comes to, and what is said of its mistakes.
#include "base/text.hpp"
#include "folder.hpp"
#include "settings/configuration.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::settings;
using std::chrono::minutes;

namespace {

LoadedConfiguration loaded(const Folder& folder, const std::string& expected_by) {
  folder.write("customers/sgm.yaml", R"(customer: sgm
name: {en: SAIC-GM}
plants: {JQ: {zone: Asia/Shanghai}}
accounts: {jq: {adapter: sgm_eschedule}}
feeds:
  daily:
    account: jq
    schedule: {at: [09:00]}
    expected_by: )" + expected_by + "\n");
  return load_configuration(folder.path());
}

ExpectedBy read(const std::string& text) {
  const Folder folder;
  const auto all = loaded(folder, text);
  for (const auto& error : all.errors) FAIL_CHECK(sentence(error));
  return all.configuration.customers.at(0).feeds.at(0).expected;
}

}  // namespace

TEST_CASE("what is expected by when is read, defaults filled in") {
  const auto plain = read("{warn: 12:00, escalate: 13:00}");
  CHECK(plain.warn == minutes(720));
  CHECK(plain.escalate == minutes(780));
  CHECK(plain.weekdays.none());
  CHECK(plain.ahead == 1);
  CHECK_FALSE(plain.numbers);
  const auto full = read("{escalate: 13:00, on: [mon, thu], ahead: 0, numbers: {digits: 3, first: 1}}");
  CHECK_FALSE(full.warn);
  CHECK(full.is_set());
  CHECK(full.weekdays.to_ulong() == (1U << 1 | 1U << 4));
  CHECK(full.ahead == 0);
  REQUIRE(full.numbers);
  CHECK(full.numbers->digits == 3);
  CHECK(full.numbers->first == 1);
  CHECK(read("{warn: 12:00, on: sun}").weekdays.to_ulong() == 1U);
  CHECK_FALSE(read("{warn: 12:00, numbers: {digits: 2}}").numbers->first);
}

TEST_CASE("mistakes are told at their place") {
  struct Case {
    const char *text, *told;
  };
  const auto c = GENERATE(values<Case>({
      {"{warn: 13:00, escalate: 12:00}", "'escalate' is earlier than 'warn'"},
      {"{on: thu}", "'expected_by' is empty"},
      {"{warn: 12:00, on: thursday}", "'weekday' cannot be 'thursday'"},
      {"{warn: 12:00, ahead: 11}", "'ahead' cannot be '11'"},
      {"{warn: 12:00, numbers: {first: 1}}", "'digits' is missing"},
      {"{warn: noon}", "'warn' cannot be 'noon'"},
  }));
  INFO(c.text);
  const Folder folder;
  const auto errors = loaded(folder, c.text).errors;
  REQUIRE_FALSE(errors.empty());
  const auto said = replace_all(sentence(errors[0]), folder.path() + "/", "");
  INFO(said);
  CHECK(said.starts_with("customers/sgm.yaml:9:"));
  CHECK(said.find(c.told) != said.npos);
}
