// Tests of mappings, written in YAML beside them. Threading: pure but for reading files.
#pragma once
#include <string>
#include <vector>

#include "mapping/load.hpp"

namespace calloff::mapping {

/// tests: how many ran. findings: fix_config mapping/... with file:line:column: mistakes of the mapping, and
///        mapping/test_failed (test, what, expected, got); mapping/test_nothing for a test that expects nothing
struct TestReport {
  std::size_t tests = 0;
  std::vector<Error> findings;
};

/// Loads one mapping and runs the tests in its `tests:` and in NAME.test.yaml beside it.
TestReport run_mapping_tests(const std::string& folder, const std::string& name);

/// Runs every mapping's tests.
TestReport run_all_mapping_tests(const std::string& folder);

/// Runs tests given as a node (a list) against a plan.
TestReport run_tests(const Plan& plan, const settings::Node& tests);

}  // namespace calloff::mapping
