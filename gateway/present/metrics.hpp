// What is measured of a running gateway: one snapshot of the store, and what only the running process knows.
// Threading: on the thread that reads.
#pragma once
#include <string>

#include "present/views.hpp"

namespace calloff::present {

/// commits: since the start; database: bytes of its file, its log apart; free: bytes left on its disk
struct RunningGateway {
  std::string version;
  Instant started{};
  bool is_ready = false;
  std::uint64_t commits = 0, database = 0, free = 0;
};

/// Prometheus text format 0.0.4. Labels are names of the configuration and words of the program: their number is
/// bounded, and no secret is among them. source: docs/operations.md
std::string metrics_text(const ViewOf& of, const RunningGateway& running);

}  // namespace calloff::present
