// The parts of `./dev bench portal`; each measures one thing and says what it found.
#pragma once
#include <vector>

#include "bench/support/report.hpp"

namespace calloff::bench {

/// How much all that we do with a page costs beside gumbo's parse of it.
std::vector<Finding> measure_page();

/// A thousand accounts at once beside one alone; how much memory they need.
std::vector<Finding> measure_accounts();

/// Requests made and needed where little has changed.
std::vector<Finding> measure_requests();

}  // namespace calloff::bench
