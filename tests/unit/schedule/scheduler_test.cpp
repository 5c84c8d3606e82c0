#include "schedule/scheduler.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <filesystem>
#include <functional>

#include "store/event_log.hpp"
#include "store/runs.hpp"
#include "store/skipped_polls.hpp"
#include "support/catch.hpp"
#include "support/passing_store.hpp"

using namespace calloff;
using namespace std::chrono_literals;

namespace {

Instant at(const char* text) { return *parse_instant(text); }

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "calloff-schedule-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

/// Civil time goes on by what is slept, except where the script says what time it is after the next sleep. The end of
/// the script cancels.
class ScriptedClock final : public Clock {
 public:
  ScriptedClock(Instant now, std::deque<std::optional<Instant>> after_sleeps)
      : now_(now), after_sleeps_(std::move(after_sleeps)) {}
  Instant now() const override { return now_; }
  BootTime boot() const override { return boot_; }
  std::function<void()> on_wake;  ///< done after each sleep
  /// Time goes by while something else is done.
  void pass(std::chrono::milliseconds time) {
    now_ += time;
    boot_ = boot_ + time;
  }
  boost::asio::awaitable<void> sleep_until(BootTime until) override {
    if (after_sleeps_.empty()) throw boost::system::system_error(boost::asio::error::operation_aborted);
    now_ = after_sleeps_.front().value_or(now_ + (until - boot_));
    after_sleeps_.pop_front();
    boot_ = until;
    if (on_wake) on_wake();
    co_return;
  }

 private:
  Instant now_;
  BootTime boot_;
  std::deque<std::optional<Instant>> after_sleeps_;
};

/// 9:00 and 16:00 Shanghai time every day; the account may be used from 6 to 18 o'clock.
schedule::ScheduledFeed feed() {
  schedule::ScheduledFeed feed{{"sgm", "JQ", "daily"}, {}};
  feed.timetable.schedule.when = std::vector<std::chrono::minutes>{540min, 960min};
  feed.timetable.schedule.on_every_day = true;
  feed.timetable.zone = "Asia/Shanghai";
  feed.timetable.hours = {6h, 18h};
  return feed;
}

/// Every ten minutes from 11:10 to 13:00 Shanghai time on every day.
schedule::ScheduledFeed window(settings::CatchUp catch_up = settings::CatchUp::run_once) {
  auto feed = ::feed();
  feed.timetable.schedule.when = settings::PollWindow{600s, 670min, 780min};
  feed.timetable.schedule.catch_up = catch_up;
  return feed;
}

std::string clock_text(Instant at) { return to_string(local_time(at, "Asia/Shanghai")).substr(8, 8); }

/// A store that cannot be read for the first few times.
class StubbornStore final : public test::PassingStore {
 public:
  StubbornStore(store::Store& kept, int unreadable) : PassingStore(kept), unreadable_(unreadable) {}

 protected:
  Task<void> read_erased(std::function<Result<void>(store::Reader&)> fn) override {
    if (unreadable_-- > 0) co_return Error(Recovery::retry, "store/busy");
    co_return co_await kept().read(std::move(fn));
  }

 private:
  int unreadable_;
};

/// A data folder, and gateways that schedule one feed over it, one after the other.
class Schedules {
 public:
  explicit Schedules(schedule::ScheduledFeed feed) : feed_(std::move(feed)) {}

  /// What a poll does beside being noted; gives why none was begun, if none was.
  using Poll = std::function<std::optional<Error>(store::Store& store, Instant planned)>;

  /// How often the store cannot be read before it can.
  int unreadable = 0;

  /// Until the clock's script ends. remembered: what was due next when the gateway before went down
  void serve(ScriptedClock& clock, std::optional<Instant> remembered, Poll poll = {}) {
    auto store = store::Store::open(folder_.path, store::Mode::write, clock);
    REQUIRE(store);
    if (remembered) remember(**store, *remembered);
    StubbornStore stubborn(**store, unreadable);
    schedule::Scheduler scheduler(
        stubborn, clock, [](const LogLine&) {}, {feed_},
        [&](std::size_t, Instant planned) -> boost::asio::awaitable<std::optional<Error>> {
          auto not_begun = poll ? poll(**store, planned) : std::nullopt;
          if (!not_begun) polled.push_back(planned);
          co_return not_begun;
        });
    boost::asio::io_context io;
    boost::asio::co_spawn(io, scheduler.run(0), [](std::exception_ptr) {});
    io.run();
    note(**store);
  }

  /// Every one of what was due is one poll, or one of what was skipped; nothing else is either.
  void check_each_once(Instant first, Instant last) const {
    const auto due = schedule::due_from(feed_.timetable, first, last);
    std::size_t skipped_of_them = 0;
    for (const auto at : due) {
      INFO(clock_text(at));
      std::ptrdiff_t times = std::count(polled.begin(), polled.end(), at);
      for (const auto& noted : skipped) times += noted.first <= at && at <= noted.last;
      CHECK(times == 1);
    }
    for (const auto& noted : skipped) skipped_of_them += std::size_t(noted.polls);
    CHECK(due.size() == polled.size() + skipped_of_them);
  }

  /// `10T11:20..10T11:50 4 made_up`, oldest first.
  std::vector<std::string> told_skipped() const {
    std::vector<std::string> told;
    for (const auto& noted : skipped)
      told.push_back(clock_text(noted.first) + ".." + clock_text(noted.last) + " " + std::to_string(noted.polls) + " " +
                     noted.cause.code);
    return told;
  }

  std::vector<Instant> polled;
  std::vector<store::SkippedPolls> skipped;
  std::size_t set_back = 0;  ///< how often civil time was

 private:
  void remember(store::Store& store, Instant next) {
    REQUIRE(store.write_now("test", [&](store::Writer& w) -> Result<void> {
      auto state = store::feed_state(w, feed_.key);
      state.next_run = next;
      store::put_feed_state(w, state);
      return {};
    }));
  }

  void note(store::Store& store) {
    REQUIRE(store.read_now([&](store::Reader& r) -> Result<void> {
      skipped = store::skipped_polls(r, feed_.key, 1000);
      set_back = store::events_of(r, store::to_string(feed_.key)).size();
      return {};
    }));
    std::reverse(skipped.begin(), skipped.end());
  }

  Folder folder_;
  schedule::ScheduledFeed feed_;
};

std::vector<Instant> polled(ScriptedClock& clock, std::optional<Instant> remembered) {
  Schedules schedules(feed());
  schedules.serve(clock, remembered);
  return schedules.polled;
}

using Skipped = std::vector<std::string>;

/// A run begun for this poll, and how it ended.
std::optional<Error> run(store::Store& store, Instant planned, store::RunOutcome outcome, std::optional<Error> cause) {
  REQUIRE(store.write_now("test", [&](store::Writer& w) -> Result<void> {
    store::RunRecord run;
    run.customer = "sgm";
    run.plant = "JQ";
    run.feed = "daily";
    run.planned = planned;
    run.started = w.now();
    run.id = store::start_run(w, run);
    auto state = store::feed_state(w, {run.customer, run.plant, run.feed});
    state.last_started = run.started;
    store::put_feed_state(w, state);
    run.ended = w.now();
    run.outcome = outcome;
    run.cause = std::move(cause);
    return store::finish_run(w, run);
  }));
  return std::nullopt;
}

}  // namespace

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

namespace {

/// Notes that the poll is to be tried again at `again`, as whoever polls does.
void try_again(store::Store& store, std::optional<store::Again> again) {
  REQUIRE(store.write_now("test", [&](store::Writer& w) -> Result<void> {
    auto state = store::feed_state(w, {"sgm", "JQ", "daily"});
    state.again = again;
    store::put_feed_state(w, state);
    return {};
  }));
}

}  // namespace

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
