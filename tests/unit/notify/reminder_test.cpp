// Who is told again of what nobody has taken.
#include <boost/json.hpp>

#include "support/catch.hpp"
#include "support/notify/office.hpp"

using namespace calloff;
using test::kError;
using test::kWarn;
using test::Office;
namespace json = boost::json;

namespace {

Instant at(const char* text) { return parse_instant(text).value(); }

}  // namespace

TEST_CASE("what is overdue and nobody has taken is told again, once in each interval, and counted") {
  auto planners = Office::named("planners");
  planners.reminds = std::chrono::hours(4);
  Office office({planners, Office::named("others")});
  office.go("tell,raise a " + kWarn + ",tell");
  office.told();
  office.go("wait 1439,tell");  // a warning is to be taken within 24 h
  CHECK(office.told() == "");
  office.go("wait 1,tell");
  CHECK(office.told() == "planners: overdue T-1 warn x1; ");
  office.go("wait 239,tell,restart,tell,wait 1,tell");
  CHECK(office.told() == "planners: overdue T-1 warn x1; ");
  office.go("wait 2400,tell,wait 1,tell");  // nobody is told ten times at once of what nobody could be told of
  CHECK(office.told() == "planners: overdue T-1 warn x1; ");
  office.go("ack 1,wait 480,tell");
  CHECK(office.told() == "");
  office.go("close a,tell");
  CHECK(office.told() == "planners: closed T-1 warn x1; others: closed T-1 warn x1; ");
  office.go("raise a " + kWarn + ",tell");
  office.told();
  office.go("wait 1440,tell");
  REQUIRE(office.carrier.taken.size() == 1);
  const auto body = json::parse(office.carrier.taken[0].json);
  CHECK(body.at("alerts").at(0).at("reminders") == 1);
  CHECK(body.at("subject").as_string().find("overdue, nobody has it (reminder 1)") != std::string::npos);
}

TEST_CASE("a reminder that waited for the end of quiet hours is not told of what was taken meanwhile") {
  auto planners = Office::named("planners");
  planners.reminds = std::chrono::hours(4);
  planners.quiet = settings::QuietHours{std::chrono::hours(22), std::chrono::hours(7), "Asia/Shanghai", true};
  const bool is_taken = GENERATE(true, false);
  Office office({planners});
  office.clock.advance_to(at("2026-03-10T22:30:00+08:00"));
  office.go("tell");
  office.clock.advance_to(at("2026-03-11T21:59:00+08:00"));
  office.go("raise a " + kError + ",tell");  // to be taken within 4 h: at 01:59
  CHECK(office.told() == "planners: opened T-1 error x1; ");
  office.clock.advance_to(at("2026-03-12T02:00:00+08:00"));
  office.go("tell");
  CHECK(office.told() == "");
  CHECK(office.waiting("planners") == 1);
  if (is_taken) office.go("ack 1");
  office.clock.advance_to(at("2026-03-12T07:00:00+08:00"));
  office.go("tell");
  CHECK(office.told() == (is_taken ? "" : "planners: overdue T-1 error x1; "));
  CHECK(office.waiting("planners") == 0);
}
