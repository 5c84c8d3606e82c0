#include "mapping/mapping_tests.hpp"

#include <algorithm>
#include <filesystem>

#include "base/text.hpp"
#include "mapping/run.hpp"
#include "mapping/test_page.hpp"
#include "mapping/write_form.hpp"

namespace calloff::mapping {
namespace {

using settings::Node;

const std::vector<std::string> kReadKeys{"name", "context", "parts", "expect", "errors", "source"};
const std::vector<std::string> kWriteKeys{"name", "notice", "form", "errors", "source"};

/// One test: what it found, each finding at the line of the expectation that did not hold.
class TestRun {
 public:
  TestRun(const Plan& plan, const Node& test, Checker& checker) : plan_(plan), test_(test), checker_(checker) {
    if (const auto* name = test.find("name")) name_ = name->text;
  }

  void run() {
    if (!checker_.check_keys(test_, plan_.is_writer() ? kWriteKeys : kReadKeys)) return;
    if (!test_.find("errors") && !test_.find(plan_.is_writer() ? "form" : "expect"))
      return checker_.fail(test_.place, "mapping/test_nothing", {{"test", name_}});
    if (plan_.is_writer())
      run_writer();
    else
      run_reader();
  }

 private:
  void differs(const settings::Place& place, const std::string& what, const std::string& expected,
               const std::string& got) {
    checker_.fail(place, "mapping/test_failed",
                  {{"test", name_}, {"what", what}, {"expected", expected}, {"got", got}});
  }

  void run_reader() {
    const auto parts = test_parts(plan_, test_, checker_);
    std::vector<PartPage> pages;
    for (const auto& part : parts) pages.push_back({part.name, &part.page});
    const auto mapped = map_document(plan_, pages, test_context(test_, checker_));
    compare_errors(mapped.errors);
    if (const auto* expected = test_.find("expect"); expected && mapped.errors.empty())
      compare_records(*expected, mapped.drafts);
  }

  void run_writer() {
    const auto pairs = write_form(plan_, test_notice(test_, checker_));
    compare_errors(pairs ? std::vector<Error>() : std::vector{pairs.error()});
    if (const auto* expected = test_.find("form"); expected && pairs) compare_form(*expected, *pairs);
  }

  /// The codes expected, in order; an error nobody expected is shown with its whole sentence.
  void compare_errors(const std::vector<Error>& got) {
    const auto* node = test_.find("errors");
    const auto expected = checker_.texts(test_, "errors");
    for (std::size_t i = 0; i < std::max(expected.size(), got.size()); ++i) {
      if (i < expected.size() && i < got.size() && expected[i] == got[i].code) continue;
      differs(node ? node->place : test_.place, "error " + std::to_string(i + 1),
              i < expected.size() ? expected[i] : "none",
              i < got.size() ? got[i].code + ": " + sentence(got[i]) : "none");
    }
  }

  void compare_records(const Node& expected, const std::vector<RecordDraft>& drafts) {
    if (expected.items.size() != drafts.size())
      differs(expected.place, "records", std::to_string(expected.items.size()), std::to_string(drafts.size()));
    for (std::size_t r = 0; r < std::min(expected.items.size(), drafts.size()); ++r)
      compare_record(expected.items[r], drafts[r]);
  }

  void compare_record(const Node& expected, const RecordDraft& record) {
    compare_fields(expected, record.head, "");
    const auto* lines = expected.find("lines");
    if (!lines) return;
    if (lines->items.size() != record.lines.size())
      differs(lines->place, "lines", std::to_string(lines->items.size()), std::to_string(record.lines.size()));
    for (std::size_t l = 0; l < std::min(lines->items.size(), record.lines.size()); ++l)
      compare_fields(lines->items[l], record.lines[l], "line.");
  }

  /// The fields that the test names; a blank is expected as an empty text.
  void compare_fields(const Node& expected, const Draft& draft, const std::string& prefix) {
    for (const auto& [key, value] : expected.entries) {
      if (key == "lines" && prefix.empty()) continue;
      const auto* field = draft.find(prefix + key);
      if (!field) {
        const auto names = shape_of(plan_.record).field_names();
        checker_.fail(
            expected.place_of(key), "mapping/unknown_field",
            {{"field", prefix + key}, {"record", shape_of(plan_.record).name}, {"hint", hint(prefix + key, names)}});
      } else if (to_string(field->value) != normal(value.text, field->value)) {
        differs(value.place, prefix + key, value.text, to_string(field->value));
      }
    }
  }

  /// `1200.0` and `2026-03-11 06:15` are as good as our own spellings.
  static std::string normal(const std::string& text, const Value& like) {
    if (std::holds_alternative<Decimal>(like))
      if (const auto number = parse_decimal(text)) return calloff::to_string(*number);
    if (std::holds_alternative<LocalTime>(like))
      if (const auto time = parse_local_time(text)) return calloff::to_string(*time);
    return text;
  }

  void compare_form(const Node& expected, const FormPairs& pairs) {
    const auto shown = [](const std::string& key, const std::string& value) { return key + "=" + value; };
    for (std::size_t i = 0; i < std::max(expected.items.size(), pairs.size()); ++i) {
      std::string wanted = "nothing more", got = "nothing more";
      if (i < expected.items.size()) {
        const auto pair = checker_.texts_of(expected.items[i], "form");
        wanted = pair.size() == 2 ? shown(pair[0], pair[1]) : "a pair [key, value]";
      }
      if (i < pairs.size()) got = shown(pairs[i].first, pairs[i].second);
      if (wanted != got)
        differs(i < expected.items.size() ? expected.items[i].place : expected.place, "field " + std::to_string(i + 1),
                wanted, got);
    }
  }

  const Plan& plan_;
  const Node& test_;
  Checker& checker_;
  std::string name_ = "without a name";
};

void append(TestReport& report, TestReport more) {
  report.tests += more.tests;
  for (auto& finding : more.findings) report.findings.push_back(std::move(finding));
}

/// The tests of a file: its `tests:` list.
void run_file(TestReport& report, const Plan& plan, const ReadYaml& read, const std::string& file) {
  const auto tree = read(file);
  if (!tree)
    report.findings.push_back(tree.error());
  else if (const auto* tests = tree->find("tests"))
    append(report, run_tests(plan, *tests));
}

}  // namespace

TestReport run_tests(const Plan& plan, const Node& tests) {
  Checker checker;
  if (!tests.is_list()) checker.fail(tests.place, "mapping/wrong_kind", {{"key", "tests"}, {"wanted", "a list"}});
  for (const auto& test : tests.items) TestRun(plan, test, checker).run();
  return {tests.items.size(), checker.take()};
}

TestReport run_mapping_tests(const std::string& folder, const std::string& name) {
  auto loaded = load_mapping(folder, name);
  TestReport report{0, std::move(loaded.errors)};
  if (!loaded.plan) return report;
  const auto read = reader_of(folder);
  run_file(report, *loaded.plan, read, name + ".yaml");
  if (std::filesystem::exists(folder + "/" + name + ".test.yaml"))
    run_file(report, *loaded.plan, read, name + ".test.yaml");
  return report;
}

TestReport run_all_mapping_tests(const std::string& folder) {
  TestReport report;
  for (const auto& name : mapping_names(folder)) append(report, run_mapping_tests(folder, name));
  return report;
}

}  // namespace calloff::mapping
