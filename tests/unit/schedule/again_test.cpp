#include "schedule/again.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace std::chrono_literals;

namespace {

Instant at(const char* text) { return *parse_instant(text); }

schedule::Timetable weekly() {
  schedule::Timetable timetable;
  timetable.schedule.when = std::vector<std::chrono::minutes>{510min, 930min};  // 08:30, 15:30
  timetable.zone = "Asia/Shanghai";
  timetable.hours = {6h, 18h};
  return timetable;
}

}  // namespace

TEST_CASE("a slot that failed is tried again after one, five and fifteen minutes, and then left to the next") {
  struct Case {
    std::int64_t tries;
    const char *now, *not_before, *again;
  };
  const auto c = GENERATE(values<Case>({
      {0, "2026-03-10T08:30:20+08:00", nullptr, "2026-03-10T08:31:20+08:00"},
      {1, "2026-03-10T08:31:40+08:00", nullptr, "2026-03-10T08:36:40+08:00"},
      {2, "2026-03-10T08:37:00+08:00", nullptr, "2026-03-10T08:52:00+08:00"},
      {3, "2026-03-10T08:53:00+08:00", nullptr, nullptr},
      // Who may not be asked before is asked then.
      {0, "2026-03-10T08:30:20+08:00", "2026-03-10T08:50:00+08:00", "2026-03-10T08:50:00+08:00"},
      {0, "2026-03-10T08:30:20+08:00", "2026-03-10T08:30:30+08:00", "2026-03-10T08:31:20+08:00"},
      // Never at the next slot or behind it.
      {0, "2026-03-10T15:28:59+08:00", nullptr, "2026-03-10T15:29:59+08:00"},
      {0, "2026-03-10T15:29:00+08:00", nullptr, nullptr},
      {0, "2026-03-10T08:30:20+08:00", "2026-03-10T15:45:00+08:00", nullptr},
      // Never outside the hours.
      {2, "2026-03-10T17:44:59+08:00", nullptr, "2026-03-10T17:59:59+08:00"},
      {2, "2026-03-10T17:45:00+08:00", nullptr, nullptr},
  }));
  INFO(c.now);
  const auto again =
      schedule::again_at(weekly(), c.tries, at(c.now), {c.not_before ? std::optional(at(c.not_before)) : std::nullopt});
  CHECK(again == (c.again ? std::optional(at(c.again)) : std::nullopt));
}

TEST_CASE("those who wait for one moment are tried again one after the other, if there is time for that") {
  struct Case {
    const char *now, *not_before;
    std::chrono::milliseconds jitter;
    const char* again;
  };
  const auto c = GENERATE(values<Case>({
      {"2026-03-10T08:30:20+08:00", "2026-03-10T08:50:00+08:00", 90s, "2026-03-10T08:51:30+08:00"},
      {"2026-03-10T08:30:20+08:00", "2026-03-10T08:30:50+08:00", 90s, "2026-03-10T08:31:20+08:00"},
      {"2026-03-10T08:30:20+08:00", nullptr, 90s, "2026-03-10T08:31:20+08:00"},
      // The next slot, or the end of the hours, comes before.
      {"2026-03-10T08:30:20+08:00", "2026-03-10T15:29:00+08:00", 90s, "2026-03-10T15:29:00+08:00"},
      {"2026-03-10T15:30:20+08:00", "2026-03-10T17:59:00+08:00", 90s, "2026-03-10T17:59:00+08:00"},
      {"2026-03-10T08:30:20+08:00", "2026-03-10T15:30:00+08:00", 90s, nullptr},
  }));
  INFO(c.now << " " << c.jitter.count());
  const auto not_before = c.not_before ? std::optional(at(c.not_before)) : std::nullopt;
  const auto again = schedule::again_at(weekly(), 0, at(c.now), {not_before, c.jitter});
  CHECK(again == (c.again ? std::optional(at(c.again)) : std::nullopt));
}
