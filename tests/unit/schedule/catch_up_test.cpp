#include "schedule/catch_up.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace std::chrono_literals;
using schedule::decide;
using schedule::Decision;
using settings::CatchUp;

namespace {

Instant at(const char* time) { return *parse_instant("2026-03-10T" + std::string(time) + ":00+08:00"); }

/// `11:10 11:20 | made_up: 11:00`: what is polled, and what is left out why.
std::string told(const Decision& decision) {
  const auto clock = [](Instant when) { return to_string(local_time(when, "Asia/Shanghai")).substr(11, 5); };
  std::string text;
  for (const auto when : decision.poll) text += clock(when) + " ";
  for (const auto& left_out : decision.left_out) {
    text += "| " + left_out.why.code.substr(std::string("schedule/").size()) + ": ";
    for (const auto when : left_out.due) text += clock(when) + " ";
  }
  return text;
}

schedule::Timetable table(CatchUp catch_up) {
  schedule::Timetable timetable;
  timetable.schedule.catch_up = catch_up;
  timetable.zone = "Asia/Shanghai";
  timetable.hours = {6h, 18h};
  return timetable;
}

}  // namespace

TEST_CASE("what is due becomes a poll or is left out with a reason, each once") {
  struct Case {
    CatchUp catch_up;
    std::vector<const char*> due;
    const char *now, *told;
  };
  const auto c =
      GENERATE(values<Case>({{CatchUp::run_once, {"11:10"}, "11:10", "11:10 "},
                             {CatchUp::run_once, {"11:10"}, "16:00", "11:10 "},
                             {CatchUp::run_once, {"11:00", "11:10", "11:20"}, "11:20", "11:20 | made_up: 11:00 11:10 "},
                             {CatchUp::run_once, {"11:00", "11:10", "11:20"}, "16:00", "11:20 | made_up: 11:00 11:10 "},
                             {CatchUp::skip, {"11:10"}, "11:10", "11:10 "},
                             {CatchUp::skip, {"11:10"}, "11:15", "11:10 "},
                             {CatchUp::skip, {"11:10"}, "11:16", "| was_down: 11:10 "},
                             {CatchUp::skip, {"11:00", "11:10"}, "11:11", "11:10 | was_down: 11:00 "},
                             {CatchUp::skip, {"11:00", "11:10"}, "12:00", "| was_down: 11:00 11:10 "},
                             {CatchUp::all, {"11:00", "11:10", "11:20"}, "16:00", "11:00 11:10 11:20 "},
                             {CatchUp::run_once, {"11:00", "17:59"}, "18:00", "| outside_hours: 11:00 17:59 "},
                             {CatchUp::all, {"17:50", "17:59"}, "18:00", "| outside_hours: 17:50 17:59 "},
                             {CatchUp::skip, {"17:59"}, "18:00", "| outside_hours: 17:59 "}}));
  std::vector<Instant> due;
  for (const auto* time : c.due) due.push_back(at(time));
  INFO(c.told);
  CHECK(told(decide(table(c.catch_up), due, 0ms, at(c.now), schedule::was_down())) == c.told);
}

TEST_CASE("`all` makes up for the newest hundred") {
  std::vector<Instant> due;
  for (int minute = 0; minute < 130; ++minute) due.push_back(at("11:00") + minute * 1min);
  const auto decision = decide(table(CatchUp::all), due, 0ms, at("16:00"), schedule::was_down());
  CHECK(decision.poll.size() == 100);
  CHECK(decision.poll.back() == due.back());
  REQUIRE(decision.left_out.size() == 1);
  CHECK(decision.left_out[0].due.size() == 30);
  CHECK(decision.left_out[0].due.front() == due.front());
}

TEST_CASE("a poll that begins within its jitter is on time") {
  const auto due = std::vector{at("11:10")};
  CHECK(decide(table(CatchUp::skip), due, 10min, at("11:25"), schedule::was_down()).poll == due);
}
