// What became of every slot of every feed, told by who watches from outside: run once, or passed for a reason.
// Threading: one thread.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "schedule/scheduler.hpp"

namespace calloff::test {

class SlotBook {
 public:
  /// broken: takes what is found wrong
  SlotBook(std::vector<schedule::ScheduledFeed> feeds, Instant start, std::function<void(std::string)> broken);

  void process_up(Instant at);
  void process_down(Instant at);
  void poll_begins(std::size_t feed, Instant planned, Instant at);
  /// is_cut: told to stop, or put off, so that its slot is still to be run; may_be_tried_again: it failed for a while
  void poll_ended(std::size_t feed, Instant at, bool is_cut, bool may_be_tried_again);
  /// Nothing may be missing that was due well before `at`.
  void close(Instant at);

  struct Counts {
    std::uint64_t run = 0, tried_again = 0, cut = 0, passed_down = 0, passed_busy = 0;
  };
  const Counts& counts() const { return counts_; }

 private:
  struct Fate {
    std::optional<Instant> last;  ///< slot polled last
    bool is_open = false;         ///< its poll has not ended
    bool may_be_tried_again = false;
    int tries = 0;  ///< how often it was, after it failed
    Instant busy_from{}, busy_to{};
  };
  struct Gap {
    Instant from, to;
  };
  void explain(std::size_t feed, Instant after, Instant before);
  bool is_explained(std::size_t feed, Instant slot);
  void polled_again(std::size_t feed, Instant at);
  void say(std::size_t feed, Instant slot, const std::string& what);

  std::vector<schedule::ScheduledFeed> feeds_;
  Instant start_;
  std::function<void(std::string)> broken_;
  std::vector<Fate> fates_;
  std::vector<Gap> gaps_;
  bool is_up_ = false;
  Counts counts_;
};

}  // namespace calloff::test
