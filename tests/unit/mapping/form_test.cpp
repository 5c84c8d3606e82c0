#include "mapping/write_form.hpp"
#include "pages.hpp"

using namespace calloff;
using namespace calloff::mapping;

namespace {

const std::string kForm = R"(mapping: test/one
record: ship_notice
format: form
fields:
  - {key: ref, from: shipment_id, required: true, max_characters: 4}
  - {key: when, from: shipped, format: "yyyyMMdd HHmm"}
  - {key: order, from: line.order_no}
  - {key: kind, constant: S}
  - {key: "qty[]", from: line.qty}
  - {key: "uom[]", from: line.uom, values: {C62: 件}}
)";

model::ShipNotice notice() {
  model::ShipNotice notice;
  notice.shipment_id = "S1";
  notice.shipped = *parse_local_time("2026-03-11T14:05");
  notice.lines = {{"O1", "1", "A", Decimal::whole(20), "C62", "", "", {}},
                  {"O1", "2", "B", Decimal{500}, "KGM", "", "", {}}};
  return notice;
}

}  // namespace

TEST_CASE("a ship notice becomes form fields, line fields repeated line by line") {
  const auto pairs = write_form(*plan_of(kForm), notice());
  REQUIRE(pairs);
  CHECK(*pairs == FormPairs{{"ref", "S1"},
                            {"when", "20260311 1405"},
                            {"order", "O1"},
                            {"kind", "S"},
                            {"qty[]", "20"},
                            {"uom[]", "件"},
                            {"qty[]", "0.5"},
                            {"uom[]", "KGM"}});
}

TEST_CASE("a notice that the form cannot hold is a person's to mend") {
  const auto plan = plan_of(kForm);
  const auto code_of = [&](const model::ShipNotice& sick) {
    const auto pairs = write_form(*plan, sick);
    REQUIRE_FALSE(pairs);
    CHECK(pairs.error().recovery == Recovery::ask_person);
    CHECK(has_sentence(pairs.error().code));
    return pairs.error().code;
  };
  auto sick = notice();
  sick.shipment_id.clear();
  CHECK(code_of(sick) == "map/form_blank");
  sick.shipment_id = "十个字符";
  CHECK(write_form(*plan, sick));
  sick.shipment_id += "的";
  CHECK(code_of(sick) == "map/form_too_long");
  sick = notice();
  sick.lines[1].order_no = "O2";
  CHECK(code_of(sick) == "map/form_lines_differ");
  sick.lines.clear();
  CHECK(code_of(sick) == "map/form_no_lines");
}

TEST_CASE("mistakes of a form mapping are found at load") {
  struct Case {
    const char *line, *found;
  };
  const auto c = GENERATE(Case{"{key: a, from: eta}", "mapping/missing_key :11:5"},
                          Case{"{key: \"a[]\", from: carrier}", "mapping/repeated_head :11:24"},
                          Case{"{key: ref, constant: x}", "mapping/duplicate_field :11:11"},
                          Case{"{key: a, from: carier}", "mapping/unknown_field :11:20"},
                          Case{"{key: a, from: eta, format: \"HH:mm yyyy\"}", "mapping/bad_date_format :11:33"},
                          Case{"{key: a, constant: x, from: plate}", "mapping/one_origin :11:5"});
  INFO(c.line);
  CHECK(places(load_text(kForm + "  - " + c.line + "\n").errors) == std::vector<std::string>{c.found});
}
