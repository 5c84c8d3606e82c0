#include "support/weeks/slot_book.hpp"

#include <algorithm>

#include "schedule/again.hpp"

namespace calloff::test {

using schedule::next_due;
using std::chrono::milliseconds;

SlotBook::SlotBook(std::vector<schedule::ScheduledFeed> feeds, Instant start, std::function<void(std::string)> broken)
    : feeds_(std::move(feeds)), start_(start), broken_(std::move(broken)), fates_(feeds_.size()) {
  gaps_.push_back({start, start});
}

void SlotBook::say(std::size_t feed, Instant slot, const std::string& what) {
  broken_("I10 " + store::to_string(feeds_[feed].key) + ", due " + to_string(slot) + ": " + what);
}

void SlotBook::process_up(Instant at) {
  if (!is_up_) gaps_.back().to = at;
  is_up_ = true;
}

void SlotBook::process_down(Instant at) {
  if (is_up_) gaps_.push_back({at, at});
  is_up_ = false;
  for (auto& fate : fates_)
    if (fate.is_open) {
      fate.busy_to = at;
      ++counts_.cut;
    }
}

bool SlotBook::is_explained(std::size_t feed, Instant slot) {
  const auto& fate = fates_[feed];
  const auto latest_start = slot + milliseconds(feeds_[feed].timetable.schedule.jitter);
  const bool is_down = std::ranges::any_of(gaps_, [&](const Gap& gap) {
    return gap.from <= latest_start && slot <= (&gap == &gaps_.back() && !is_up_ ? Instant::max() : gap.to);
  });
  if (is_down) {
    ++counts_.passed_down;
    return true;
  }
  if (fate.last && fate.busy_from <= slot && slot <= fate.busy_to) {
    ++counts_.passed_busy;
    return true;
  }
  return false;
}

/// Slots between two that were run.
void SlotBook::explain(std::size_t feed, Instant after, Instant before) {
  const auto& timetable = feeds_[feed].timetable;
  for (auto slot = next_due(timetable, after); slot && *slot < before; slot = next_due(timetable, *slot))
    if (!is_explained(feed, *slot)) say(feed, *slot, "neither run nor passed for a reason");
}

/// A poll that failed for a while is tried again a few times, each before the next slot.
void SlotBook::polled_again(std::size_t feed, Instant at) {
  auto& fate = fates_[feed];
  ++counts_.tried_again;
  const auto& timetable = feeds_[feed].timetable;
  const auto next = next_due(timetable, fate.busy_to);
  if (!fate.may_be_tried_again) say(feed, *fate.last, "polled twice");
  if (++fate.tries > int(std::size(schedule::kAgainAfter))) say(feed, *fate.last, "tried again too often");
  if (next && at >= *next + milliseconds(timetable.schedule.jitter))
    say(feed, *fate.last, "tried again after the next one");
}

void SlotBook::poll_begins(std::size_t feed, Instant planned, Instant at) {
  auto& fate = fates_[feed];
  const auto due = next_due(feeds_[feed].timetable, planned - milliseconds(1));
  if (!due || *due != planned) say(feed, planned, "polled, and not due");
  if (fate.last && planned < *fate.last) say(feed, planned, "polled after a later one");
  if (fate.last && planned == *fate.last && !fate.is_open) polled_again(feed, at);
  if (!fate.last || planned > *fate.last) fate.tries = 0;
  if (!fate.last || planned > *fate.last) explain(feed, fate.last.value_or(start_), planned);
  fate.last = planned;
  fate.is_open = true;
  fate.busy_from = at;
}

void SlotBook::poll_ended(std::size_t feed, Instant at, bool is_cut, bool may_be_tried_again) {
  auto& fate = fates_[feed];
  fate.may_be_tried_again = may_be_tried_again;
  fate.busy_to = at;
  fate.is_open = is_cut;
  if (!is_cut) ++counts_.run;
}

void SlotBook::close(Instant at) {
  for (std::size_t feed = 0; feed < feeds_.size(); ++feed) {
    const auto patience = milliseconds(feeds_[feed].timetable.schedule.jitter) + std::chrono::minutes(30);
    explain(feed, fates_[feed].last.value_or(start_), at - patience);
  }
}

}  // namespace calloff::test
