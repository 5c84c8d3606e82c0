#include "inbound/normalise.hpp"

#include <map>

#include "model/governing_quantity.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::inbound;

namespace {

using mapping::RecordKind;
using Fields = std::vector<std::pair<const char*, mapping::Value>>;

/// A draft with these values; each stands at byte 10, 20, ... of part `page`.
/// Where a draft's fields stand, one after the other.
const formats::PageLocator* place_of(std::size_t field) {
  static const formats::PositionWords words{"page", "row 1"};
  static std::map<std::size_t, formats::PageLocator> places;
  const formats::PageLocator place{10 * (field + 1), 1, formats::Position(words)};
  return &places.try_emplace(field, place).first->second;
}

mapping::Draft draft_of(RecordKind kind, const Fields& fields) {
  mapping::Draft draft;
  for (const auto& [name, value] : fields) {
    const auto* shape = mapping::shape_of(kind).find(name);
    INFO(name);
    REQUIRE(shape);
    draft.fields.push_back({shape, 0, value, "", place_of(draft.fields.size())});
  }
  return draft;
}

mapping::Value text(const char* words) { return std::string(words); }
mapping::Value number(std::int64_t units) { return Decimal::whole(units); }

NormalisedDocument normalised(RecordKind kind, const mapping::RecordDraft& draft) {
  mapping::Plan plan;
  plan.record = kind;
  plan.version = "m1";
  return normalise(plan, {draft}, {"sgm", "JQ", "daily", "D1", ""}, {});
}

mapping::RecordDraft sheet(const char* state, const std::vector<Fields>& lines) {
  mapping::RecordDraft record{
      draft_of(RecordKind::delivery_schedule, {{"pus_no", text("P1")}, {"state", text(state)}, {"dock", text("D1")}}),
      {}};
  for (const auto& line : lines) record.lines.push_back(draft_of(RecordKind::delivery_schedule, line));
  return record;
}

}  // namespace

TEST_CASE("which quantity of a sheet's line governs") {
  struct Case {
    const char* state;
    std::optional<std::int64_t> committed;
    std::int64_t governing;
  };
  const auto c =
      GENERATE(Case{"unread", {}, 10}, Case{"unread", 0, 10}, Case{"read", 8, 8}, Case{"read", 0, 10},
               Case{"accepted", 8, 8}, Case{"accepted", 0, 0}, Case{"accepted", {}, 10}, Case{"shipped", 8, 8},
               Case{"received", 8, 8}, Case{"changed", 8, 10}, Case{"cancelled", 8, 10});
  INFO(c.state << " " << c.committed.value_or(-1));
  Fields line{{"line.part_no", text("A")}, {"line.required", number(10)}};
  if (c.committed) line.push_back({"line.committed", number(*c.committed)});
  const auto document = normalised(RecordKind::delivery_schedule, sheet(c.state, {line}));
  REQUIRE(document.errors.empty());
  const auto& schedule = std::get<model::DeliverySchedule>(document.records.front());
  const auto& first = schedule.lines.front();
  CHECK(model::required_quantity(schedule.state, first) == Decimal::whole(c.governing));
  CHECK(first.locator.offset == (model::commitment_governs(schedule.state, first) ? 30u : 20u));
}

TEST_CASE("what a line does not say comes from its sheet and the profile") {
  const auto document = normalised(
      RecordKind::delivery_schedule,
      sheet("unread", {{{"line.part_no", text("A")}, {"line.required", number(0)}},
                       {{"line.part_no", text("B")}, {"line.required", number(3)}, {"line.dock", text("D2")}}}));
  REQUIRE(document.errors.empty());
  const auto& schedule = std::get<model::DeliverySchedule>(document.records.front());
  CHECK(schedule.source.mapping_version == "m1");
  REQUIRE(schedule.lines.size() == 2);
  CHECK(schedule.lines[0].uom == "C62");
  CHECK(schedule.lines[0].dock == "D1");
  CHECK(schedule.lines[1].dock == "D2");
  CHECK(schedule.lines[1].line_no == "2");
}

TEST_CASE("negative quantities and numbers given twice quarantine the document, all of them named") {
  const auto document = normalised(
      RecordKind::delivery_schedule,
      sheet("unread", {{{"line.line_no", text("1")}, {"line.part_no", text("A")}, {"line.required", number(-5)}},
                       {{"line.line_no", text("1")}, {"line.part_no", text("B")}, {"line.required", number(3)}}}));
  REQUIRE(document.errors.size() == 2);
  CHECK(document.errors[0].code == "normalise/negative_quantity");
  CHECK(document.errors[0].recovery == Recovery::quarantine);
  CHECK(document.errors[0].where.offset == 30u);
  CHECK(document.errors[1].code == "normalise/duplicate_line");
}

TEST_CASE("an order line's open quantity is the customer's, or what is left") {
  struct Case {
    std::optional<std::int64_t> shipped, open;
    std::int64_t expected;
    bool is_good;
  };
  const auto c = GENERATE(Case{4, 6, 6, true}, Case{4, {}, 6, true}, Case{{}, {}, 10, true}, Case{4, 0, 0, true},
                          Case{0, 11, 11, false}, Case{12, {}, -2, false});
  mapping::RecordDraft order{draft_of(RecordKind::service_order, {{"order_no", text("O1")}, {"warehouse", text("W1")}}),
                             {}};
  Fields line{{"line.line_no", text("1")}, {"line.part_no", text("A")}, {"line.ordered", number(10)}};
  if (c.shipped) line.push_back({"line.shipped", number(*c.shipped)});
  if (c.open) line.push_back({"line.open", number(*c.open)});
  order.lines.push_back(draft_of(RecordKind::service_order, line));
  const auto document = normalised(RecordKind::service_order, order);
  CHECK(document.errors.empty() == c.is_good);
  const auto& first = std::get<model::ServiceOrder>(document.records.front()).lines.front();
  CHECK(first.open == Decimal::whole(c.expected));
  CHECK(first.warehouse == "W1");
}
