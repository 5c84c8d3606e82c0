// ./dev bench portal: what Calloff itself costs, beside the portals and the parser it cannot do without.
#include <fmt/format.h>

#include <cstring>
#include <exception>

#include "bench/portal/parts.hpp"

namespace {

using calloff::bench::Finding;

struct Part {
  const char* name;
  std::vector<Finding> (*measure)();
};
constexpr Part kParts[] = {{"page", calloff::bench::measure_page},
                           {"requests", calloff::bench::measure_requests},
                           {"accounts", calloff::bench::measure_accounts}};

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
  fmt::print(stderr, "calloff-bench-portal: {}\n", failed.what());
  return 2;
}
