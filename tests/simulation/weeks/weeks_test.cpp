// Days of a gateway with several accounts, as ./dev sim lives them by the hundred.
#include "support/weeks/weeks.hpp"

#include "support/catch.hpp"

using namespace calloff::test;

namespace {

/// Two accounts at eSchedule and one at OMX, a day of trouble and a calm one.
WeeksOptions short_days(std::uint64_t seed) {
  WeeksOptions options;
  options.seed = seed;
  options.accounts = 3;
  options.days = 2;
  options.calm_days = 1;
  options.crashes_a_day = 6;
  return options;
}

}  // namespace

TEST_CASE("days with faults, crashes and people break no promise") {
  std::map<std::string, std::uint64_t> all;
  for (const auto seed : {1u, 2u, 3u, 4u}) {
    const auto options = short_days(seed);
    INFO("./dev sim " << options.words() << " --events");
    const auto result = Weeks(options).live();
    for (const auto& violation : result.violations) FAIL_CHECK(violation);
    CHECK(result.counts.at("polls") > 40);
    CHECK(result.counts.at("crashes") > 0);
    CHECK(result.counts.at("documents decoded again") > 20);
    for (const auto& [what, count] : result.counts) all[what] += count;
  }
  // What the checks are about has happened.
  for (const auto* what : {"slots tried again", "slots made up for", "slots noted as skipped", "slots passed: down"}) {
    INFO(what);
    CHECK(all[what] > 0);
  }
}

TEST_CASE("what is a day old is pruned meanwhile, and nothing that is needed") {
  auto options = short_days(5);
  options.days = 5;
  options.crashes_a_day = 2;
  INFO("./dev sim " << options.words() << " --events");
  const auto result = Weeks(options).live();
  for (const auto& violation : result.violations) FAIL_CHECK(violation);
  CHECK(result.counts.at("documents pruned") > 0);
  CHECK(result.counts.at("files pruned") > result.counts.at("documents pruned"));
}

TEST_CASE("the same seed lives the same events, another one others") {
  const auto first = Weeks(short_days(7)).live(), again = Weeks(short_days(7)).live(),
             other = Weeks(short_days(8)).live();
  CHECK(first.events > 50);
  CHECK(first.events == again.events);
  CHECK(first.hash == again.hash);
  CHECK(first.hash != other.hash);
}
