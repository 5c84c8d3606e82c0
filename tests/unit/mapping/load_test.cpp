#include "pages.hpp"
#include "support/paths.hpp"

using namespace calloff;
using namespace calloff::mapping;

namespace {

const std::string kGood = R"(mapping: test/one
record: asn_status
format: html
parts:
  row: {table: list, gives: records}
fields:
  - {field: remote_id, from: ASN号}
  - {field: state, from: 状态}
)";

/// kGood with one line replaced.
std::string with(const std::string& line, const std::string& replacement) {
  auto text = kGood;
  const auto at = text.find(line);
  REQUIRE(at != text.npos);
  return text.replace(at, line.size(), replacement);
}

}  // namespace

TEST_CASE("a good mapping loads") {
  const auto plan = plan_of(kGood);
  CHECK(plan->name == "test/one");
  CHECK(plan->fields.size() == 2);
  CHECK(plan->version.starts_with("m"));
}

TEST_CASE("each mistake is found at load, with its place") {
  struct Case {
    std::string text, found;
  };
  const std::string state = "  - {field: state, from: 状态}\n";
  const auto c = GENERATE_COPY(
      Case{with("record: asn_status", "record: asn_statis"), "mapping/bad_word :2:9"},
      Case{with("format: html", "format: htm"), "mapping/bad_word :3:9"},
      Case{with("mapping: test/one", "mapping: test/two"), "mapping/other_name :1:10"},
      Case{with("record:", "recrod: x\nrecord:"), "mapping/unknown_key :2:1"},
      Case{with("gives: records", "gives: rows"), "mapping/bad_word :5:29"},
      Case{with("field: state", "field: sate"), "mapping/unknown_field :8:13"},
      Case{with("from: 状态", "form: 状态"), "mapping/unknown_key :8:20"},
      Case{with(state, ""), "mapping/unmapped_field :7:3"},
      Case{kGood + "  - {field: state, constant: x}\n", "mapping/duplicate_field :9:13"},
      Case{with("from: 状态", "from: 状态, label: 状态"), "mapping/one_origin :8:5"},
      Case{with("from: 状态", "from: 状态, optional: true"), "mapping/optional_required :8:5"},
      Case{with("from: 状态", "from: 状态, part: rwo"), "mapping/bad_word :8:36"},
      Case{with("from: 状态", "from: 状态, scale: 10"), "mapping/wrong_type :8:37"},
      Case{with("from: 状态", "from: 状态, formats: [yyyy-MM-dd]"), "mapping/wrong_type :8:39"},
      Case{with("from: 状态", "capture: day"), "mapping/bad_word :8:29"},
      Case{kGood + "  - {field: shipped_on, from: 发货日期}\n", "mapping/missing_formats :9:5"},
      Case{kGood + "  - {field: shipped_on, from: 发货日期, formats: [yyyy-MM-dd, dd.mm]}\n",
           "mapping/bad_date_format :9:59"},
      Case{kGood + "  - {field: shipped_on, constant: 11.3., formats: [yyyy-MM-dd]}\n", "mapping/bad_constant :9:35"},
      Case{with("from: 状态", "from: 状态, matches: \"(\""), "mapping/bad_pattern :8:39"},
      Case{kGood + "  - {field: total_qty, from: 数量, matches: \"[0-9]+\"}\n", "mapping/wrong_type :9:43"},
      Case{kGood + "  - {field: shipped_on, from: 发货日期, formats: [MM/dd/yyyy, dd/MM/yyyy]}\n",
           "mapping/ambiguous_formats :9:46"},
      Case{kGood + "  - {field: total_qty, constant: many}\n", "mapping/bad_constant :9:34"},
      Case{kGood + "  - {field: total_qty, from: 数量, scale: 0}\n", "mapping/bad_number :9:41"},
      Case{kGood + "  - {field: order_no, from: 订单号, codes: uon}\n", "settings/unreadable :9:41"},
      Case{kGood + "numbers: {group: \".\"}\n", "mapping/same_separator :9:10"},
      Case{kGood + "reference_date: state\n", "mapping/bad_reference :9:17"},
      Case{kGood + "change: []\n", "mapping/change_without_extends :9:9"},
      Case{with("gives: records", "gives: records, columns: [{pattern: \"(\"}]"), "mapping/bad_pattern :5:58"},
      Case{with("gives: records", "gives: lines"), "mapping/no_lines :5:8"});
  INFO(c.text);
  const auto loaded = load_text(c.text);
  CHECK_FALSE(loaded.plan);
  const auto found = places(loaded.errors);
  CAPTURE(found);
  CHECK(std::ranges::find(found, c.found) != found.end());
  for (const auto& error : loaded.errors) {
    CHECK(error.recovery == Recovery::fix_config);
    CHECK(has_sentence(error.code));
  }
}

TEST_CASE("all mistakes are listed, not the first only") {
  const auto loaded = load_text(R"(mapping: test/one
record: delivery_schedule
format: html
colour: red
parts:
  row: {table: list, gives: document}
  detail: {gives: lines}
fields:
  - {field: pus_no, from: 取货单号}
  - {field: state, from: 状态, values: {未读: unraed}}
  - {field: line.part_no, part: row, from: 零件号}
  - {field: line.requried, from: 需求数量}
)");
  CHECK(places(loaded.errors) == std::vector<std::string>{"mapping/unknown_key :4:1", "mapping/bad_word :10:43",
                                                          "mapping/wrong_part :11:5", "mapping/unknown_field :12:13",
                                                          "mapping/unmapped_field :9:3"});
  CHECK(loaded.errors[1].arg("hint") == "did you mean 'unread'?");
  CHECK(loaded.errors[3].arg("hint") == "did you mean 'line.required'?");
}

TEST_CASE("the version follows what a mapping says, not how it is laid out") {
  const auto version = plan_of(kGood)->version;
  CHECK(plan_of("# a comment\n" + kGood)->version == version);
  CHECK(plan_of(with("{table: list, gives: records}", "{gives: records, table: list}"))->version == version);
  CHECK(plan_of(with("from: 状态", "from: 单据状态"))->version != version);
}

TEST_CASE("a word with two meanings is refused, a code list is read") {
  const auto text = kGood + "  - {field: warehouse, from: 仓库, codes: places}\n";
  const auto list = GENERATE("values: {A: [甲, 乙], B: [丙, 甲]}", "values: {A: [甲, 乙], B: 丙}");
  const auto loaded = load_mapping("test/one", mapping::reader_of(std::map<std::string, std::string>{
                                                   {"test/one.yaml", text}, {"codes/places.yaml", list}}));
  INFO(list);
  if (std::string_view(list).find("丙, 甲") != std::string_view::npos)
    CHECK(places(loaded.errors) == std::vector<std::string>{"mapping/two_meanings :1:24"});
  else
    CHECK(loaded.plan);
}

TEST_CASE("a mapping keeps the text it was made of, overlays and code lists too, and is made of it again") {
  const auto folder = (test::source_folder() / "mappings").string();
  for (const auto& name : mapping_names(folder)) {
    INFO(name);
    const auto loaded = load_mapping(folder, name);
    REQUIRE(loaded.plan);
    const auto again = load_kept_mapping(loaded.plan->text);
    REQUIRE(again.plan);
    CHECK(again.plan->name == name);
    CHECK(again.plan->version == loaded.plan->version);
    REQUIRE(again.plan->fields.size() == loaded.plan->fields.size());
    for (std::size_t i = 0; i < again.plan->fields.size(); ++i)
      CHECK(again.plan->fields[i].place.to_string() == loaded.plan->fields[i].place.to_string());
  }
  for (const auto* text :
       {"", "{", "[]", R"({"mapping": "test/one"})", R"({"folder": "x", "mapping": "a", "files": {}})"}) {
    INFO(text);
    const auto none = load_kept_mapping(text);
    CHECK(!none.plan);
    CHECK(!none.errors.empty());
  }
}
