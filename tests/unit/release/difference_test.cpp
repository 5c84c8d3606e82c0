#include "release/difference.hpp"

#include "support/catch.hpp"
#include "words.hpp"

using namespace calloff;
using namespace calloff::release;
using namespace calloff::test;

namespace {

/// A release that looks from its first day to its last.
struct Told {
  explicit Told(const std::string& words, const char* pack = "") : all(figures(words)) {
    const auto layout = lay_out(all, kWorkdays);
    asked = asked_of(layout, all);
    if (*pack) pack_size = quantity(pack);
  }
  PartState state() const {
    PartState state{asked, asked.front().from, asked.front().until, pack_size};
    for (const auto& one : asked) state.until = std::max(state.until, one.until);
    return state;
  }
  std::vector<Figure> all;
  std::vector<Asked> asked;
  std::optional<Decimal> pack_size;
};

std::string text_of(const std::optional<PartChange>& change) {
  static constexpr const char* kKinds[] = {"added",     "dropped",    "increased", "decreased",
                                           "pulled_in", "pushed_out", "moved",     "pack_size"};
  static constexpr const char* kZones[] = {"firm", "near", "middle", "far"};
  if (!change) return "none";
  auto all = std::string(kKinds[static_cast<int>(change->kind)]) + (change->is_notable ? "!" : "") + " " +
             to_string(change->before) + ">" + to_string(change->after);
  for (const auto& cell : change->days)
    all += " " + text(cell.from) + (cell.until == cell.from ? "" : "-" + text(cell.until)) + ":" +
           to_string(cell.before) + ">" + to_string(cell.after) + ":" + kZones[static_cast<int>(cell.zone)] +
           (cell.is_notable ? "!" : "");
  return all;
}

}  // namespace

TEST_CASE("what changed between two releases, in the finest days that both know") {
  struct Case {
    const char *what, *before, *after, *wanted;
  };
  for (const auto& [what, before, after, wanted] : std::initializer_list<Case>{
           {"nothing", "d0310=20 w0316=70", "d0310=20 w0316=70", "none"},
           {"a week that the next one says by day", "w0309=50 w0316=70",
            "d0316=14 d0317=14 d0318=14 d0319=14 d0320=14 d0321=0 d0322=0", "none"},
           {"the same, with more of it", "w0309=50 w0316=70 w0323=10",
            "d0316=14 d0317=20 d0318=14 d0319=14 d0320=14 d0321=0 d0322=0 w0323=10",
            "increased 80>86 0316-0322:70>76:near"},
           {"more in a near week", "w0316=70 w0323=50", "w0316=80 w0323=50",
            "increased! 120>130 0316-0322:70>80:near!"},
           {"less in a later one", "w0316=70 w0406=50", "w0316=70 w0406=41",
            "decreased 120>111 0406-0412:50>41:middle"},
           {"less by a fifth", "w0316=70 w0406=50", "w0316=70 w0406=40", "decreased! 120>110 0406-0412:50>40:middle!"},
           {"sooner", "w0316=70 w0323=50", "w0316=90 w0323=30",
            "pulled_in! 120>120 0316-0322:70>90:near! 0323-0329:50>30:near!"},
           {"later", "w0316=70 w0323=50", "w0316=60 w0323=60",
            "pushed_out! 120>120 0316-0322:70>60:near! 0323-0329:50>60:near!"},
           {"sooner and later", "w0316=50 w0323=60 w0330=40", "w0316=60 w0323=40 w0330=50",
            "moved! 150>150 0316-0322:50>60:near! 0323-0329:60>40:near! 0330-0405:40>50:middle!"},
           {"what was nothing, however far", "w0316=70 m0601=0 m0701=30", "w0316=70 m0601=3 m0701=30",
            "increased! 100>103 0601-0630:0>3:far!"},
           {"months by a third", "w0316=70 m0701=30", "w0316=70 m0701=40", "increased! 100>110 0701-0731:30>40:far!"},
           {"firm, however little", "d0310=20f w0316=70", "d0310=21f w0316=70", "increased! 90>91 0310:20>21:firm!"},
           {"what has passed, and what came into view, is none", "w0309=50 w0316=70", "w0316=70 w0323=99", "none"},
           {"a month whose weeks are told by now", "w0601=20 m0601=110 m0701=200",
            "w0608=30 w0615=30 w0622=25 w0629=25 m0701=195", "none"}}) {
    INFO(what);
    const Told a(before), b(after);
    CHECK(text_of(difference(a.state(), b.state(), {})) == wanted);
  }
}

TEST_CASE("a pack's worth is enough in the near weeks") {
  const Told a("w0316=700"), b("w0316=724", "24");
  const auto change = difference(a.state(), b.state(), {});
  REQUIRE(change);
  CHECK(change->is_notable);
}

TEST_CASE("a part that comes, one that goes, and one that is packed otherwise") {
  const Told a("w0316=70", "10"), b("w0316=70", "12");
  CHECK(text_of(difference(std::nullopt, a.state(), {})) == "added! 0>70 0316-0322:0>70:near!");
  CHECK(text_of(difference(a.state(), std::nullopt, {})) == "dropped! 70>0 0316-0322:70>0:near!");
  CHECK(text_of(difference(a.state(), b.state(), {})) == "pack_size! 70>70");
  CHECK(text_of(difference(std::nullopt, std::nullopt, {})) == "none");
}

TEST_CASE("what several sheets ask for on one day is one change") {
  const std::vector<Asked> sheets{{day("0311"), day("0311"), quantity("5"), true},
                                  {day("0311"), day("0311"), quantity("7"), true}};
  const PartState state{sheets, day("0310"), day("0312"), std::nullopt};
  CHECK(text_of(difference(std::nullopt, state, {})) == "added! 0>12 0311:0>12:firm!");
}

TEST_CASE("what a week over the edge of the view says is not compared") {
  const Told a("w0309=50 w0316=70"), b("d0312=5 d0313=5 w0316=70");
  CHECK(text_of(difference(a.state(), b.state(), {})) == "none");
}
