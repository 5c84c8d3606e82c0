#include "release/spread.hpp"

#include <map>
#include <random>

#include "support/catch.hpp"
#include "words.hpp"

using namespace calloff;
using namespace calloff::release;
using namespace calloff::test;

TEST_CASE("a quantity is spread in whole units, what is over to the earlier days") {
  struct Case {
    const char *total, *shares;
  };
  for (const auto& [total, wanted] : std::initializer_list<Case>{{"100", "20 20 20 20 20"},
                                                                 {"101", "21 20 20 20 20"},
                                                                 {"104", "21 21 21 21 20"},
                                                                 {"3", "1 1 1 0 0"},
                                                                 {"0", "0 0 0 0 0"},
                                                                 {"10.5", "2.5 2 2 2 2"},
                                                                 {"12.25", "3 3 2.25 2 2"},
                                                                 {"-7", "-7 0 0 0 0"}}) {
    INFO(total);
    std::string got;
    for (const auto share : spread(quantity(total), 5)) got += (got.empty() ? "" : " ") + to_string(share);
    CHECK(got == wanted);
  }
  CHECK(spread(quantity("5"), 0).empty());
}

TEST_CASE("days stand, weeks are spread, months are what days and weeks leave of them") {
  struct Case {
    const char *what, *figures, *shares;
  };
  for (const auto& [what, told, wanted] : std::initializer_list<Case>{
           {"a day, on a Sunday too", "d0315=20", "0315=20"},
           {"a week", "w0316=70", "0316=14 0317=14 0318=14 0319=14 0320=14"},
           {"a week with holidays", "w0427=8", "0427=2 0428=2 0429=2 0430=2"},
           {"a week with a make-up workday", "w0504=40", "0506=10 0507=10 0508=10 0509=10"},
           {"what its days leave of a week", "d0316=30 d0317=0 w0316=60", "0316=30 0317=0 0318=10 0319=10 0320=10"},
           {"nothing, as a fact", "w0316=0", "0316=0"},
           {"a month less its weeks", "w0525=50 m0501=60", "0525=10 0526=10 0527=10 0528=10 0529=10"},
           {"the month after the weeks", "w0525=50 m0601=22",
            "0525=10 0526=10 0527=10 0528=10 0529=10 0601=1 0602=1 0603=1 0604=1 0605=1 0608=1 0609=1 0610=1 0611=1 "
            "0612=1 0615=1 0616=1 0617=1 0618=1 0619=1 0622=1 0623=1 0624=1 0625=1 0626=1 0629=1 0630=1"},
           {"a month whose first days a week speaks for", "w0525=50 w0601=20 m0601=37",
            "0525=10 0526=10 0527=10 0528=10 0529=10 0601=4 0602=4 0603=4 0604=4 0605=4 0608=1 0609=1 0610=1 0611=1 "
            "0612=1 0615=1 0616=1 0617=1 0618=1 0619=1 0622=1 0623=1 0624=1 0625=1 0626=1 0629=1 0630=1"},
           {"a week over the end of a month", "w0629=50 m0701=20", "0629=10 0630=10 0701=10 0702=10 0703=10"}}) {
    INFO(what);
    const auto all = figures(told);
    CHECK(shares(lay_out(all, kWorkdays)) == wanted);
  }
}

TEST_CASE("figures that do not fit together are told") {
  struct Case {
    const char *what, *figures;
    std::optional<Mismatch> kind;
    const char *placed, *shares;
  };
  for (const auto& [what, told, kind, placed, wanted] : std::initializer_list<Case>{
           {"days say more than their week", "d0316=80 w0316=70", Mismatch::placed_exceeds, "80", "0316=80"},
           {"weeks say more than their month", "w0622=100 w0629=50 m0601=90", Mismatch::placed_exceeds, "120",
            "0622=20 0623=20 0624=20 0625=20 0626=20 0629=10 0630=10 0701=10 0702=10 0703=10"},
           {"days cover a week and say less", "d0316=1 d0317=1 d0318=1 d0319=1 d0320=1 w0316=7",
            Mismatch::placed_differs, "5", "0316=1 0317=1 0318=1 0319=1 0320=1"},
           {"days cover a week and say the same", "d0316=1 d0317=1 d0318=1 d0319=1 d0320=1 w0316=5", std::nullopt, "",
            "0316=1 0317=1 0318=1 0319=1 0320=1"},
           {"a week of holidays", "w0429=10", std::nullopt, "", "0429=5 0430=5"}}) {
    INFO(what);
    const auto all = figures(told);
    const auto layout = lay_out(all, kWorkdays);
    if (kind) {
      REQUIRE(layout.findings.size() == 1);
      CHECK(layout.findings[0].kind == *kind);
      CHECK(to_string(layout.findings[0].placed) == placed);
    } else {
      CHECK(layout.findings.empty());
    }
    CHECK(shares(layout) == wanted);
  }
}

TEST_CASE("a week on no day of which the plant works stands on its first day, and is told") {
  const auto shut = figures("w0501=10");
  Calendar calendar;
  calendar.add_holidays(LocalDate(day("0501")), LocalDate(day("0507")));
  const auto layout = lay_out(shut, Workdays(calendar, day("0401"), day("0630")));
  REQUIRE(layout.findings.size() == 1);
  CHECK(layout.findings[0].kind == Mismatch::no_workday);
  CHECK(shares(layout) == "0501=10");
}

TEST_CASE("whatever is told, shares add up to it") {
  std::mt19937 random(7);
  const auto any = [&](int from, int to) { return std::uniform_int_distribution(from, to)(random); };
  for (int round = 0; round < 500; ++round) {
    INFO("round " << round);
    std::vector<Figure> told;
    const auto monday = day("0105") + std::chrono::weeks(any(0, 20));
    for (int d = 0; d < 7; ++d)
      told.push_back({model::Bucket::day, monday + std::chrono::days(d), Decimal{any(0, 90) * 500}});
    const int weeks = any(1, 8);
    for (int w = 1; w <= weeks; ++w)
      told.push_back({model::Bucket::week, monday + std::chrono::weeks(w), Decimal::whole(any(0, 900))});
    const auto end = monday + std::chrono::weeks(weeks + 1);
    auto month = first_day(model::Bucket::month, end);
    std::map<Day, Decimal> months;
    for (int m = 0; m < 3; ++m) {
      told.push_back({model::Bucket::month, month, Decimal::whole(any(4000, 9000))});
      months[month] = told.back().qty;
      month = last_day(model::Bucket::month, month) + std::chrono::days(1);
    }
    std::shuffle(told.begin(), told.end(), random);
    const auto layout = lay_out(told, kWorkdays);
    CHECK(layout.findings.empty());
    std::map<std::uint32_t, Decimal> of;
    std::map<Day, Decimal> in_month;
    for (const auto& share : layout.shares) {
      of[share.figure] = of[share.figure] + share.qty;
      const auto first = first_day(model::Bucket::month, share.day);
      in_month[first] = in_month[first] + share.qty;
    }
    for (std::uint32_t i = 0; i < told.size(); ++i)
      if (told[i].bucket != model::Bucket::month) CHECK(to_string(of[i]) == to_string(told[i].qty));
    for (const auto& [first, qty] : months) CHECK(to_string(in_month[first]) == to_string(qty));
  }
}
