// The portals' civil time: it begins where it is told to, goes on with the machine, and can be moved.
#pragma once
#include "base/clock.hpp"

namespace calloff::simulator {

class SimulatedClock {
 public:
  /// real: lends its boot time; must outlive this. Null: time stands still but for `set` and `advance`.
  SimulatedClock(const Clock* real, Instant at) : real_(real) { set(at); }

  Instant now() const { return at_ + (elapsed() - mark_); }
  void advance(std::chrono::milliseconds by) { at_ += by; }
  void set(Instant at) {
    at_ = at;
    mark_ = elapsed();
  }

 private:
  std::chrono::milliseconds elapsed() const { return real_ ? real_->boot().since_boot : std::chrono::milliseconds{0}; }
  const Clock* real_;
  Instant at_{};
  std::chrono::milliseconds mark_{0};
};

}  // namespace calloff::simulator
