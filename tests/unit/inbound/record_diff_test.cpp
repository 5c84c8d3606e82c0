#include "inbound/record_diff.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::inbound;

namespace {

Decimal pieces(int count) { return Decimal{count * 1000}; }

model::DeliverySchedule sheet() {
  model::DeliverySchedule sheet;
  sheet.pus_no = "4711";
  sheet.dock = "A01";
  for (const auto* no : {"1", "2"}) {
    model::DeliveryLine line;
    line.line_no = no;
    line.part_no = std::string("0092000") + no;
    line.required = pieces(40);
    line.locator = {"detail", 100, 2, "row 1"};
    sheet.lines.push_back(line);
  }
  return sheet;
}

model::ForecastRelease release() {
  model::ForecastRelease release;
  release.release_no = "W1";
  release.revision = "2";
  for (int week = 0; week < 2; ++week) {
    model::ForecastLine line;
    line.part_no = "00920001";
    line.bucket_start = *parse_date(week == 0 ? "2026-03-09" : "2026-03-16");
    line.qty = pieces(100);
    release.lines.push_back(line);
  }
  return release;
}

}  // namespace

TEST_CASE("records that say the same differ in nothing, whoever brought them") {
  auto other = sheet();
  other.source.document = "D-2";
  other.plant = "as its page writes it";
  CHECK(changes(sheet(), other, Places::compared).empty());
  CHECK(changes(release(), release(), Places::compared).empty());
}

TEST_CASE("each field that differs is named, with what it was and is") {
  auto now = sheet();
  now.dock.clear();
  now.lines[1].required = pieces(41);
  now.lines[1].committed = pieces(5);
  const auto found = changes(sheet(), now, Places::ignored);
  CHECK(found == std::vector<FieldChange>{{"sheet 4711", "dock", "A01", ""},
                                          {"sheet 4711", "line 2: required", "40", "41"},
                                          {"sheet 4711", "line 2: committed", "", "5"}});
}

TEST_CASE("a line that only one of them has is one difference") {
  auto less = sheet();
  less.lines.pop_back();
  auto found = changes(sheet(), less, Places::compared);
  REQUIRE(found.size() == 1);
  CHECK(found[0].field == "line 2");
  CHECK(found[0].old.find("00920002") != std::string::npos);
  CHECK(found[0].now.empty());
  found = changes(less, sheet(), Places::compared);
  REQUIRE(found.size() == 1);
  CHECK(found[0].old.empty());
}

TEST_CASE("places are compared where both are known, and only if they are asked for") {
  auto moved = sheet();
  moved.lines[0].locator.offset = 200;
  moved.lines[1].locator = {};
  CHECK(changes(sheet(), moved, Places::ignored).empty());
  const auto found = changes(sheet(), moved, Places::compared);
  REQUIRE(found.size() == 1);
  CHECK(found[0] == FieldChange{"sheet 4711", "line 1: place", "detail 100+2", "detail 200+2"});
}

TEST_CASE("what the lines of a part say of the part is one fact: a blank yields to a value") {
  auto once = release(), each = release();
  once.lines[1].pack_size = pieces(10);
  for (auto& line : each.lines) line.pack_size = pieces(10);
  CHECK(changes(once, each, Places::compared).empty());
  each.lines[1].qty = pieces(90);
  const auto found = changes(once, each, Places::compared);
  REQUIRE(found.size() == 1);
  CHECK(found[0] == FieldChange{"release W1/2", "part 00920001 week 2026-03-16: qty", "100", "90"});
}
