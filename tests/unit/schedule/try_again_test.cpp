// Polls that are tried again between their slots, and polls that are put off.
#include "unit/schedule/schedules.hpp"

using namespace calloff;
using namespace calloff::test;

TEST_CASE("a poll that failed is tried again when it was noted so, between its slots") {
  Schedules schedules(feed());
  std::vector<std::string> begun;
  std::deque<std::optional<Instant>> script(500, std::nullopt);
  ScriptedClock clock(at("2026-03-10T08:59:30+08:00"), script);
  schedules.serve(clock, std::nullopt, [&](store::Store& store, Instant planned) -> std::optional<Error> {
    begun.push_back(clock_text(clock.now()) + " for " + clock_text(planned));
    const auto tries = std::int64_t(begun.size());
    try_again(store, tries <= 2 ? std::optional(store::Again{planned, clock.now() + 5min, tries}) : std::nullopt);
    return std::nullopt;
  });
  CHECK(begun == std::vector<std::string>{"10T09:00 for 10T09:00", "10T09:05 for 10T09:00", "10T09:10 for 10T09:00",
                                          "10T16:00 for 10T16:00"});
  CHECK(schedules.told_skipped().empty());
}

TEST_CASE("a try that a restart came between is made afterwards; one that is not begun is not made twice") {
  const auto slot = at("2026-03-10T09:00:00+08:00");
  Schedules schedules(feed());
  ScriptedClock before(slot, {});
  schedules.serve(before, slot, [&](store::Store& store, Instant planned) {
    auto begun = run(store, planned, store::RunOutcome::failed, Error(Recovery::retry, "page/http_status"));
    try_again(store, store::Again{planned, slot + 1min, 1});
    return begun;
  });
  CHECK(schedules.polled == std::vector{slot});
  int asked = 0;
  ScriptedClock after(slot + 20min, std::deque<std::optional<Instant>>(60, std::nullopt));
  schedules.serve(after, std::nullopt, [&](store::Store&, Instant planned) -> std::optional<Error> {
    ++asked;
    CHECK(planned == slot);
    return Error(Recovery::ask_person, "feed/held");
  });
  CHECK(asked == 1);
  CHECK(schedules.told_skipped().empty());
}

TEST_CASE("a try that a long stop came between is not made up for where the feed skips what it missed") {
  const auto slot = at("2026-03-10T09:00:00+08:00");
  const auto [stopped, is_made] = GENERATE(table<std::chrono::minutes, bool>({{4min, true}, {20min, false}}));
  auto skipping = feed();
  skipping.timetable.schedule.catch_up = settings::CatchUp::skip;
  Schedules schedules(skipping);
  ScriptedClock before(slot, {});
  schedules.serve(before, slot, [&](store::Store& store, Instant planned) {
    auto begun = run(store, planned, store::RunOutcome::failed, Error(Recovery::retry, "page/http_status"));
    try_again(store, store::Again{planned, slot + 1min, 1});
    return begun;
  });
  ScriptedClock after(slot + stopped, std::deque<std::optional<Instant>>(3, std::nullopt));
  schedules.serve(after, std::nullopt);
  CHECK(schedules.polled == (is_made ? std::vector{slot, slot} : std::vector{slot}));
  CHECK(schedules.told_skipped().empty());
}

TEST_CASE("a try is made though what is due next could not be written before") {
  const auto slot = at("2026-03-10T09:00:00+08:00");
  Schedules schedules(feed());
  ScriptedClock clock(slot - 30s, std::deque<std::optional<Instant>>(60, std::nullopt));
  schedules.serve(clock, std::nullopt, [&](store::Store& store, Instant planned) -> std::optional<Error> {
    const bool is_first = schedules.polled.empty();
    try_again(store, is_first ? std::optional(store::Again{planned, clock.now() + 5min, 1}) : std::nullopt);
    schedules.unwritable = is_first ? 1 : 0;
    return std::nullopt;
  });
  CHECK(schedules.polled == std::vector{slot, slot});
  CHECK(schedules.told_skipped().empty());
}

TEST_CASE("a poll that a host's wish keeps off is put off, not left out; one that is kept off then too says why") {
  const auto slot = at("2026-03-10T09:00:00+08:00");
  const bool is_held = GENERATE(false, true);
  Schedules schedules(feed());
  ScriptedClock clock(slot - 30s, std::deque<std::optional<Instant>>(60, std::nullopt));
  int asked = 0;
  schedules.serve(clock, std::nullopt, [&](store::Store& store, Instant planned) -> std::optional<Error> {
    CHECK(planned == slot);
    if (++asked > 1) return is_held ? std::optional(Error(Recovery::ask_person, "feed/held")) : std::nullopt;
    try_again(store, store::Again{planned, clock.now() + 10min, 0});
    return Error(Recovery::retry, "accounts/asked_to_wait");
  });
  CHECK(asked == 2);
  CHECK(schedules.polled.size() == (is_held ? 0U : 1U));
  CHECK(schedules.told_skipped() == (is_held ? Skipped{"10T09:00..10T09:00 1 feed/held"} : Skipped{}));
}

TEST_CASE("a poll that was put off, and whose time a restart slept over, is noted as left out") {
  const auto slot = at("2026-03-10T11:10:00+08:00");
  Schedules schedules(window());
  ScriptedClock before(slot, {});
  schedules.serve(before, slot, [&](store::Store& store, Instant planned) -> std::optional<Error> {
    try_again(store, store::Again{planned, slot + 5min, 0});
    return Error(Recovery::retry, "accounts/asked_to_wait");
  });
  CHECK(schedules.polled.empty());
  ScriptedClock after(slot + 11min, {std::nullopt});
  schedules.serve(after, std::nullopt);
  CHECK(schedules.polled == std::vector{slot + 10min});
  schedules.check_each_once(slot, slot + 11min);
}

TEST_CASE("a try that a good poll made needless while its time was waited for is not made") {
  Schedules schedules(feed());
  ScriptedClock clock(at("2026-03-10T08:59:30+08:00"), std::deque<std::optional<Instant>>(60, std::nullopt));
  store::Store* opened = nullptr;
  const auto good_at = at("2026-03-10T09:03:00+08:00");
  clock.on_wake = [&] {
    if (opened && clock.now() >= good_at) try_again(*opened, std::nullopt);
  };
  schedules.serve(clock, std::nullopt, [&](store::Store& store, Instant planned) -> std::optional<Error> {
    opened = &store;
    try_again(store, store::Again{planned, clock.now() + 5min, 1});
    return std::nullopt;
  });
  CHECK(schedules.polled == std::vector{at("2026-03-10T09:00:00+08:00")});
}

TEST_CASE("a slot that comes while another is tried again is polled, unless the try came good") {
  const auto slot = at("2026-03-10T09:00:00+08:00");
  const bool comes_good = GENERATE(false, true);
  auto half_hourly = feed();
  half_hourly.timetable.schedule.when = std::vector<std::chrono::minutes>{540min, 570min};
  Schedules schedules(half_hourly);
  ScriptedClock clock(slot - 30s, std::deque<std::optional<Instant>>(90, std::nullopt));
  int begun = 0;
  schedules.serve(clock, std::nullopt, [&](store::Store& store, Instant planned) -> std::optional<Error> {
    if (++begun == 1) try_again(store, store::Again{planned, slot + 29min, 3});
    if (begun != 2) return std::nullopt;
    clock.pass(3min);
    REQUIRE(store.write_now("test", [&](store::Writer& w) -> Result<void> {
      auto state = store::feed_state(w, {"sgm", "JQ", "daily"});
      if (comes_good) state.last_good = clock.now();
      store::put_feed_state(w, state);
      return {};
    }));
    return std::nullopt;
  });
  CHECK(schedules.polled == (comes_good ? std::vector{slot, slot} : std::vector{slot, slot, slot + 30min}));
  CHECK(schedules.told_skipped() == (comes_good ? Skipped{"10T09:30..10T09:30 1 schedule/still_polling"} : Skipped{}));
}
