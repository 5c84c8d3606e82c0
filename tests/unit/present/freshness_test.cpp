// How old a feed's data are, judged by its own timetable.
#include "present/freshness.hpp"

#include <boost/json.hpp>

#include "fixture.hpp"
#include "support/process/json_schema.hpp"

using namespace calloff;
using namespace calloff::present;
using std::chrono::minutes;
using store::RunOutcome;

namespace {

const store::FeedKey kJq{"sgm", "JQ", "daily"}, kDy{"sgm", "DY", "daily"};

/// What stands beside the schedule, DY's feed being fresh.
std::vector<std::string> notes(Plants& plants) {
  return plants.read([](const ViewOf& of) { return schedule_view(of, {}).notes; });
}

std::string state(Plants& plants) {
  return plants.read([&](const ViewOf& of) {
    return std::string(freshness_word(feed_age(of, plants.feed("JQ", "daily")).freshness));
  });
}

/// Both feeds polled well a while ago.
struct Polled : Plants {
  explicit Polled(const char* jq = "2026-03-10T11:50:00+08:00") {
    polled(kJq, jq);
    polled(kDy, "2026-03-10T11:50:00+08:00");
  }
  void next(const char* planned) {
    write([&](store::Writer& w) {
      auto state = store::feed_state(w, kJq);
      state.next_run = at(planned);
      store::put_feed_state(w, state);
    });
  }
};

}  // namespace

TEST_CASE("old data are shown with their age and the cause; good data without a word") {
  struct Case {
    const char* good;
    RunOutcome outcome;
    const char* note;
  };
  const auto c = GENERATE(values<Case>({
      {"2026-03-10T11:10:00+08:00", RunOutcome::ok, ""},
      {"2026-03-10T11:10:00+08:00", RunOutcome::no_data, ""},
      {"2026-03-10T11:10:00+08:00", RunOutcome::page_changed,
       "JQ daily: data as of 03-10 11:10, 47 min old: the page changed ("},
      {"2026-03-10T08:37:00+08:00", RunOutcome::failed,
       "JQ daily: data as of 03-10 08:37, 3 h 20 min old: the last poll failed (failed)"},
      {"2026-03-08T11:57:00+08:00", RunOutcome::blocked, "JQ daily: data as of 03-08 11:57, 2 d old: no access ("},
      {"2026-03-10T11:50:00+08:00", RunOutcome::partial,
       "JQ daily: data as of 03-10 11:50, 7 min old: part of it was kept apart or did not come ("},
  }));
  Polled plants(c.good);
  plants.polled(kJq, "2026-03-10T11:52:00+08:00", c.outcome);
  const auto said = notes(plants);
  INFO(c.note);
  if (!*c.note) {
    CHECK(said.empty());
    return;
  }
  REQUIRE(said.size() == 1);
  INFO(said[0]);
  CHECK(said[0].starts_with(c.note));
  ScheduleQuery other;
  other.plant = "DY";
  CHECK(plants.read([&](const ViewOf& of) { return schedule_view(of, other).notes; }).empty());
}

TEST_CASE("a feed that was never good is said to fail since its first poll") {
  Plants plants;
  plants.polled(kDy, "2026-03-10T11:50:00+08:00");
  plants.polled(kJq, "2026-03-10T09:00:00+08:00", RunOutcome::failed);
  plants.polled(kJq, "2026-03-10T11:50:00+08:00", RunOutcome::failed);
  CHECK(notes(plants) ==
        std::vector<std::string>{
            "JQ daily: no data yet: the last poll failed (failed), and none was good since 03-10 09:00"});
}

TEST_CASE("a feed that nobody polls any more is stale, whatever its last poll said") {
  struct Case {
    const char* last;
    const char* now;
    const char* state;
  };
  // Every ten minutes from 6 to 20 o'clock; a poll may begin fifteen minutes late, and up to two by jitter.
  const auto c = GENERATE(values<Case>({
      {"2026-03-10T11:40:00+08:00", "2026-03-10T11:57:00+08:00", "fresh"},
      {"2026-03-10T11:40:00+08:00", "2026-03-10T12:07:00+08:00", "fresh"},
      {"2026-03-10T11:40:00+08:00", "2026-03-10T12:07:01+08:00", "not_running"},
      {"2026-03-10T20:00:00+08:00", "2026-03-11T06:10:00+08:00", "fresh"},
      {"2026-03-10T20:00:00+08:00", "2026-03-11T06:18:00+08:00", "not_running"},
      {"2026-03-13T20:00:00+08:00", "2026-03-16T06:10:00+08:00", "fresh"},  // over a weekend
      {"2026-03-10T11:40:00+08:00", "2026-03-10T11:00:00+08:00", "fresh"},  // the clock was set back
  }));
  INFO(c.last << " at " << c.now);
  Polled plants(c.last);
  auto& schedule = plants.feed("JQ", "daily").schedule;
  schedule.when = settings::PollWindow{minutes(10), minutes(6 * 60), minutes(20 * 60)};
  schedule.on_every_day = false;
  schedule.jitter = minutes(2);
  plants.now = at(c.now);
  CHECK(state(plants) == c.state);
}

TEST_CASE("what the scheduler was waiting for goes before the timetable") {
  Polled plants("2026-03-10T11:00:00+08:00");
  CHECK(state(plants) == "not_running");
  plants.next("2026-03-10T12:00:00+08:00");
  CHECK(state(plants) == "fresh");
  plants.next("2026-03-10T11:20:00+08:00");
  CHECK(notes(plants) == std::vector<std::string>{"JQ daily: data as of 03-10 11:00, 57 min old: a poll was due 03-10 "
                                                  "11:20 and none has begun; is the gateway running?"});
  // Polled by hand since.
  plants.polled(kJq, "2026-03-10T11:45:00+08:00");
  CHECK(state(plants) == "fresh");
}

TEST_CASE("a feed that fails and is then not polled any more says both") {
  Polled plants("2026-03-10T11:00:00+08:00");
  plants.polled(kJq, "2026-03-10T11:10:00+08:00", RunOutcome::failed);
  plants.polled(kJq, "2026-03-10T11:20:00+08:00", RunOutcome::failed);
  CHECK(notes(plants) == std::vector<std::string>{
                             "JQ daily: data as of 03-10 11:00, 57 min old: the last poll failed (failed), and none "
                             "was good since 03-10 11:10; a poll was due 03-10 11:30 and none has begun; is the "
                             "gateway running?"});
  CHECK(state(plants) == "not_running");
}

TEST_CASE("what a person brings hides no failing portal, and is named") {
  Polled plants("2026-03-10T08:37:00+08:00");
  plants.polled(kJq, "2026-03-10T11:50:00+08:00", RunOutcome::failed);
  plants.ran(kJq, "2026-03-10T11:55:00+08:00", RunOutcome::ok, "import");
  CHECK(notes(plants) == std::vector<std::string>{"JQ daily: data as of 03-10 08:37, 3 h 20 min old, apart from files "
                                                  "imported by hand 03-10 11:55: the last poll failed (failed)"});
  // An import that went wrong is none, and neither is one older than the poll.
  Polled other("2026-03-10T11:40:00+08:00");
  other.ran(kJq, "2026-03-10T08:00:00+08:00", RunOutcome::ok, "import");
  other.ran(kJq, "2026-03-10T11:45:00+08:00", RunOutcome::failed, "import");
  CHECK(notes(other).empty());
  Plants never;
  never.polled(kDy, "2026-03-10T11:50:00+08:00");
  never.ran(kJq, "2026-03-10T11:55:00+08:00", RunOutcome::ok, "import");
  CHECK(notes(never) == std::vector<std::string>{"JQ daily: no good poll yet, only files imported by hand 03-10 11:55: "
                                                 "it was not polled yet"});
}

TEST_CASE("a held account makes its feeds stale at once") {
  Polled plants;
  plants.write([](store::Writer& w) {
    store::AccountState account;
    account.account = {"sgm", "account of JQ"};
    account.hold = store::Hold{Error(Recovery::hold_account, "sign_in/captcha"), at("2026-03-10T11:52:00+08:00")};
    store::put_account_state(w, account);
  });
  const auto said = notes(plants);
  REQUIRE(said.size() == 2);
  for (const auto& [at, feed] : {std::pair(0, "JQ daily"), std::pair(1, "JQ weekly")})
    CHECK(said[std::size_t(at)].starts_with(
        std::string(feed) + ": data as of 03-10 11:50, 7 min old: its account is held since 03-10 11:52 ("));
  CHECK(state(plants) == "held");
}

TEST_CASE("with several customers each line names its own") {
  Polled plants("2026-03-10T11:00:00+08:00");
  plants.configuration.customers.push_back({});
  plants.configuration.customers.back().customer = "novara";
  CHECK(notes(plants).at(0).starts_with("sgm JQ daily: data as of 03-10 11:00"));
}

TEST_CASE("a Chinese gateway says it in Chinese") {
  Polled plants("2026-03-10T11:10:00+08:00");
  plants.configuration.gateway.language = "zh";
  plants.polled(kJq, "2026-03-10T11:50:00+08:00", RunOutcome::page_changed);
  const auto said = notes(plants);
  REQUIRE(said.size() == 1);
  CHECK(said[0].starts_with("JQ daily：数据截至 03-10 11:10，已过 47 分钟：页面有变化（"));
}

TEST_CASE("every feed has its row, as the schema says") {
  Polled plants("2026-03-10T08:37:00+08:00");
  plants.ran(kJq, "2026-03-10T11:55:00+08:00", RunOutcome::ok, "import");
  const auto listing = plants.read([](const ViewOf& of) { return feed_view(of); });
  CHECK(test::process::complaints_of("feeds", boost::json::parse(to_json(listing))) == "");
  REQUIRE(listing.rows.size() == 4);
  CHECK(
      to_json(listing.rows[1]) ==
      "{\"customer\":\"sgm\",\"plant\":\"JQ\",\"feed\":\"daily\",\"account\":\"account of JQ\",\"freshness\":"
      "\"not_running\",\"last_good\":\"2026-03-10T08:37:00+08:00\",\"age\":\"3 h 20 min\",\"age_s\":12000,"
      "\"last_import\":\"2026-03-10T11:55:00+08:00\",\"since\":\"2026-03-10T08:40:00+08:00\",\"next_run\":null,\"why\":"
      "\"a poll was due 03-10 08:40 and none has begun; is the gateway running?\"}\n");
  CHECK(listing.rows[3].find("freshness")->text == "fresh");
  CHECK(listing.rows[3].find("why")->kind == Value::Kind::null);
}

TEST_CASE("a row of the schedule says how its feed stands") {
  Polled plants("2026-03-10T08:37:00+08:00");
  const auto document = plants.archived(kJq, "PUS-1", "page of PUS-1");
  plants.write([&](store::Writer& w) {
    model::DeliverySchedule sheet;
    sheet.source = {"sgm", "JQ", "daily", document, "m1"};
    sheet.pus_no = "PUS-1";
    sheet.state = model::SheetState::read;
    sheet.pickup = parse_local_time("2026-03-11T09:00").value();
    sheet.lines.emplace_back();
    sheet.lines[0].line_no = "1";
    sheet.lines[0].part_no = "0091";
    sheet.lines[0].uom = "C62";
    sheet.lines[0].required = Decimal::whole(24);
    REQUIRE(store::put_delivery_schedule(w, sheet, store::next_commit(w, "R-000001")));
  });
  const auto row = [&] {
    const auto listing = plants.read([](const ViewOf& of) { return schedule_view(of, {}); });
    CHECK(test::process::complaints_of("schedule", boost::json::parse(to_json(listing))) == "");
    return listing.rows.at(0);
  };
  CHECK(row().find("as_of")->text == "2026-03-10T08:37:00+08:00");
  CHECK(row().find("freshness")->text == "not_running");
  plants.polled(kJq, "2026-03-10T11:50:00+08:00");
  CHECK(row().find("freshness")->text == "fresh");
  plants.configuration.customers[0].feeds.clear();
  CHECK(row().find("freshness")->kind == Value::Kind::null);
  CHECK(row().find("as_of")->kind == Value::Kind::text);
}

TEST_CASE("what was left out during an outage is missed, whatever the scheduler goes on with") {
  Polled plants("2026-03-10T08:37:00+08:00");
  plants.next("2026-03-11T08:37:00+08:00");
  CHECK(state(plants) == "not_running");
}
