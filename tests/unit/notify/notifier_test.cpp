// Who hears of what, move by move.
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <set>

#include "notify/routing.hpp"
#include "store/event_log.hpp"
#include "store/safe_mode.hpp"
#include "support/catch.hpp"
#include "support/notify/office.hpp"

using namespace calloff;
using namespace calloff::notify;
using namespace calloff::store;
using test::FakeCarrier;
using test::kCritical;
using test::kError;
using test::kWarn;
using test::Office;
namespace asio = boost::asio;
namespace json = boost::json;

namespace {

Instant at(const char* text) { return parse_instant(text).value(); }

}  // namespace

TEST_CASE("each fact is told once: the beginning, what got worse, the end with its count, the coming back") {
  Office office;
  office.go("tell");
  CHECK(office.told() == "");
  office.go("raise a " + kWarn + ",tell");
  CHECK(office.told() == "planners: opened T-1 warn x1; ");
  office.go("tell,raise a " + kWarn + ",raise a " + kWarn + ",tell");
  CHECK(office.told() == "");
  office.go("raise a " + kError + ",tell");
  CHECK(office.told() == "planners: escalated T-1 error x4; ");
  office.go("ack 1,tell");
  CHECK(office.told() == "");
  office.go("close a,tell,tell");
  CHECK(office.told() == "planners: closed T-1 error x4; ");
  office.go("raise a " + kError + ",tell");
  CHECK(office.told() == "planners: reopened T-1 error x5; ");
  office.go("resolve 1,tell,tell");
  CHECK(office.told() == "planners: closed T-1 error x5; ");
  CHECK(office.waiting("planners") == 0);
}

TEST_CASE("what happens together is one message; what came and went before it was told is told as over") {
  Office office;
  office.go("raise a " + kWarn + ",raise b " + kCritical + ",raise a " + kError + ",tell");
  CHECK(office.told() == "planners: opened T-1 error x2 opened T-2 critical x1; ");
  office.go("raise c " + kWarn + ",close c,close a,raise a " + kError + ",tell");
  CHECK(office.told() == "planners: closed T-3 warn x1 reopened T-1 error x3; ");
}

TEST_CASE("more than a message holds goes on in the next") {
  Office office;
  for (int i = 0; i < 120; ++i) office.go("raise k" + std::to_string(i) + " " + kWarn);
  office.go("tell");
  CHECK(office.carrier.taken.size() == 3);
  std::size_t count = 0;
  for (const auto& message : office.carrier.taken) count += json::parse(message.json).at("alerts").as_array().size();
  CHECK(count == 120);
}

TEST_CASE("every target has its own severities and goes at its own pace") {
  Office office({Office::named("all", "info"), Office::named("pager", "critical")});
  office.carrier.mood = FakeCarrier::Mood::refuses;
  office.carrier.down = "all";
  office.go("raise a " + kWarn + ",raise b " + kCritical + ",tell");
  CHECK(office.told() == "pager: opened T-2 critical x1; ");
  CHECK(office.waiting("all") == 2);
  office.go("close a,close b,tell");
  CHECK(office.told() == "pager: closed T-2 critical x1; ");
  office.carrier.mood = FakeCarrier::Mood::takes;
  office.go("wait 5,tell");
  CHECK(office.told() == "all: closed T-1 warn x1 closed T-2 critical x1; ");
}

TEST_CASE("in quiet hours only what is critical is told, the rest when they end") {
  auto sleeper = Office::named("sleeper");
  sleeper.quiet = settings::QuietHours{std::chrono::hours(11), std::chrono::hours(12), "Asia/Shanghai", true};
  Office office({sleeper});  // it is 11:12
  office.go("raise a " + kWarn + ",raise b " + kCritical + ",raise c " + kError + ",tell");
  CHECK(office.told() == "sleeper: opened T-2 critical x1; ");
  office.go("wait 20,close c,tell,restart,tell");
  CHECK(office.told() == "");
  CHECK(office.waiting("sleeper") == 3);
  office.go("wait 28,tell");
  CHECK(office.told() == "sleeper: opened T-1 warn x1 closed T-3 error x1; ");
}

TEST_CASE("a message that was taken is not sent again while the store cannot say so") {
  Office office;
  office.failing = "notify.told";
  office.go("raise a " + kWarn + ",tell,wait 1,tell,raise b " + kWarn + ",wait 1,tell");
  CHECK(office.told() == "planners: opened T-1 warn x1; ");
  office.failing.clear();
  office.go("tell");
  CHECK(office.told() == "planners: opened T-2 warn x1; ");
  CHECK(office.waiting("planners") == 0);
}

TEST_CASE("what was refused before quiet hours is not tried again in them") {
  auto sleeper = Office::named("sleeper");
  sleeper.quiet =
      settings::QuietHours{std::chrono::minutes(11 * 60 + 30), std::chrono::hours(12), "Asia/Shanghai", true};
  Office office({sleeper});  // it is 11:12
  office.carrier.mood = FakeCarrier::Mood::refuses;
  office.go("raise a " + kWarn + ",tell");
  CHECK(office.carrier.tries == 1);
  office.carrier.mood = FakeCarrier::Mood::takes;
  office.go("wait 25,tell");
  CHECK(office.carrier.tries == 1);
  office.go("wait 23,tell");
  CHECK(office.told() == "sleeper: opened T-1 warn x1; ");
}

TEST_CASE("a clock that is set back over a day holds nothing up") {
  auto sleeper = Office::named("sleeper");
  sleeper.quiet = settings::QuietHours{std::chrono::hours(11), std::chrono::hours(12), "Asia/Shanghai", true};
  Office office({sleeper});
  office.go("raise a " + kWarn + ",tell");
  CHECK(office.told() == "");
  office.go("wait -1500,tell");  // 10:12 of the day before
  CHECK(office.told() == "sleeper: opened T-1 warn x1; ");
}

TEST_CASE("who hears of no ending does not hear of what is over either") {
  auto sleeper = Office::named("sleeper");
  sleeper.quiet = settings::QuietHours{std::chrono::hours(11), std::chrono::hours(12), "Asia/Shanghai", true};
  sleeper.tells_closing = false;
  Office office({sleeper});
  office.go("raise a " + kWarn + ",raise b " + kWarn + ",tell,close a,close b,raise b " + kWarn + ",wait 60,tell");
  CHECK(office.told() == "sleeper: opened T-2 warn x2; ");
  CHECK(office.waiting("sleeper") == 0);
}

TEST_CASE("what came back is told with the time at which it came back") {
  Office office;
  office.go("raise a " + kWarn + ",tell");
  office.told();
  office.go("close a,wait 5,raise a " + kWarn + ",tell");
  REQUIRE(office.carrier.taken.size() == 1);
  const auto alert = json::parse(office.carrier.taken[0].json).at("alerts").as_array().at(0);
  CHECK(alert.at("news") == "reopened");
  CHECK(alert.at("at") == "2026-03-10T03:17:00+00:00");
}

TEST_CASE("an address that is refused has a ticket, of which the others hear, until it is taken again") {
  Office office;
  office.carrier.receipt = {{"wang@example.com"}, "550 no such user"};
  office.go("raise a " + kWarn + ",tell");
  CHECK(office.told() == "planners: opened T-1 warn x1; planners: opened T-2 error x1; ");
  CHECK(office.waiting("planners") == 0);
  const auto refused = office.ticket(ticket_about_addresses("planners")).value();
  CHECK(refused.reason.code == "notify/address_refused");
  CHECK(refused.reason.arg("addresses") == "wang@example.com");
  CHECK_FALSE(refused.closed);
  office.carrier.receipt = {};
  office.go("close a,tell");
  CHECK(office.ticket(ticket_about_addresses("planners"))->closed);
}

TEST_CASE("a gateway that stops is no error of a target") {
  Office office;
  office.carrier.mood = FakeCarrier::Mood::hangs;
  office.go("raise a " + kWarn);
  asio::io_context context;
  asio::cancellation_signal stop;
  asio::co_spawn(context, office.notifier->run(0), asio::bind_cancellation_slot(stop.slot(), asio::detached));
  while (office.carrier.tries == 0) context.run_one();
  stop.emit(asio::cancellation_type::terminal);
  context.run();
  CHECK(office.log == "");
}

TEST_CASE("what got critical in quiet hours is told with how it began") {
  auto sleeper = Office::named("sleeper");
  sleeper.quiet = settings::QuietHours{std::chrono::hours(11), std::chrono::hours(12), "Asia/Shanghai", true};
  Office office({sleeper});
  office.go("raise a " + kWarn + ",tell,raise a " + kCritical + ",tell");
  CHECK(office.told() == "sleeper: opened T-1 critical x2; ");
  office.go("wait 60,tell");
  CHECK(office.told() == "");
}

TEST_CASE(
    "a target that refuses is tried ever more rarely, has a ticket that it does not hear of, and misses nothing") {
  Office office({Office::named("hook"), Office::named("mail")});
  office.carrier.mood = FakeCarrier::Mood::refuses;
  office.carrier.down = "hook";
  office.go("raise a " + kError + ",tell,tell");
  CHECK(office.carrier.tries == 2);  // hook once, mail once
  CHECK(office.told() == "mail: opened T-1 error x1; ");
  CHECK_FALSE(office.ticket(ticket_about("hook")));
  office.go("wait 1,tell,wait 1,tell");
  CHECK(office.told() == "mail: opened T-2 error x1; ");
  CHECK(office.carrier.tries == 5);
  const auto failing = office.ticket(ticket_about("hook")).value();
  CHECK(failing.reason.code == "notify/target_failing");
  CHECK(failing.reason.arg("tries") == "3");
  CHECK(failing.reason.arg("cause").find("500") != std::string_view::npos);
  office.go("restart,tell");
  CHECK(office.carrier.tries == 5);  // it still rests
  office.go("raise b " + kError + ",wait 5,tell");
  office.carrier.mood = FakeCarrier::Mood::takes;
  office.told();
  office.go("wait 30,tell,tell");
  CHECK(office.told() == "hook: opened T-1 error x1 opened T-3 error x1; mail: closed T-2 error x2; ");
  CHECK(office.ticket(ticket_about("hook"))->closed_by == "gateway");
  CHECK(office.waiting("hook") == 0);
}

TEST_CASE("killed after it was sent and before it was known, the same message goes out again") {
  Office office;
  office.carrier.mood = FakeCarrier::Mood::dies;
  office.go("raise a " + kWarn + ",tell");
  REQUIRE(office.carrier.taken.size() == 1);
  const auto id = office.carrier.taken[0].id;
  office.carrier.mood = FakeCarrier::Mood::takes;
  office.go("restart,tell,tell");
  REQUIRE(office.carrier.taken.size() == 2);
  CHECK(office.carrier.taken[1].id == id);
  CHECK(office.told() == "planners: opened T-1 warn x1; planners: opened T-1 warn x1; ");
}

TEST_CASE("who has read in the log that it was told may kill the gateway: it is not told again") {
  Office office;
  office.go("tell,raise a " + kWarn);
  std::vector<std::size_t> waiting;
  office.reads_log = [&](const std::string& line) {
    if (line == "notify planners: told of 1 ticket") waiting.push_back(office.waiting("planners"));
  };
  office.go("tell");
  CHECK(waiting == std::vector<std::size_t>{0});
}

TEST_CASE("what happened while nobody ran is told at the next start; what was before a target was there is not") {
  Office office;
  office.go("raise a " + kWarn + ",tell");
  office.told();
  office.go("raise b " + kWarn + ",restart,tell");
  CHECK(office.told() == "planners: opened T-2 warn x1; ");
  office.configuration.gateway.notify.push_back(Office::named("new"));
  office.go("restart,tell");
  CHECK(office.told() == "");
  office.go("raise c " + kWarn + ",close a,tell");
  CHECK(office.told() == "planners: opened T-3 warn x1 closed T-1 warn x1; new: opened T-3 warn x1; ");
}

TEST_CASE("a target that is not configured any more is forgotten, with its ticket, and the log says so") {
  Office office;
  office.carrier.mood = FakeCarrier::Mood::refuses;
  office.go("raise a " + kWarn + ",tell,wait 1,tell,wait 2,tell");
  REQUIRE_FALSE(office.ticket(ticket_about("planners"))->closed);
  office.configuration.gateway.notify = {Office::named("others")};
  office.go("restart");
  CHECK(office.ticket(ticket_about("planners"))->closed);
  CHECK(office.waiting("planners") == 0);
  CHECK(office.log.find("notify planners: not configured any more; 1 alerts for it are dropped") != std::string::npos);
}

TEST_CASE("events that are no news are not read again and again") {
  Office office;
  REQUIRE(office.store->write_now("test.events", [](Writer& w) -> Result<void> {
    for (int i = 0; i < 1500; ++i) append_event(w, {.actor = "gateway", .kind = "test", .subject = "T-000009"});
    return {};
  }));
  office.go("tell");
  const auto state =
      office.store->read_now([](Reader& r) -> Result<AlertTarget> { return *alert_target(r, "planners"); }).value();
  CHECK(state.known_to == 1500);
  office.go("raise a " + kWarn + ",tell");
  CHECK(office.told() == "planners: opened T-1 warn x1; ");
}

TEST_CASE("what a restored store tells is not taken for what was told of the same event numbers before") {
  const auto told_by = [](Office& office) {
    office.go("tell");
    std::set<std::string> alerts;
    for (const auto& message : office.carrier.taken) {
      const auto body = json::parse(message.json);
      for (const auto& alert : body.at("alerts").as_array()) alerts.insert(std::string(alert.at("alert").as_string()));
    }
    return alerts;
  };
  Office lost, restored;  // alike: the one as it went on, the other put back to its beginning
  lost.go("raise sgm/jq page/http_status,raise sgm/dy page/http_status");
  const auto before = told_by(lost);
  CHECK(before.size() == 2);
  REQUIRE(restored.store->write_now("test.restored", [](Writer& w) -> Result<void> {
    mark_restored(w, at("2026-03-10T02:00:00Z"), "li");
    return {};
  }));
  const auto after = told_by(restored);
  CHECK(after.size() == 1);
  for (const auto& alert : after) CHECK_FALSE(before.contains(alert));
}
