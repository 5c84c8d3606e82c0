// The parts of ./dev bench schedule, each a figure or more. Throws what keeps it from measuring.
#pragma once
#include <vector>

#include "bench/support/report.hpp"

namespace calloff::bench {

/// A hundred thousand scheduled jobs in one scheduler: at rest, and when they come due.
std::vector<Finding> measure_jobs();
/// Commands as people type them, beside a program that does nothing.
std::vector<Finding> measure_commands();
/// The first command after kill -9 over a million archived documents.
std::vector<Finding> measure_recovery();

}  // namespace calloff::bench
