// Every mapping of the product: loads, and holds its own tests.
#include <fstream>
#include <iterator>

#include "mapping/mapping_tests.hpp"
#include "pages.hpp"
#include "support/paths.hpp"

using namespace calloff;
using namespace calloff::mapping;

namespace {

const std::string kMappings = test::source_folder() / "mappings";

}  // namespace

TEST_CASE("every mapping loads and has tests that hold") {
  const auto names = mapping_names(kMappings);
  CHECK(names.size() >= 4);
  for (const auto& name : names) {
    INFO(name);
    const auto report = run_mapping_tests(kMappings, name);
    for (const auto& finding : report.findings) {
      UNSCOPED_INFO(finding.code << ": " << sentence(finding));
      CHECK(finding.code.empty());
    }
    CHECK(report.tests > 0);
  }
}

TEST_CASE("a test that does not hold is found at its line") {
  const auto plan = plan_of(R"yaml(mapping: test/one
record: asn_status
format: html
parts:
  row: {table: list, gives: records}
fields:
  - {field: remote_id, from: ASN号}
  - {field: state, from: 状态, values: {草稿: draft}}
)yaml");
  struct Case {
    const char *expectation, *found;
  };
  const auto c =
      GENERATE(Case{"expect: [{remote_id: A1, state: sent}]", "mapping/test_failed :4:35"},
               Case{"expect: [{remote_id: A1}, {remote_id: A2}]", "mapping/test_failed :4:11"},
               Case{"expect: [{remot_id: A1}]", "mapping/unknown_field :4:13"},
               Case{"errors: [map/bad_date]", "mapping/test_failed :4:11"},
               Case{"source: none", "mapping/test_nothing :1:3"}, Case{"expcet: []", "mapping/unknown_key :4:3"});
  INFO(c.expectation);
  const auto tests =
      settings::read_yaml("- name: one\n  parts:\n    row: {headers: [ASN号, 状态], rows: [[A1, 草稿]]}\n  " +
                              std::string(c.expectation) + "\n",
                          "t.yaml");
  REQUIRE(tests);
  const auto report = run_tests(*plan, *tests);
  CHECK(report.tests == 1);
  REQUIRE_FALSE(report.findings.empty());
  CHECK(places(report.findings).front() == c.found);
}

TEST_CASE("the example of the mapping page loads, and its test holds") {
  std::ifstream in(test::source_folder() / "docs" / "mapping.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  const std::string fence = "```yaml\n";
  const auto start = page.find(fence) + fence.size();
  const auto example = page.substr(start, page.find("```", start) - start);
  const auto read = [&](const std::string& file) {
    return file.starts_with("codes/") ? settings::read_yaml_file(kMappings + "/" + file)
                                      : settings::read_yaml(example, file);
  };
  const auto loaded = load_mapping("customers/example/daily", read);
  for (const auto& error : loaded.errors) UNSCOPED_INFO(sentence(error));
  REQUIRE(loaded.plan);
  const auto report = run_tests(*loaded.plan, *read("daily.yaml")->find("tests"));
  CHECK(report.tests == 1);
  for (const auto& finding : report.findings) UNSCOPED_INFO(sentence(finding));
  CHECK(report.findings.empty());
}
