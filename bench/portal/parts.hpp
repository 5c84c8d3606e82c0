// The parts of `./dev bench portal`; each measures one thing and says what it found.
#pragma once
#include <vector>

#include "bench/support/report.hpp"

namespace calloff::bench {

/// How much all that we do with a page costs beside gumbo's parse of it: the median of several processes, this
/// program started with kPageHere.
std::vector<Finding> measure_page();

/// The word that has the page measured in this process. Prints the page's bytes, whether the process was pinned (1, 0),
/// and seconds, each of the quickest round: bytes to records, the tree in it, gumbo's own.
inline constexpr const char* kPageHere = "page-here";
int measure_page_here();

/// A thousand accounts at once beside one alone; how much memory they need.
std::vector<Finding> measure_accounts();

/// Requests made and needed where little has changed.
std::vector<Finding> measure_requests();

}  // namespace calloff::bench
