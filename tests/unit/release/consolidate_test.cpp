#include "release/consolidate.hpp"

#include "support/catch.hpp"
#include "words.hpp"

using namespace calloff;
using namespace calloff::release;
using namespace calloff::test;

namespace {

/// What a case says, and the rules of a plant on Tuesday 10 March 2026. complete: `0311 0312`; call_offs:
/// `0311=40 0312=30-10` (required - shipped; a ! at the end: shipped or received)
struct Case {
  const char* what;
  const char *call_offs, *forecast, *complete;
  const char* wanted;
  int firm_days = 0;
  int moved_by = 0;
  const char* past_due = "";
  bool is_all = false;
};

std::vector<CallOff> call_offs(const std::string& words) {
  std::vector<CallOff> all;
  std::istringstream in(words);
  for (std::string word; in >> word;) {
    CallOff call_off;
    if (word.back() == '!') {
      call_off.is_over = true;
      word.pop_back();
    }
    call_off.day = day(word.substr(0, 4));
    const auto minus = word.find('-');
    call_off.required = quantity(word.substr(5, minus == word.npos ? word.npos : minus - 5));
    if (minus != word.npos) call_off.shipped = quantity(word.substr(minus + 1));
    all.push_back(call_off);
  }
  return all;
}

std::string word_of(const Entry& entry) {
  static constexpr const char* kOrigins[] = {"due", "pus", "order", "d", "w", "m"};
  std::string word = std::string(kOrigins[static_cast<int>(entry.origin)]) + text(entry.from);
  if (entry.until != entry.from) word += "-" + text(entry.until);
  word += "=" + to_string(entry.open());
  if (entry.commitment == model::Commitment::firm) word += "f";
  if (!entry.is_complete) word += "?";
  if (!entry.is_counted) word += "x";
  return word;
}

struct Given {
  explicit Given(const Case& one) {
    part.call_offs = call_offs(one.call_offs);
    part.figures = figures(one.forecast);
    if (*one.past_due) part.past_due = quantity(one.past_due);
    std::istringstream in(one.complete);
    for (std::string word; in >> word;) complete.push_back(day(word));
    rules.complete = complete;
    rules.firm_days = one.firm_days;
    rules.moved_by = one.moved_by;
  }
  PartDemand part;
  std::vector<Day> complete;
  PlantRules rules{kCalendar, kWorkdays, day("0310"), {}, 0, 0, true};
};

std::string words_of(const Consolidated& done) {
  std::string all;
  for (const auto& entry : done.entries) all += (all.empty() ? "" : " ") + word_of(entry);
  return all;
}

}  // namespace

TEST_CASE("pick-up sheets count for dates whose set is complete, the forecast for all others") {
  for (const auto& one : std::initializer_list<Case>{
           {"a complete set replaces the day", "0311=40", "d0310=5 d0311=50 d0312=60", "0311",
            "d0310=5 pus0311=40f d0312=60"},
           {"an incomplete one does not, and is not counted", "0311=40", "d0311=50", "", "pus0311=40f?x d0311=50"},
           {"a complete set that says nothing of the part zeroes it", "", "d0311=50 d0312=60", "0311",
            "pus0311=0f d0312=60"},
           {"but does not say so where the forecast had nothing", "", "d0311=0 d0312=60", "0311", "d0312=60"},
           {"a zero that is called off stands", "0311=0", "d0311=50", "0311", "pus0311=0f"},
           {"of a week, the days whose sheets are there", "0316=40 0317=20", "w0316=100", "0316 0317",
            "pus0316=40f pus0317=20f w0318-0322=60"},
           {"of a month too", "0601=9", "m0601=22", "0601", "pus0601=9f m0602-0630=21"},
           {"what has been shipped is not open", "0311=40-15 0312=30! 0313=20-25", "", "0311 0312 0313", "pus0311=25f"},
           {"what is past is not shown", "0309=40 0310=7", "d0309=50 w0302=70", "0309 0310", "pus0310=7f"},
           {"a week that has begun is what is left of it", "", "w0309=100", "", "w0310-0315=80"},
           {"all, with what is past and over", "0309=40! 0311=40-15", "d0309=50 d0312=60", "0309 0311",
            "pus0309=40f pus0311=25f d0312=60", 0, 0, "", true}}) {
    INFO(one.what);
    const Given given(one);
    CHECK(words_of(consolidate(given.part, given.rules, one.is_all)) == one.wanted);
  }
}

TEST_CASE("firm is what is called off, what the release calls so, and days of the profile") {
  for (const auto& one :
       std::initializer_list<Case>{{"no firm days", "", "d0310=1 d0311=1 d0312=1", "", "d0310=1 d0311=1 d0312=1"},
                                   {"two", "", "d0310=1 d0311=1 d0312=1", "", "d0310=1f d0311=1f d0312=1", 2},
                                   {"the release says so", "", "d0312=1f w0316=5f", "", "d0312=1f w0316-0322=5f"},
                                   {"weeks are not firm by days", "", "w0309=100", "", "w0310-0315=80", 3}}) {
    INFO(one.what);
    const Given given(one);
    CHECK(words_of(consolidate(given.part, given.rules)) == one.wanted);
  }
}

TEST_CASE("the forecast is moved to the dates of the schedule by workdays") {
  const Case arrivals{"", "0312=40", "d0313=50 d0316=60", "0312", "pus0312=40f d0313=60", 0, -1};
  const Given given(arrivals);
  CHECK(words_of(consolidate(given.part, given.rules)) == arrivals.wanted);
}

TEST_CASE("past due is a bucket of its own, before all days, and not redated") {
  const Case due{"", "", "d0310=5 d0311=5", "", "due0309=12f d0310=5 d0311=5", 0, 0, "12"};
  const Given given(due);
  CHECK(words_of(consolidate(given.part, given.rules)) == due.wanted);
  CHECK(words_of(consolidate_by(given.part, given.rules, model::Bucket::week)) == "due0309=12f d0309-0315=10");
}

TEST_CASE("a plant without a forecast counts all its sheets") {
  const Case sheets{"", "0311=40", "", "", ""};
  Given given(sheets);
  given.rules.has_forecast = false;
  CHECK(words_of(consolidate(given.part, given.rules)) == "pus0311=40f?");
}

TEST_CASE("without a rule for complete sets a sheet counts for its part and day, and takes nothing else away") {
  const Case sheets{"", "0311=40", "d0311=50 d0312=60", "", ""};
  Given given(sheets);
  given.rules.has_set_rule = false;
  CHECK(words_of(consolidate(given.part, given.rules)) == "pus0311=40f? d0312=60");
  given.part.call_offs.clear();
  given.part.named_on = {day("0312")};
  CHECK(words_of(consolidate(given.part, given.rules)) == "d0311=50");
}

TEST_CASE("the same by day, by week and by month") {
  const Case month{"", "0311=40 0312=50-10", "d0311=1 d0313=6 w0316=70 w0330=50 m0401=52", "0311 0312", ""};
  const Given given(month);
  CHECK(
      words_of(consolidate_by(given.part, given.rules, model::Bucket::week)) ==
      "pus0309-0315=80f d0309-0315=6 w0316-0322=70 w0330-0405=50 m0406-0412=8 m0413-0419=5 m0420-0426=5 m0427-0503=4");
  CHECK(words_of(consolidate_by(given.part, given.rules, model::Bucket::month)) ==
        "pus0301-0331=80f d0301-0331=6 w0301-0331=90 w0401-0430=30 m0401-0430=22");
  const auto days = consolidate_by(given.part, given.rules, model::Bucket::day);
  Decimal sum;
  for (const auto& entry : days.entries) sum = sum + entry.open();
  CHECK(to_string(sum) == "228");
}

TEST_CASE("who was called nothing off is told, with what the forecast had") {
  const Case silent{"", "", "d0311=50 d0312=60", "0311", ""};
  const Given given(silent);
  const auto done = consolidate(given.part, given.rules);
  REQUIRE(done.quiet.size() == 1);
  CHECK(done.quiet[0].day == day("0311"));
  CHECK(to_string(done.quiet[0].forecast) == "50");
}

TEST_CASE("weeks begin on Monday, across the turn of the year and in years of 53 weeks") {
  const auto at = [](int y, unsigned m, unsigned d) { return Day(std::chrono::year(y) / int(m) / int(d)); };
  CHECK(first_day(model::Bucket::week, at(2027, 1, 1)) == at(2026, 12, 28));  // week 53 of 2026
  CHECK(first_day(model::Bucket::week, at(2027, 1, 3)) == at(2026, 12, 28));
  CHECK(first_day(model::Bucket::week, at(2027, 1, 4)) == at(2027, 1, 4));
  CHECK(first_day(model::Bucket::month, at(2028, 2, 29)) == at(2028, 2, 1));
  CHECK(last_day(model::Bucket::month, at(2028, 2, 1)) == at(2028, 2, 29));
}
