// What should have come by when, in tables: workdays, make-up workdays, days off, clocks that change, whole sets.
#include "expected/deadline.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::expected;
using std::chrono::minutes;

namespace {

LocalDate date(const char* text) { return parse_date(text).value(); }
Instant at(const char* text) { return parse_instant(text).value(); }

/// Shanghai: 1 to 7 October off, Saturday 10 October worked.
Expectation sheets() {
  Expectation one;
  one.feed = {"sgm", "JQ", "daily"};
  one.kind = Kind::sheets;
  one.by.warn = minutes(12 * 60);
  one.by.escalate = minutes(13 * 60);
  one.calendar.add_holidays(date("2026-10-01"), date("2026-10-07"));
  one.calendar.add_make_up_workday(date("2026-10-10"));
  one.zone = "Asia/Shanghai";
  return one;
}

std::bitset<7> on(std::initializer_list<unsigned> days) {
  std::bitset<7> weekdays;
  for (const auto day : days) weekdays.set(day);
  return weekdays;
}

std::string told(const std::optional<Instant>& when, const std::string& zone) {
  return when ? to_zoned_string(*when, zone) : "-";
}

}  // namespace

TEST_CASE("sheets are due on workdays, for the workday after, make-up workdays included") {
  struct Case {
    const char* day;
    const char* target;
  };
  const auto c = GENERATE(values<Case>({{"2026-09-29", "2026-09-30"},
                                        {"2026-09-30", "2026-10-08"},
                                        {"2026-10-01", ""},
                                        {"2026-10-07", ""},
                                        {"2026-10-08", "2026-10-09"},
                                        {"2026-10-09", "2026-10-10"},
                                        {"2026-10-10", "2026-10-12"},
                                        {"2026-10-11", ""}}));
  INFO(c.day);
  const auto due = due_on(sheets(), date(c.day));
  CHECK((due ? to_string(due->target) : "") == c.target);
  if (due) CHECK(to_string(local_time(due->by, "Asia/Shanghai")) == std::string(c.day) + "T12:00");
}

TEST_CASE("how many workdays ahead is a setting; releases are for no other day") {
  auto expectation = sheets();
  expectation.by.ahead = GENERATE(0, 2);
  const auto due = due_on(expectation, date("2026-10-09"));
  CHECK(to_string(due->target) == (expectation.by.ahead == 0 ? "2026-10-09" : "2026-10-12"));
  expectation.kind = Kind::release;
  CHECK(due_on(expectation, date("2026-10-09"))->target == date("2026-10-09"));
}

TEST_CASE("what comes on some days of the week comes on the next workday where they are off, and once") {
  struct Case {
    std::bitset<7> weekdays;
    const char* day;
    bool is_due;
  };
  const auto c =
      GENERATE(values<Case>({{on({4}), "2026-09-24", true},  // a Thursday
                             {on({4}), "2026-09-25", false},
                             {on({4}), "2026-10-01", false},  // off
                             {on({4}), "2026-10-08", true},   // a Thursday itself, and for that of the week off
                             {on({5}), "2026-10-08", true},   // for Friday 2 October
                             {on({5}), "2026-10-09", true},
                             {on({6}), "2026-10-10", true},  // a Saturday that is worked
                             {on({6}), "2026-10-12", false},
                             {on({0}), "2026-10-12", true},
                             {on({1, 4}), "2026-09-28", true}}));
  INFO(c.day << " " << c.weekdays);
  auto expectation = sheets();
  expectation.by.weekdays = c.weekdays;
  CHECK(due_on(expectation, date(c.day)).has_value() == c.is_due);
}

TEST_CASE("what comes until the next day on which something is due belongs to this one") {
  auto expectation = sheets();
  expectation.by.weekdays = on({4});
  const auto due = due_on(expectation, date("2026-09-24")).value();
  CHECK(due.from == at("2026-09-24T00:00:00+08:00"));
  CHECK(due.to == at("2026-10-08T00:00:00+08:00"));
}

TEST_CASE("deadlines keep to the wall clock where clocks change") {
  struct Case {
    const char* zone;
    const char* day;
    int minute;
    const char* by;
  };
  const auto c = GENERATE(values<Case>({
      {"Europe/Berlin", "2026-03-28", 150, "2026-03-28T02:30:00+01:00"},
      {"Europe/Berlin", "2026-03-29", 150, "2026-03-29T03:00:00+02:00"},  // does not exist: the end of the gap
      {"Europe/Berlin", "2026-10-25", 150, "2026-10-25T02:30:00+02:00"},  // is twice: the first
      {"America/Detroit", "2026-03-08", 720, "2026-03-08T12:00:00-04:00"},
      {"America/Detroit", "2026-11-01", 720, "2026-11-01T12:00:00-05:00"},
      {"Asia/Shanghai", "2026-03-29", 1440, "2026-03-30T00:00:00+08:00"},
  }));
  INFO(c.zone << " " << c.day);
  Expectation expectation;
  std::bitset<7> every;
  expectation.calendar.set_weekdays(every.set());
  expectation.zone = c.zone;
  expectation.by.warn = minutes(c.minute);
  const auto due = due_on(expectation, date(c.day)).value();
  CHECK(to_zoned_string(due.by, c.zone) == c.by);
  CHECK(next_deadline(expectation, due.by - std::chrono::seconds(1)) == due.by);
}

TEST_CASE("the next deadline: the warning, then the escalation, then the next workday") {
  struct Case {
    const char* after;
    const char* next;
  };
  const auto c = GENERATE(values<Case>({{"2026-09-30T11:59:59+08:00", "2026-09-30T12:00:00+08:00"},
                                        {"2026-09-30T12:00:00+08:00", "2026-09-30T13:00:00+08:00"},
                                        {"2026-09-30T13:00:00+08:00", "2026-10-08T12:00:00+08:00"},
                                        {"2026-10-09T20:00:00+08:00", "2026-10-10T12:00:00+08:00"}}));
  CHECK(told(next_deadline(sheets(), at(c.after)), "Asia/Shanghai") == c.next);
  auto never = sheets();
  never.calendar.add_holidays(date("2026-01-01"), date("2027-12-31"));
  never.calendar.set_weekdays(1);
  CHECK_FALSE(next_deadline(never, at("2026-11-01T00:00:00Z")));
}

TEST_CASE("a day's state follows from what came, and when") {
  struct Case {
    const char* now;
    const char* first;          ///< when the first sheet came; empty: none
    const char* watched_since;  ///< empty: never polled
    const char* state;
    bool is_escalated;
  };
  const auto c = GENERATE(values<Case>({
      {"11:59:59", "", "09:00:00", "not_due", false},
      {"12:00:00", "", "09:00:00", "missing", false},
      {"12:59:59", "", "09:00:00", "missing", false},
      {"13:00:00", "", "09:00:00", "missing", true},
      {"13:00:00", "", "", "missing", true},
      {"11:30:00", "11:20:00", "09:00:00", "arrived", false},
      {"15:00:00", "12:00:00", "09:00:00", "arrived", false},
      {"15:00:00", "12:00:01", "09:00:00", "late", false},
      {"15:00:00", "14:00:00", "09:00:00", "late", false},
      {"15:00:00", "14:00:00", "14:00:00", "arrived", false},  // it may have been there before we looked
  }));
  INFO(c.now << " first " << c.first);
  const auto on_day = [](const char* time) { return at((std::string("2026-10-09T") + time + "+08:00").c_str()); };
  const auto expectation = sheets();
  const auto due = due_on(expectation, date("2026-10-09")).value();
  Came came;
  if (*c.first) {
    came.first = on_day(c.first);
    came.numbers = {"JQ261010001"};
  }
  if (*c.watched_since) came.watched_since = on_day(c.watched_since);
  const auto judged = judge(expectation, due, came, on_day(c.now));
  CHECK(to_string(judged.state) == c.state);
  CHECK(judged.is_escalated == c.is_escalated);
}

TEST_CASE("days before the first poll are nobody's to judge") {
  const auto expectation = sheets();
  Came came;
  came.watched_since = at("2026-10-09T09:00:00+08:00");
  const auto now = at("2026-10-09T15:00:00+08:00");
  CHECK(judge(expectation, due_on(expectation, date("2026-10-08")).value(), came, now).state == State::not_watched);
  CHECK(judge(expectation, due_on(expectation, date("2026-10-09")).value(), came, now).state == State::missing);
  came.watched_since.reset();
  CHECK(judge(expectation, due_on(expectation, date("2026-10-08")).value(), came, now).state == State::not_watched);
}

TEST_CASE("of a feed with complete sets, some sheets are not all, until the set is whole or its day is over") {
  auto expectation = sheets();
  expectation.complete = release::SetRule{2, std::chrono::minutes(10), minutes(13 * 60)};
  const auto due = due_on(expectation, date("2026-10-09")).value();
  Came came;
  came.watched_since = at("2026-10-01T00:00:00Z");
  came.first = at("2026-10-09T11:10:00+08:00");
  came.numbers = {"JQ261010001", "JQ261010002"};
  const auto judged_at = [&](const char* now) { return judge(expectation, due, came, at(now)); };
  came.set = {{"a", true, at("2026-10-09T11:10:00+08:00"), at("2026-10-09T11:10:00+08:00"), 1}};
  CHECK(judged_at("2026-10-09T11:15:00+08:00").state == State::not_due);
  CHECK(judged_at("2026-10-09T12:00:00+08:00").state == State::incomplete);
  CHECK(judged_at("2026-10-09T13:00:00+08:00").is_escalated);
  CHECK(judged_at("2026-10-10T23:59:00+08:00").state == State::incomplete);
  const auto over = judged_at("2026-10-11T00:00:00+08:00");
  CHECK(over.state == State::arrived);
  came.set.push_back({"b", true, at("2026-10-09T12:20:00+08:00"), at("2026-10-09T12:30:00+08:00"), 2});
  const auto whole = judged_at("2026-10-09T12:30:00+08:00");
  CHECK(whole.state == State::late);
  CHECK(whole.came == at("2026-10-09T12:20:00+08:00"));
  came.set.push_back({"c", true, at("2026-10-09T16:00:00+08:00"), at("2026-10-09T16:00:00+08:00"), 1});
  CHECK(judged_at("2026-10-09T16:00:00+08:00").came == at("2026-10-09T12:20:00+08:00"));
  came.set[1].has_all_pages = came.set[2].has_all_pages = false;
  CHECK(judged_at("2026-10-09T16:00:00+08:00").state == State::incomplete);
}

TEST_CASE("numbers that are left out, under each beginning") {
  struct Case {
    int digits;
    std::optional<int> first;
    std::vector<std::string> numbers, left_out;
  };
  const auto c = GENERATE(values<Case>({
      {3, {}, {}, {}},
      {3, {}, {"JQ260311002", "JQ260311003"}, {}},
      {3, 1, {"JQ260311002", "JQ260311003"}, {"JQ260311001"}},
      {3, 1, {"JQ260311000", "JQ260311001"}, {}},
      {3, {}, {"JQ260311004", "JQ260311001"}, {"JQ260311002", "JQ260311003"}},
      {3, {}, {"JQ260311001", "JQ260311001", "JQ260311002"}, {}},
      {3, {}, {"A001", "A003", "B001", "B003"}, {"A002", "B002"}},
      {2, {}, {"WDF-JQ-202652", "WDF-JQ-202701", "WDF-JQ-202703"}, {"WDF-JQ-202702"}},
      {3, {}, {"12", "A0x1", "A-01"}, {}},
      {3, 7, {"A008"}, {"A007"}},
  }));
  INFO(c.digits << " " << (c.numbers.empty() ? "" : c.numbers[0]));
  CHECK(numbers_left_out({c.digits, c.first}, c.numbers) == c.left_out);
}

TEST_CASE("two numbers that are far apart name a thousand, not a million") {
  CHECK(numbers_left_out({7, std::nullopt}, {"A0000001", "A9000000"}).size() == 1000);
}
