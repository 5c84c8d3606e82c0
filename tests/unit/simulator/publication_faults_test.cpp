// What a plant can publish badly: late, in part, old, altered, another plant's.
#include <algorithm>
#include <functional>
#include <set>

#include "simulator/admin.hpp"
#include "support/catch.hpp"
#include "support/simulator/browser.hpp"

namespace calloff::simulator::test {
namespace {

using namespace std::chrono_literals;
using Rows = std::vector<std::vector<std::string>>;

constexpr auto kAll = "/JQ/pus_/pusSearch.do?method=listAllStatusPus";
constexpr auto kReleases = "/JQ/wdf/wdfSearch.do?method=listDunsWdf";
const std::string kPage = "&com.sgm.common.web.PageBreakerTagCURRENT_PAGE_NUM_NAME=";

Instant tuesday(std::chrono::minutes of_day) { return china_instant(std::chrono::year(2026) / 3 / 10, of_day); }

struct World {
  Portals portals{Settings{.start = tuesday(8h)}};
  SimulatedClock clock{nullptr, kTuesdayAfternoon};
  Admin admin{portals, clock};
  Browser browser;

  explicit World(Instant at = kTuesdayAfternoon) : browser(portals, at) { browser.sign_in_jq(); }
  void arm(const std::string& name, const std::string& site = "JQ") {
    const auto body = R"({"fault":")" + name + R"(","times":0,"site":")" + site + "\"}";
    REQUIRE(admin.handle({"POST", "/faults", {}, body}).status == 200);
  }
  Rows sheets() {
    Rows rows;
    for (int page = 1;; ++page) {
      const auto text = browser.read(kAll + kPage + std::to_string(page));
      if (!contains(text, "第" + std::to_string(page) + "/")) return rows;
      const auto table = table_of(text, "id=\"pusListTab\"");
      for (std::size_t i = 1; i < table.size(); ++i) {
        if (table[i].size() > 1) rows.push_back(table[i]);
      }
    }
  }
  std::size_t sheets_for_tomorrow() {
    std::size_t count = 0;
    for (const auto& row : sheets()) count += row[8].starts_with("2026-03-11") ? 1 : 0;
    return count;
  }
  Rows detail(const std::string& sid) {
    return table_of(browser.read("/JQ/pus_/pus.do?method=showPusDetail&sid=" + sid), "class=\"table_double_head\"");
  }
  /// The sheet that faults of one sheet are about.
  const Sheet& first_of_tomorrow() {
    return *portals.eschedule("JQ")->sheets().find_number("JQ260311001", kTuesdayAfternoon);
  }
  Rows release() {
    const auto id = portals.eschedule("JQ")->releases().listed(kTuesdayAfternoon).front()->id;
    return table_of(browser.read("/JQ/wdf/wdf.do?method=showWdfDetail&id=" + id), "id=\"wdfDetailTab\"");
  }
};

std::vector<std::string> row_of(const Rows& rows, const std::string& number) {
  for (const auto& row : rows) {
    if (row[2] == number) return row;
  }
  return {};
}

}  // namespace

TEST_CASE("sheets that come late or in two batches") {
  struct Case {
    std::string fault;
    std::chrono::minutes of_day;
    std::size_t sheets;
  };
  const Case cases[] = {{"", 11h + 15min, 24},
                        {"late_publication", 11h + 15min, 0},
                        {"late_publication", 11h + 39min, 0},
                        {"late_publication", 11h + 45min, 24},
                        {"two_batches", 11h + 15min, 12},
                        {"two_batches", 11h + 55min, 24}};
  for (const auto& c : cases) {
    INFO(c.fault << " at " << c.of_day.count());
    World world(tuesday(c.of_day));
    if (!c.fault.empty()) world.arm(c.fault);
    CHECK(world.sheets_for_tomorrow() == c.sheets);
  }
  World world(tuesday(12h));
  world.arm("late_publication");
  CHECK(world.sheets().front()[10] == "2026-03-10 11:41");  // the last of 24, five seconds apart
}

TEST_CASE("one sheet is withdrawn, altered, or altered in silence") {
  struct Case {
    std::string fault, state;
    bool is_listed, row_is_same, opens, lines_are_same;
  };
  const Case cases[] = {{"sheet_withdrawn", "", false, false, false, false},
                        {"same_number_new_content", "变更", true, false, true, false},
                        {"silent_revision", "未读", true, true, true, false}};
  for (const auto& c : cases) {
    INFO(c.fault);
    World world;
    const auto sheet = world.first_of_tomorrow();
    const auto before = row_of(world.sheets(), sheet.number);
    REQUIRE(before.size() == 14);
    world.arm(c.fault);
    const auto after = world.sheets();
    const auto row = row_of(after, sheet.number);
    CHECK(row.empty() != c.is_listed);
    CHECK(after.size() == (c.is_listed ? 35 : 34));
    if (c.is_listed) CHECK(row[1] == c.state);
    if (c.is_listed) CHECK((row == before) == c.row_is_same);
    const auto lines = world.detail(sheet.sid);
    CHECK(lines.empty() != c.opens);
    if (c.opens) CHECK(lines.at(1).at(3) == std::to_string(sheet.lines[0].required + sheet.lines[0].part->pack));
    // The book has not changed, so all is as before when the fault has gone.
    world.portals.faults().clear();
    CHECK(row_of(world.sheets(), sheet.number).at(12) == before.at(12));
    CHECK(world.detail(sheet.sid).at(1).at(3) == std::to_string(sheet.lines[0].required));
  }
}

TEST_CASE("yesterday's list, half the parts, another plant's data") {
  World world;
  const auto sid = world.first_of_tomorrow().sid;
  const auto all = world.sheets();
  const auto lines = world.detail(sid);
  const auto release = world.release();

  world.arm("yesterdays_list");
  CHECK(world.sheets_for_tomorrow() == 0);
  for (const auto& row : world.sheets()) CHECK(row[8] < "2026-03-11");
  world.portals.faults().clear();

  world.arm("half_the_parts");
  CHECK(world.sheets().size() == all.size() / 2);
  CHECK(world.detail(sid).size() == 1 + std::max<std::size_t>(1, (lines.size() - 1) / 2));
  const auto half = world.release();
  CHECK(half.size() == 3 + (release.size() - 3) / 2);
  CHECK(half.back()[0] == "合计");
  CHECK(half.back() != release.back());
  world.portals.faults().clear();

  world.arm("wrong_plant");
  for (const auto& row : world.sheets()) CHECK((row[5] == "DY" && row[2].starts_with("DY") && row[4] == "061273805"));
  CHECK(contains(world.browser.read("/JQ/pus_/pus.do?method=showPusDetail&sid=" + sid), "<td>DY260311001</td>"));
  CHECK(contains(world.browser.read(kReleases), "WDF-DY-202611"));
  CHECK(world.release() != release);
  world.portals.faults().clear();
  CHECK(world.release() == release);
}

TEST_CASE("releases are withdrawn and altered too") {
  World world;
  const auto release = world.release();
  const auto list = world.browser.read(kReleases);
  for (const auto fault : {"same_number_new_content", "silent_revision"}) {
    INFO(fault);
    world.arm(fault);
    CHECK(world.release().size() == release.size());
    CHECK(world.release() != release);
    CHECK(world.browser.read(kReleases) == list);
    world.portals.faults().clear();
  }
  world.arm("sheet_withdrawn");
  CHECK(contains(world.browser.read(kReleases), "没有符合条件的记录"));
  CHECK(world.release().empty());
}

TEST_CASE("a list that does not page as it should") {
  const auto page = [](World& world, int number) { return world.browser.read(kAll + kPage + std::to_string(number)); };
  const auto rows = [](const std::string& text) { return table_of(text, "id=\"pusListTab\""); };
  World world;
  const auto first = rows(page(world, 1)), second = rows(page(world, 2));
  REQUIRE(second.size() == 16);

  world.arm("duplicate_rows");
  CHECK(rows(page(world, 1)) == first);
  CHECK(rows(page(world, 2)).size() == 17);
  CHECK(rows(page(world, 2))[1] == first.back());
  world.portals.faults().clear();

  world.arm("beyond_last_repeats");
  CHECK(contains(page(world, 2), "共35条 第2/3页"));
  CHECK(contains(page(world, 3), "共35条 第3/3页"));
  CHECK(contains(page(world, 9), "共35条 第3/3页"));
  CHECK(rows(page(world, 3)) == rows(page(world, 2)));
  world.portals.faults().clear();

  REQUIRE(world.admin.handle({"POST", "/faults", {}, R"({"fault":"row_moves","site":"JQ","times":2})"}).status == 200);
  CHECK(rows(page(world, 1)) == first);
  const auto moved = rows(page(world, 2));
  CHECK(moved.size() == 16);
  CHECK(moved[1][2] == first.back()[2]);  // met twice
  std::set<std::string> numbers;
  for (const auto& row : moved) numbers.insert(row[2]);
  CHECK(numbers.count(second[1][2]) == 0);  // and this one missed
  CHECK(rows(page(world, 1))[1][2] == second[1][2]);
  CHECK(rows(page(world, 2)).size() == 16);
}

}  // namespace calloff::simulator::test
