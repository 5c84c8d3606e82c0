#include "schedule/scheduler.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <filesystem>

#include "support/catch.hpp"

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
  boost::asio::awaitable<void> sleep_until(BootTime until) override {
    if (after_sleeps_.empty()) throw boost::system::system_error(boost::asio::error::operation_aborted);
    now_ = after_sleeps_.front().value_or(now_ + (until - boot_));
    after_sleeps_.pop_front();
    boot_ = until;
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

/// The slots that were polled until the script ended. remembered: what was due next when the gateway went down
std::vector<Instant> polled(Clock& clock, std::optional<Instant> remembered) {
  Folder folder;
  auto store = store::Store::open(folder.path, store::Mode::write, clock);
  REQUIRE(store);
  if (remembered)
    REQUIRE((*store)->write_now("test", [&](store::Writer& w) -> Result<void> {
      auto state = store::feed_state(w, feed().key);
      state.next_run = remembered;
      store::put_feed_state(w, state);
      return {};
    }));
  std::vector<Instant> slots;
  schedule::Scheduler scheduler(
      **store, clock, [](const LogLine&) {}, {feed()},
      [&slots](std::size_t, Instant planned) -> boost::asio::awaitable<std::optional<Error>> {
        slots.push_back(planned);
        co_return std::nullopt;
      });
  boost::asio::io_context io;
  boost::asio::co_spawn(io, scheduler.run(0), [](std::exception_ptr) {});
  io.run();
  return slots;
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
