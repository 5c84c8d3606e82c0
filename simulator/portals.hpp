// All simulated portals together: a request and an instant in, an answer out. No socket, no clock, no thread.
// Deterministic: the same settings and the same calls give the same bytes. Threading: one caller at a time.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "simulator/eschedule/portal.hpp"
#include "simulator/faults.hpp"
#include "simulator/http_types.hpp"
#include "simulator/omx/portal.hpp"

namespace calloff::simulator {

struct Settings {
  std::uint64_t seed = 2026;
  Instant start{};        ///< when the world begins: what is older is history
  int sheets_a_day = 24;  ///< pick-up sheets that a site publishes for each workday; 1..99
  int accounts = 0;       ///< further accounts of every eSchedule site: its first one's name with -0001, -0002 ...
  std::vector<std::string> sites{};  ///< the eSchedule sites that exist; empty: all of them
};

class Portals {
 public:
  explicit Portals(Settings settings);

  /// Answers one request as it would be at `now`. Instants of later calls may lie earlier: the world keeps what was
  /// done.
  Response handle(const Request& request, Instant now);

  /// A new world of the same seed that starts at `now`: no sessions, no faults, no counts.
  void reset(Instant now);

  EschedulePortal* eschedule(std::string_view site);  ///< null: no such site
  const std::vector<std::unique_ptr<EschedulePortal>>& sites() { return sites_; }
  OmxPortal& omx() { return *omx_; }
  FaultTable& faults() { return *faults_; }
  /// Requests since the start, by path.
  const std::map<std::string, int>& requests() const { return requests_; }

 private:
  Settings settings_;
  std::vector<std::unique_ptr<EschedulePortal>> sites_;
  std::unique_ptr<OmxPortal> omx_;
  std::unique_ptr<FaultTable> faults_;
  std::map<std::string, int> requests_;
};

}  // namespace calloff::simulator
