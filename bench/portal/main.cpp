// ./dev bench portal: what Calloff itself costs, beside the portals and the parser it cannot do without.
#include <string_view>

#include "bench/portal/parts.hpp"

int main(int argc, char** argv) {
  using namespace calloff::bench;
  if (argc == 2 && std::string_view(argv[1]) == kPageHere) return measure_page_here();
  return run("calloff-bench-portal",
             {{"page", measure_page}, {"requests", measure_requests}, {"accounts", measure_accounts}}, argc, argv);
}
