// The admin port's verbs, as JSON: clock, publication, orders, truth, faults. Threading: with the portals it serves.
#pragma once
#include <span>
#include <string_view>

#include "simulator/http_types.hpp"
#include "simulator/portals.hpp"
#include "simulator/simulated_clock.hpp"

namespace calloff::simulator {

struct AdminVerb {
  std::string_view method, path, sentence;
};

/// Every verb, in the order of the documentation.
std::span<const AdminVerb> admin_verbs();

class Admin {
 public:
  /// Both must outlive this.
  Admin(Portals& portals, SimulatedClock& clock) : portals_(portals), clock_(clock) {}

  /// 200 with JSON; 400 with {"error": sentence} when the request makes no sense; 404 for an unknown verb.
  Response handle(const Request& request);

 private:
  Portals& portals_;
  SimulatedClock& clock_;
};

}  // namespace calloff::simulator
