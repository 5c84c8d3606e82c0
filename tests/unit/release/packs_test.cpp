#include "release/packs.hpp"

#include "support/catch.hpp"
#include "words.hpp"

using namespace calloff;
using namespace calloff::release;

TEST_CASE("whole packs are provided when they are needed, what is over serves the next day") {
  struct Case {
    const char *what, *figures, *provided;
  };
  for (const auto& [what, told, wanted] : std::initializer_list<Case>{
           {"a pack a day", "d0310=20 d0311=20 d0312=20 d0313=20 d0316=20", "24 24 24 24 24"},
           {"small quantities", "d0310=10 d0311=10 d0312=10", "24 0 24"},
           {"whole ones", "d0310=48 d0311=24", "48 24"},
           {"nothing", "d0310=0", "0"},
           {"firm is not rounded, and takes nothing of what is over", "d0310=10 d0311=10f d0312=14", "24 10 0"}}) {
    INFO(what);
    PartDemand part;
    part.figures = test::figures(told);
    const PlantRules rules{test::kCalendar, test::kWorkdays, test::day("0310"), {}, 0, 0, true};
    const auto entries = consolidate(part, rules).entries;
    std::string got;
    for (const auto quantity : in_packs(entries, Decimal::whole(24)))
      got += (got.empty() ? "" : " ") + to_string(quantity);
    CHECK(got == wanted);
  }
}
