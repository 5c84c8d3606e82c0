// Tells a person when nothing happens: opens a ticket for what should have come and has not, makes it worse at the
// second time, closes it when it comes. Everything is worked out anew from settings, store and clock, so that a restart
// forgets and doubles nothing; what was due while the gateway was down is told after it has started.
// Threading: all calls on one executor; run() is a task of its own.
#pragma once
#include <boost/asio/awaitable.hpp>

#include "base/log.hpp"
#include "expected/deadline.hpp"
#include "store/store.hpp"

namespace calloff::expected {

/// Days back on which a ticket may still be opened.
inline constexpr int kDaysBack = 7;

class Watch {
 public:
  /// grace: after the start, for polls that are made up for: until then nothing is told that was due before it
  Watch(store::Store& store, Clock& clock, LogSink log, std::vector<Expectation> expectations,
        std::chrono::milliseconds grace = std::chrono::minutes(2));

  /// Opens and closes tickets as they should be now. waits: some are open. next: when to look again without being
  /// told of anything. errors: store/...
  struct Seen {
    bool waits = false;
    std::optional<Instant> next;
  };
  Task<Seen> look();

  /// Looks at every deadline, and whenever the store changed while something is waited for, until it is cancelled.
  boost::asio::awaitable<void> run();

 private:
  store::Store& store_;
  Clock& clock_;
  LogSink log_;
  std::vector<Expectation> expectations_;
  Instant started_;
  BootTime settled_;
};

}  // namespace calloff::expected
