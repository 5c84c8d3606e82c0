// The gateway's way out, in memory: every account's session ends at the same simulated portals, until it is diverted to
// a server that really listens.
// Threading: one thread.
#pragma once
#include "support/portal/simulated_wire.hpp"
#include "support/portal/test_clock.hpp"

namespace calloff::test {

/// Where requests go instead. root: takes the place of the simulated portals' address; ca_file: whom its server is
/// trusted by
struct Diversion {
  std::shared_ptr<transport::Transport> transport;
  std::string root, ca_file;
};

class SimulatedTransport final : public transport::Transport {
 public:
  SimulatedTransport(simulator::Portals& portals, TestClock& clock) : portals_(portals), clock_(clock) {}
  std::unique_ptr<transport::Session> open_session(transport::SessionSettings settings) override;

  void divert(Diversion diversion) { diversion_ = std::move(diversion); }
  void end_diversion() { diversion_ = {}; }
  const Diversion& diversion() const { return diversion_; }

 private:
  simulator::Portals& portals_;
  TestClock& clock_;
  Diversion diversion_;
};

}  // namespace calloff::test
