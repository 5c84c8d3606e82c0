// Which news concern whom, and when they may be told.
#include "notify/routing.hpp"

#include "base/dates.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::notify;
using settings::NotifyTarget;
using store::Severity;
using store::TicketNews;

namespace {

Instant at(const char* text) { return parse_instant(text).value(); }

NotifyTarget target(const std::string& severity = "warn") {
  NotifyTarget one;
  one.name = "planners";
  one.severity = severity;
  return one;
}

TicketNews news(TicketNews::What what, const std::string& code, const std::string& customer = "sgm") {
  TicketNews one;
  one.what = what;
  one.reason = {Recovery::retry, code, {}, {customer, "JQ", "daily", {}, {}, {}}};
  return one;
}

store::Ticket ticket(const std::string& key = "feed/sgm/JQ/daily") {
  store::Ticket one;
  one.dedup_key = key;
  one.severity = Severity::info;
  return one;
}

using What = TicketNews::What;

}  // namespace

TEST_CASE("a target hears of tickets from its severity on") {
  // page/maintenance is info, page/http_status warn, map/x error, sign_in/rejected critical
  const std::pair<const char*, std::string> cases[] = {
      {"info", "1111"}, {"warn", "0111"}, {"error", "0011"}, {"critical", "0001"}};
  for (const auto& [severity, expected] : cases) {
    INFO(severity);
    for (const auto what : {What::opened, What::reopened, What::escalated}) {
      std::string heard;
      for (const auto* code : {"page/maintenance", "page/http_status", "map/x", "sign_in/rejected"})
        heard += concerns(target(severity), news(what, code), ticket(), std::nullopt) ? '1' : '0';
      CHECK(heard == expected);
    }
  }
}

TEST_CASE("a ticket that a person reopens is as bad as it was") {
  auto was_critical = ticket();
  was_critical.severity = Severity::critical;
  CHECK(concerns(target("critical"), news(What::reopened, "page/http_status"), was_critical, std::nullopt));
  CHECK_FALSE(concerns(target("critical"), news(What::opened, "page/http_status"), was_critical, std::nullopt));
}

TEST_CASE("a target of some customers hears of theirs, and of what belongs to nobody") {
  auto of_two = target();
  of_two.customers = {"sgm", "novara"};
  for (const auto& [customer, is_theirs] : {std::pair("sgm", true), {"novara", true}, {"acme", false}, {"", true}}) {
    INFO(customer);
    CHECK(concerns(of_two, news(What::opened, "map/x", customer), ticket(), std::nullopt) == is_theirs);
  }
}

TEST_CASE("the end is told once, and only to who heard of the beginning") {
  const auto over = news(What::closed, "map/x");
  const auto heard = [](What what) { return std::optional(store::Alert{7, 1, what, {}}); };
  CHECK_FALSE(concerns(target(), over, ticket(), std::nullopt));
  CHECK_FALSE(concerns(target(), over, ticket(), heard(What::closed)));
  for (const auto what : {What::opened, What::reopened, What::escalated})
    CHECK(concerns(target("critical"), over, ticket(), heard(what)));
  auto silent = target();
  silent.tells_closing = false;
  CHECK_FALSE(concerns(silent, over, ticket(), heard(What::opened)));
}

TEST_CASE("nobody is told that he cannot be told") {
  const auto failing = ticket(ticket_about("planners"));
  const auto other = ticket(ticket_about("office"));
  for (const auto what : {What::opened, What::reopened, What::closed}) {
    const auto heard = store::Alert{7, 1, What::opened, {}};
    CHECK_FALSE(concerns(target(), news(what, "notify/target_failing", ""), failing, heard));
    CHECK(concerns(target(), news(what, "notify/target_failing", ""), other, heard));
  }
}

TEST_CASE("quiet hours put off until they end, over midnight and over a change of the clock") {
  struct Case {
    int from_h, to_h;
    const char* zone;
    const char* at;
    const char* due;
  };
  for (const auto& c : {
           Case{22, 6, "Asia/Shanghai", "2026-03-10T21:59:59+08:00", "2026-03-10T21:59:59+08:00"},
           Case{22, 6, "Asia/Shanghai", "2026-03-10T22:00:00+08:00", "2026-03-11T06:00:00+08:00"},
           Case{22, 6, "Asia/Shanghai", "2026-03-31T23:30:00+08:00", "2026-04-01T06:00:00+08:00"},
           Case{22, 6, "Asia/Shanghai", "2026-03-11T03:00:00+08:00", "2026-03-11T06:00:00+08:00"},
           Case{22, 6, "Asia/Shanghai", "2026-03-11T06:00:00+08:00", "2026-03-11T06:00:00+08:00"},
           Case{12, 13, "Asia/Shanghai", "2026-03-11T12:30:00+08:00", "2026-03-11T13:00:00+08:00"},
           Case{12, 13, "Asia/Shanghai", "2026-03-11T13:00:00+08:00", "2026-03-11T13:00:00+08:00"},
           // The night in which clocks go forward has an hour less, the one in which they go back an hour more.
           Case{22, 6, "Europe/Berlin", "2026-03-28T23:00:00+01:00", "2026-03-29T06:00:00+02:00"},
           Case{22, 6, "Europe/Berlin", "2026-10-24T23:00:00+02:00", "2026-10-25T06:00:00+01:00"},
           // A quarter of the night that ends where clocks go back: the first time that clocks show it.
           Case{1, 2, "Europe/Berlin", "2026-10-25T01:30:00+02:00", "2026-10-25T02:00:00+02:00"},
       }) {
    INFO(c.at << " " << c.zone);
    auto quiet = target();
    quiet.quiet = settings::QuietHours{std::chrono::hours(c.from_h), std::chrono::hours(c.to_h), c.zone, true};
    CHECK(due_of(quiet, Severity::error, at(c.at)) == at(c.due));
    CHECK(due_of(quiet, Severity::critical, at(c.at)) == at(c.at));
    quiet.quiet->critical_passes = false;
    CHECK(due_of(quiet, Severity::critical, at(c.at)) == at(c.due));
    quiet.quiet.reset();
    CHECK(due_of(quiet, Severity::error, at(c.at)) == at(c.at));
  }
}

TEST_CASE("tries get rarer up to half an hour") {
  using namespace std::chrono_literals;
  const std::pair<std::int64_t, std::chrono::seconds> cases[] = {{1, 30s},   {2, 60s},   {3, 120s},      {6, 960s},
                                                                 {7, 30min}, {8, 30min}, {100000, 30min}};
  for (const auto& [failures, pause] : cases) CHECK(pause_after(failures) == pause);
}
