// What became of every slot of every feed, told by who watches from outside, and held against what the gateway notes of
// it: run once, or passed for a reason and noted so, once. Threading: one thread.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schedule/scheduler.hpp"
#include "support/weeks/slot_notes.hpp"

namespace calloff::test {

/// How a poll ended. cut: told to stop, its slot is still to be run; put_off: the same, it was not begun; refused: no
/// run was begun, why stands in `code`; failed_for_a_while: it may be tried again
struct PollEnd {
  enum class How { whole, failed_for_a_while, cut, put_off, refused } how = How::whole;
  std::string code;
};

class SlotBook {
 public:
  /// What the store says now of a feed's slots from an instant on.
  using LookUp = std::function<SlotNotes(std::size_t feed, Instant from)>;
  /// broken: takes what is found wrong
  SlotBook(std::vector<schedule::ScheduledFeed> feeds, Instant start, LookUp look_up,
           std::function<void(std::string)> broken);

  /// Before the process polls anything.
  void process_up(Instant at);
  void process_down(Instant at);
  void poll_begins(std::size_t feed, Instant planned, Instant at);
  void poll_ended(std::size_t feed, Instant at, const PollEnd& end);
  /// Something else happened: what should have begun by now has.
  void look(Instant at);
  /// Nothing may be missing that was due well before `at`.
  void close(Instant at);

  struct Counts {
    std::uint64_t run = 0, tried_again = 0, cut = 0, passed_down = 0, passed_busy = 0, made_up = 0, noted = 0;
  };
  const Counts& counts() const { return counts_; }

 private:
  enum class Reason { none, down, busy };
  struct Expected {
    Instant slot, by;
  };
  struct Fate {
    std::optional<Instant> last;  ///< slot polled last
    bool is_running = false;      ///< its poll, now
    bool is_open = false;         ///< it is still to be run
    bool may_be_tried_again = false;
    int tries = 0;  ///< how often it was, after it failed
    int life = 0;   ///< of the process that polled it
    Instant busy_from{}, busy_to{};
    std::optional<Expected> made_up, again;
    std::map<Instant, store::SkippedPolls> noted;  ///< by the first slot of each
    std::map<Instant, std::string> refused;        ///< slots that were not begun, and why
    std::set<Instant> begun;
    std::optional<Instant> settled;  ///< all up to this one are accounted for
  };
  struct Gap {
    Instant from, to;
  };
  void explain(std::size_t feed, Instant after, Instant before);
  Reason reason(std::size_t feed, Instant slot) const;
  void check_time(std::size_t feed, Instant planned, Instant at);
  void polled_again(std::size_t feed, Instant at);
  SlotNotes take_notes(std::size_t feed);
  void take_note(std::size_t feed, const store::SkippedPolls& note);
  void settle(std::size_t feed, Instant before);
  void account_for(std::size_t feed, Instant slot);
  void reopen(std::size_t feed);
  void expect_made_up(std::size_t feed, const SlotNotes& notes, Instant at);
  void expect_again(std::size_t feed, const SlotNotes& notes, Instant at);
  void look(std::size_t feed, Instant at);
  std::chrono::milliseconds jitter(std::size_t feed, Instant slot) const;
  void say(std::size_t feed, Instant slot, const std::string& what);

  std::vector<schedule::ScheduledFeed> feeds_;
  Instant start_;
  LookUp look_up_;
  std::function<void(std::string)> broken_;
  std::vector<Fate> fates_;
  std::vector<Gap> gaps_;
  bool is_up_ = false;
  int lives_ = 0;
  Counts counts_;
};

}  // namespace calloff::test
