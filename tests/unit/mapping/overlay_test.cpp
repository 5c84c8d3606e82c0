#include "pages.hpp"

using namespace calloff;
using namespace calloff::mapping;

namespace {

const std::string kBase = R"(mapping: base
record: asn_status
format: html
parts:
  row: {table: list, gives: records, ignore: [操作]}
fields:
  - {field: remote_id, from: ASN号, narrow: true}
  - {field: state, from: 状态, values: {草稿: draft}}
  - {field: order_no, from: 订单号}
)";

LoadedMapping load_overlay(const std::string& overlay) {
  return load_mapping("test/one", mapping::reader_of(std::map<std::string, std::string>{{"base.yaml", kBase},
                                                                                        {"test/one.yaml", overlay}}));
}

const FieldPlan* find(const Plan& plan, std::string_view name) {
  for (const auto& field : plan.fields)
    if (field.shape->name == name) return &field;
  return nullptr;
}

}  // namespace

TEST_CASE("an overlay changes, adds and drops fields, and keeps the rest") {
  const auto loaded = load_overlay(R"(mapping: test/one
extends: base
parts:
  row: {table: theirs}
change:
  - {field: remote_id, label: 编号, part: row, source: "guideline, p. 3"}
  - {field: order_no, drop: true, source: "not shown"}
  - {field: warehouse, constant: W1, source: "mail of 3 May"}
)");
  for (const auto& error : loaded.errors) UNSCOPED_INFO(sentence(error));
  REQUIRE(loaded.plan);
  const auto& plan = *loaded.plan;
  CHECK(plan.fields.size() == 3);
  CHECK(find(plan, "remote_id")->from == From::label);
  CHECK(find(plan, "remote_id")->is_narrowed);
  CHECK(find(plan, "remote_id")->place.to_string() == "test/one.yaml:6:5");
  CHECK(find(plan, "state")->place.to_string() == "base.yaml:8:5");
  CHECK(find(plan, "order_no") == nullptr);
  CHECK(find(plan, "warehouse")->constant == "W1");
  CHECK(plan.parts.front().table->selector().table == "theirs");
  CHECK(plan.parts.front().table->selector().ignored == std::vector<std::string>{"操作"});
}

TEST_CASE("a change that cannot be is refused where it stands") {
  struct Case {
    const char *change, *found;
  };
  const auto c = GENERATE(
      Case{"{field: remote_id, from: 编号}", "mapping/missing_origin :4:5"},
      Case{"{field: oder_no, drop: true, source: x}", "mapping/change_of_nothing :4:5"},
      Case{"{field: state, values: {草稿: draft, 草 稿: sent}, source: x, colour: red}", "mapping/unknown_key :4:63"});
  INFO(c.change);
  const auto loaded = load_overlay("mapping: test/one\nextends: base\nchange:\n  - " + std::string(c.change) + "\n");
  CHECK_FALSE(loaded.plan);
  CHECK(places(loaded.errors) == std::vector<std::string>{c.found});
}

TEST_CASE("a circle of overlays is refused with its chain") {
  const auto loaded =
      load_mapping("a", mapping::reader_of(std::map<std::string, std::string>{{"a.yaml", "mapping: a\nextends: b\n"},
                                                                              {"b.yaml", "mapping: b\nextends: a\n"}}));
  CHECK_FALSE(loaded.plan);
  REQUIRE_FALSE(loaded.errors.empty());
  CHECK(loaded.errors.front().code == "mapping/extends_cycle");
  CHECK(loaded.errors.front().arg("chain") == "a -> b -> a");
  CHECK(loaded.errors.front().where.position == "b.yaml:2:10");
}
