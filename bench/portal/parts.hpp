// The parts of `./dev bench portal`; each measures one thing and says what it found.
#pragma once
#include <vector>

#include "bench/support/report.hpp"

namespace calloff::bench {

/// How much all that we do with a page costs beside gumbo's parse of it.
std::vector<Finding> measure_page();

}  // namespace calloff::bench
