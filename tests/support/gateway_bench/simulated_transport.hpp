// The gateway's way out, in memory: every account's session ends at the same simulated portals.
// Threading: one thread.
#pragma once
#include "support/portal/simulated_wire.hpp"

namespace calloff::test {

class SimulatedTransport final : public transport::Transport {
 public:
  SimulatedTransport(simulator::Portals& portals, TestClock& clock) : portals_(portals), clock_(clock) {}
  std::unique_ptr<transport::Session> open_session(transport::SessionSettings) override {
    return std::make_unique<SimulatedWire>(portals_, clock_);
  }

 private:
  simulator::Portals& portals_;
  TestClock& clock_;
};

}  // namespace calloff::test
