#include "unit/schedule/schedules.hpp"

using namespace calloff;
using namespace calloff::test;

TEST_CASE("a slot missed while the gateway was down is made up for within the account's hours") {
  ScriptedClock clock(at("2026-03-10T17:00:00+08:00"), {});
  CHECK(polled(clock, at("2026-03-10T16:00:00+08:00")) == std::vector{at("2026-03-10T16:00:00+08:00")});
}

TEST_CASE("outside the account's hours a missed slot is left out") {
  ScriptedClock clock(at("2026-03-10T22:00:00+08:00"), {at("2026-03-11T09:00:00+08:00")});
  CHECK(polled(clock, at("2026-03-10T16:00:00+08:00")) == std::vector{at("2026-03-11T09:00:00+08:00")});
}

TEST_CASE("a machine that wakes up outside the account's hours does not poll") {
  ScriptedClock clock(at("2026-03-10T15:59:30+08:00"),
                      {at("2026-03-10T23:00:00+08:00"), at("2026-03-11T09:00:00+08:00")});
  CHECK(polled(clock, std::nullopt) == std::vector{at("2026-03-11T09:00:00+08:00")});
}

TEST_CASE("civil time that is set back does not silence a feed") {
  // A clock that was a year ahead is put right.
  ScriptedClock clock(at("2027-03-10T15:58:00+08:00"),
                      {at("2026-03-10T08:59:00+08:00"), at("2026-03-10T09:00:00+08:00")});
  CHECK(polled(clock, std::nullopt) == std::vector{at("2026-03-10T09:00:00+08:00")});
}

TEST_CASE("civil time that is set back while a poll runs does not silence a feed") {
  ScriptedClock clock(at("2027-03-10T15:59:30+08:00"),
                      {std::nullopt, at("2026-03-10T08:59:00+08:00"), at("2026-03-10T09:00:00+08:00")});
  CHECK(polled(clock, std::nullopt) == std::vector{at("2027-03-10T16:00:00+08:00"), at("2026-03-10T09:00:00+08:00")});
}

TEST_CASE("a correction of seconds changes nothing") {
  ScriptedClock clock(at("2026-03-10T08:59:30+08:00"),
                      {at("2026-03-10T08:59:20+08:00"), at("2026-03-10T09:00:00+08:00")});
  CHECK(polled(clock, std::nullopt) == std::vector{at("2026-03-10T09:00:00+08:00")});
}

TEST_CASE("what was missed while the gateway was down is made up for as the feed says, and each poll accounted for") {
  struct Case {
    settings::CatchUp catch_up;
    std::size_t polled;
    Skipped skipped;
  };
  const auto c = GENERATE(values<Case>({{settings::CatchUp::run_once, 1, {"10T11:20..10T11:40 3 schedule/made_up"}},
                                        {settings::CatchUp::skip, 0, {"10T11:20..10T11:50 4 schedule/was_down"}},
                                        {settings::CatchUp::all, 4, {}}}));
  Schedules schedules(window(c.catch_up));
  ScriptedClock clock(at("2026-03-10T11:57:00+08:00"), {});
  schedules.serve(clock, at("2026-03-10T11:20:00+08:00"));
  CHECK(schedules.polled.size() == c.polled);
  CHECK(schedules.told_skipped() == c.skipped);
  schedules.check_each_once(at("2026-03-10T11:20:00+08:00"), at("2026-03-10T11:57:00+08:00"));
}

TEST_CASE("a clock that is set 25 hours on skips what lies between, and says so") {
  Schedules schedules(window());
  ScriptedClock clock(at("2026-03-10T11:15:00+08:00"), {at("2026-03-11T12:15:00+08:00")});
  schedules.serve(clock, std::nullopt);
  CHECK(schedules.polled == std::vector{at("2026-03-11T12:10:00+08:00")});
  CHECK(schedules.told_skipped() == Skipped{"10T11:20..11T12:00 17 schedule/made_up"});
  schedules.check_each_once(at("2026-03-10T11:20:00+08:00"), at("2026-03-11T12:15:00+08:00"));
}

TEST_CASE("a clock that is set 25 hours back lets what comes due by it be polled, each once") {
  Schedules schedules(window());
  std::deque<std::optional<Instant>> script{std::nullopt, at("2026-03-10T11:01:00+08:00")};
  for (int minute = 0; minute < 30; ++minute) script.push_back(std::nullopt);
  ScriptedClock clock(at("2026-03-11T11:59:30+08:00"), script);
  schedules.serve(clock, std::nullopt);
  CHECK(schedules.polled == std::vector{at("2026-03-11T12:00:00+08:00"), at("2026-03-10T11:10:00+08:00"),
                                        at("2026-03-10T11:20:00+08:00"), at("2026-03-10T11:30:00+08:00")});
  CHECK(schedules.told_skipped().empty());
  CHECK(schedules.set_back == 1);
}

TEST_CASE("what a suspended machine slept over is decided like what an outage left") {
  struct Case {
    settings::CatchUp catch_up;
    std::vector<Instant> polled;
    Skipped skipped;
  };
  const auto newest = at("2026-03-10T12:30:00+08:00");
  const auto c =
      GENERATE_COPY(values<Case>({{settings::CatchUp::run_once, {newest}, {"10T11:10..10T12:20 8 schedule/made_up"}},
                                  {settings::CatchUp::skip, {}, {"10T11:10..10T12:30 9 schedule/was_asleep"}}}));
  Schedules schedules(window(c.catch_up));
  ScriptedClock clock(at("2026-03-10T11:05:00+08:00"), {at("2026-03-10T12:38:00+08:00")});
  schedules.serve(clock, std::nullopt);
  CHECK(schedules.polled == c.polled);
  CHECK(schedules.told_skipped() == c.skipped);
}

TEST_CASE("machine time that goes by without civil time brings no poll forward") {
  Schedules schedules(window());
  const auto stands = at("2026-03-10T11:05:00+08:00");
  std::deque<std::optional<Instant>> script(90, std::optional(stands));  // an hour and a half of it
  for (int minute = 0; minute < 5; ++minute) script.push_back(std::nullopt);
  ScriptedClock clock(stands, script);
  schedules.serve(clock, std::nullopt);
  CHECK(schedules.polled == std::vector{at("2026-03-10T11:10:00+08:00")});
  CHECK(schedules.told_skipped().empty());
}

TEST_CASE("what comes due while a poll runs is not polled after it, and says why") {
  Schedules schedules(window());
  std::deque<std::optional<Instant>> script(7, std::nullopt);
  ScriptedClock clock(at("2026-03-10T11:09:30+08:00"), script);
  schedules.serve(clock, std::nullopt, [&](store::Store& store, Instant planned) {
    auto begun = run(store, planned, store::RunOutcome::ok, std::nullopt);
    clock.pass(25min);
    return begun;
  });
  CHECK(schedules.polled == std::vector{at("2026-03-10T11:10:00+08:00"), at("2026-03-10T11:40:00+08:00")});
  CHECK(schedules.told_skipped() ==
        Skipped{"10T11:20..10T11:30 2 schedule/still_polling", "10T11:50..10T12:00 2 schedule/still_polling"});
}

TEST_CASE("polls that are not begun, in a row and for one reason, are one note") {
  Schedules schedules(window());
  std::deque<std::optional<Instant>> script(31, std::nullopt);
  ScriptedClock clock(at("2026-03-10T11:09:30+08:00"), script);
  int asked = 0;
  schedules.serve(clock, std::nullopt, [&](store::Store&, Instant) -> std::optional<Error> {
    return Error(Recovery::ask_person, ++asked <= 3 ? "feed/held" : "accounts/yielded");
  });
  CHECK(schedules.polled.empty());
  CHECK(schedules.told_skipped() == Skipped{"10T11:10..10T11:30 3 feed/held", "10T11:40..10T11:40 1 accounts/yielded"});
  schedules.check_each_once(at("2026-03-10T11:10:00+08:00"), at("2026-03-10T11:40:00+08:00"));
}

TEST_CASE("a poll that was begun before a crash is not polled again, one that the crash cut short is") {
  const auto slot = at("2026-03-10T11:20:00+08:00");
  const bool is_cut_short = GENERATE(false, true);
  Schedules schedules(window());
  ScriptedClock before(slot + 1s, {});
  schedules.serve(before, slot, [&](store::Store& store, Instant planned) {
    return run(store, planned, store::RunOutcome::failed,
               is_cut_short ? std::optional(Error(Recovery::retry, "run/interrupted")) : std::nullopt);
  });
  CHECK(schedules.polled == std::vector{slot});
  // The gateway died before it could remember what is due next.
  ScriptedClock after(slot + 1min, {});
  schedules.serve(after, slot);
  CHECK(schedules.polled.size() == (is_cut_short ? 2U : 1U));
  CHECK(schedules.told_skipped().empty());
}

TEST_CASE("a store that cannot be read at the start is not taken for a first start") {
  Schedules schedules(feed());
  schedules.unreadable = 3;
  ScriptedClock clock(at("2026-03-10T17:00:00+08:00"), {std::nullopt, std::nullopt, std::nullopt});
  schedules.serve(clock, at("2026-03-10T16:00:00+08:00"));
  CHECK(schedules.polled == std::vector{at("2026-03-10T16:00:00+08:00")});
}

TEST_CASE("what comes due while a poll runs waits for its jitter before it is given up") {
  auto jittered = window();
  jittered.timetable.schedule.jitter = 540s;
  const auto jitter = [&](const char* slot) {
    return schedule::jitter_of(jittered.timetable.schedule, "sgm JQ daily", at(slot));
  };
  const auto second = at("2026-03-10T11:20:00+08:00");
  REQUIRE(jitter("2026-03-10T11:20:00+08:00") > 1s);
  Schedules schedules(jittered);
  std::deque<std::optional<Instant>> script(40, std::nullopt);
  ScriptedClock clock(at("2026-03-10T11:09:30+08:00"), script);
  bool is_first = true;
  schedules.serve(clock, std::nullopt, [&](store::Store& store, Instant planned) {
    auto begun = run(store, planned, store::RunOutcome::ok, std::nullopt);
    // The first one ends when the second is due by its timetable, and its jitter has not passed.
    if (std::exchange(is_first, false)) clock.pass(std::chrono::milliseconds(second - clock.now()));
    return begun;
  });
  REQUIRE(schedules.polled.size() >= 2);
  CHECK(schedules.polled[1] == second);
  CHECK(schedules.told_skipped().empty());
}

TEST_CASE("what comes due while a missed poll is made up for is not polled after it, and says why") {
  const auto catch_up = GENERATE(settings::CatchUp::run_once, settings::CatchUp::skip);
  Schedules schedules(window(catch_up));
  std::deque<std::optional<Instant>> script(7, std::nullopt);
  ScriptedClock clock(at("2026-03-10T11:14:00+08:00"), script);
  bool is_first = true;
  schedules.serve(clock, at("2026-03-10T11:10:00+08:00"), [&](store::Store& store, Instant planned) {
    auto begun = run(store, planned, store::RunOutcome::ok, std::nullopt);
    if (std::exchange(is_first, false)) clock.pass(9min);
    return begun;
  });
  CHECK(schedules.polled == std::vector{at("2026-03-10T11:10:00+08:00"), at("2026-03-10T11:30:00+08:00")});
  CHECK(schedules.told_skipped() == Skipped{"10T11:20..10T11:20 1 schedule/still_polling"});
}

TEST_CASE("civil time that is set back while a missed poll is made up for does not silence a feed") {
  Schedules schedules(window());
  ScriptedClock clock(at("2026-03-11T11:14:00+08:00"), std::deque<std::optional<Instant>>(9, std::nullopt));
  bool is_first = true;
  schedules.serve(clock, at("2026-03-11T11:10:00+08:00"), [&](store::Store& store, Instant planned) {
    auto begun = run(store, planned, store::RunOutcome::ok, std::nullopt);
    if (std::exchange(is_first, false)) clock.pass(-24h);
    return begun;
  });
  CHECK(schedules.polled == std::vector{at("2026-03-11T11:10:00+08:00"), at("2026-03-10T11:20:00+08:00")});
  CHECK(schedules.set_back == 1);
}
