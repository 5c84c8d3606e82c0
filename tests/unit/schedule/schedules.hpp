// A scheduler before a clock that goes by a script, over a store of its own, again and again; what it polled and what
// it noted as skipped.
#pragma once
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <functional>

#include "schedule/scheduler.hpp"
#include "store/event_log.hpp"
#include "store/runs.hpp"
#include "store/skipped_polls.hpp"
#include "support/catch.hpp"
#include "support/passing_store.hpp"
#include "support/temporary_folder.hpp"
#include "support/until_cancelled.hpp"

namespace calloff::test {

using namespace std::chrono_literals;

inline Instant at(const char* text) { return *parse_instant(text); }

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
inline schedule::ScheduledFeed feed() {
  schedule::ScheduledFeed feed{{"sgm", "JQ", "daily"}, {}};
  feed.timetable.schedule.when = std::vector<std::chrono::minutes>{540min, 960min};
  feed.timetable.schedule.on_every_day = true;
  feed.timetable.zone = "Asia/Shanghai";
  feed.timetable.hours = {6h, 18h};
  return feed;
}

/// Every ten minutes from 11:10 to 13:00 Shanghai time on every day.
inline schedule::ScheduledFeed window(settings::CatchUp catch_up = settings::CatchUp::run_once) {
  auto feed = test::feed();
  feed.timetable.schedule.when = settings::PollWindow{600s, 670min, 780min};
  feed.timetable.schedule.catch_up = catch_up;
  return feed;
}

inline std::string clock_text(Instant at) { return to_string(local_time(at, "Asia/Shanghai")).substr(8, 8); }

/// A store that cannot be read, or written, for the first few times.
class StubbornStore final : public test::PassingStore {
 public:
  StubbornStore(store::Store& kept, int unreadable, int& unwritable)
      : PassingStore(kept), unreadable_(unreadable), unwritable_(unwritable) {}

 protected:
  Task<void> read_erased(std::function<Result<void>(store::Reader&)> fn) override {
    if (unreadable_-- > 0) co_return Error(Recovery::retry, "store/busy");
    co_return co_await kept().read(std::move(fn));
  }
  Task<void> write_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override {
    if (unwritable_ > 0 && unwritable_-- > 0) co_return Error(Recovery::retry, "store/disk_full");
    co_return co_await kept().write(std::move(job), std::move(fn));
  }

 private:
  int unreadable_;
  int& unwritable_;
};

/// A data folder, and gateways that schedule one feed over it, one after the other.
class Schedules {
 public:
  explicit Schedules(schedule::ScheduledFeed feed) : feed_(std::move(feed)) {}

  /// What a poll does beside being noted; gives why none was begun, if none was.
  using Poll = std::function<std::optional<Error>(store::Store& store, Instant planned)>;

  /// How often the store cannot be read before it can.
  int unreadable = 0;
  /// How often it cannot be written from now on before it can.
  int unwritable = 0;

  /// Until the clock's script ends. remembered: what was due next when the gateway before went down
  void serve(ScriptedClock& clock, std::optional<Instant> remembered, Poll poll = {}) {
    auto store = store::Store::open(folder_.path(), store::Mode::write, clock);
    REQUIRE(store);
    if (remembered) remember(**store, *remembered);
    StubbornStore stubborn(**store, unreadable, unwritable);
    schedule::Scheduler scheduler(
        stubborn, clock, [](const LogLine&) {}, {feed_},
        [&](std::size_t, Instant planned) -> boost::asio::awaitable<std::optional<Error>> {
          auto not_begun = poll ? poll(**store, planned) : std::nullopt;
          if (!not_begun) polled.push_back(planned);
          co_return not_begun;
        });
    boost::asio::io_context io;
    boost::asio::co_spawn(io, scheduler.run(0), until_cancelled);
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
      const auto events = store::events_of(r, store::to_string(feed_.key));
      set_back = std::size_t(std::ranges::count(events, "schedule.set_back", &store::Event::kind));
      return {};
    }));
    std::reverse(skipped.begin(), skipped.end());
  }

  TemporaryFolder folder_;
  schedule::ScheduledFeed feed_;
};

inline std::vector<Instant> polled(ScriptedClock& clock, std::optional<Instant> remembered) {
  Schedules schedules(feed());
  schedules.serve(clock, remembered);
  return schedules.polled;
}

using Skipped = std::vector<std::string>;

/// A run begun for this poll, and how it ended.
inline std::optional<Error> run(store::Store& store, Instant planned, store::RunOutcome outcome,
                                std::optional<Error> cause) {
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

/// Notes that the poll is to be tried again at `again`, as whoever polls does.
inline void try_again(store::Store& store, std::optional<store::Again> again) {
  REQUIRE(store.write_now("test", [&](store::Writer& w) -> Result<void> {
    auto state = store::feed_state(w, {"sgm", "JQ", "daily"});
    state.again = again;
    store::put_feed_state(w, state);
    return {};
  }));
}

}  // namespace calloff::test
