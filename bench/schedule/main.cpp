// ./dev bench schedule: what it costs to have many feeds, to ask, and to come back.
#include <fmt/format.h>

#include <cstring>
#include <exception>

#include "bench/schedule/parts.hpp"

namespace {

using calloff::bench::Finding;

struct Part {
  const char* name;
  std::vector<Finding> (*measure)();
};
constexpr Part kParts[] = {{"jobs", calloff::bench::measure_jobs},
                           {"commands", calloff::bench::measure_commands},
                           {"recovery", calloff::bench::measure_recovery}};

}  // namespace

int main(int argc, char** argv) try {
  std::vector<Finding> findings;
  for (const auto& [name, measure] : kParts) {
    if (argc > 1 && std::strcmp(argv[1], name) != 0) continue;
    fmt::print(stderr, "measuring: {}\n", name);
    for (auto& finding : measure()) findings.push_back(std::move(finding));
  }
  return calloff::bench::report(findings);
} catch (const std::exception& failed) {
  fmt::print(stderr, "calloff-bench-schedule: {}\n", failed.what());
  return 2;
}
