// Many wait for instants of civil time, which may jump while they sleep: one of them looks at the clock once a minute,
// for all. Threading: one executor.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <map>

#include "base/clock.hpp"

namespace calloff::schedule {

class Lookout {
 public:
  /// How often somebody looks; nearer than this one sleeps for oneself.
  static constexpr std::chrono::milliseconds kLook = std::chrono::minutes(1);

  explicit Lookout(Clock& clock);
  ~Lookout();

  /// Until `start` is no further than kLook away, or civil time was set back. Returns the latest time that was seen
  /// before the last look: what civil time was set back from, if it was.
  boost::asio::awaitable<Instant> until_near(Instant start);

 private:
  struct Waiter;
  class Place;
  boost::asio::awaitable<void> look_or_wait(Waiter& waiter);
  void look();
  void hand_on();

  Clock& clock_;
  std::multimap<Instant, Waiter*> waiting_;
  Waiter* looking_ = nullptr;
  Instant latest_;
};

}  // namespace calloff::schedule
