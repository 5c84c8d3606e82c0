#include "support/weeks/slot_book.hpp"

#include <algorithm>

#include "schedule/again.hpp"

namespace calloff::test {

using schedule::next_due;
using std::chrono::milliseconds;

namespace {

/// What is to begin at once has begun by then.
constexpr auto kAtOnce = std::chrono::minutes(1);

auto covering(Instant slot) {
  return [slot](const auto& noted) { return noted.second.first <= slot && slot <= noted.second.last; };
}

}  // namespace

SlotBook::SlotBook(std::vector<schedule::ScheduledFeed> feeds, Instant start, LookUp look_up,
                   std::function<void(std::string)> broken)
    : feeds_(std::move(feeds)),
      start_(start),
      look_up_(std::move(look_up)),
      broken_(std::move(broken)),
      fates_(feeds_.size()) {
  gaps_.push_back({start, start});
}

void SlotBook::say(std::size_t feed, Instant slot, const std::string& what) {
  broken_("I10 " + store::to_string(feeds_[feed].key) + ", due " + to_string(slot) + ": " + what);
}

milliseconds SlotBook::jitter(std::size_t feed, Instant slot) const {
  return schedule::jitter_of(feeds_[feed].timetable.schedule, store::to_string(feeds_[feed].key), slot);
}

void SlotBook::process_up(Instant at) {
  if (!is_up_) gaps_.back().to = at;
  is_up_ = true;
  ++lives_;
  for (std::size_t feed = 0; feed < feeds_.size(); ++feed) {
    const auto notes = take_notes(feed);
    reopen(feed);
    if (lives_ > 1) expect_made_up(feed, notes, at);
    expect_again(feed, notes, at);
  }
}

void SlotBook::process_down(Instant at) {
  if (is_up_) gaps_.push_back({at, at});
  is_up_ = false;
  for (auto& fate : fates_) {
    fate.made_up.reset();
    fate.again.reset();
    if (!fate.is_running) continue;
    fate.is_running = false;
    fate.is_open = true;
    fate.busy_to = at;
    ++counts_.cut;
  }
}

/// One that was not begun, which the process did not live to note, is still to be run.
void SlotBook::reopen(std::size_t feed) {
  auto& fate = fates_[feed];
  if (fate.last && fate.refused.contains(*fate.last) && std::ranges::none_of(fate.noted, covering(*fate.last)))
    fate.is_open = true;
}

/// The newest slot that was missed is polled at once, for all of them.
void SlotBook::expect_made_up(std::size_t feed, const SlotNotes& notes, Instant at) {
  auto& fate = fates_[feed];
  const auto& timetable = feeds_[feed].timetable;
  if (timetable.schedule.catch_up != settings::CatchUp::run_once || !schedule::is_permitted(timetable, at)) return;
  auto newest = fate.is_open ? fate.last : std::nullopt;
  for (auto slot = next_due(timetable, fate.last.value_or(start_)); slot && *slot + jitter(feed, *slot) < at;
       slot = next_due(timetable, *slot))
    newest = slot;
  if (!newest || notes.whole.contains(*newest) || (notes.again && notes.again->planned == *newest)) return;
  if (std::ranges::none_of(fate.noted, covering(*newest))) fate.made_up = {*newest, at + kAtOnce};
}

/// What the store promises is tried again at its time, unless the feed is due by then anyway.
void SlotBook::expect_again(std::size_t feed, const SlotNotes& notes, Instant at) {
  auto& fate = fates_[feed];
  fate.again.reset();
  if (!notes.again) return;
  const auto from = std::max(at, notes.again->at);
  const auto next = next_due(feeds_[feed].timetable, notes.again->planned);
  if (!next || *next > from) fate.again = {notes.again->planned, from + kAtOnce};
}

void SlotBook::look(std::size_t feed, Instant at) {
  auto& fate = fates_[feed];
  if (fate.is_running) return;
  if (fate.made_up && fate.made_up->by < at) {
    say(feed, fate.made_up->slot, "missed while nobody was there, and not made up for");
    fate.made_up.reset();
  }
  if (!fate.again || fate.again->by >= at) return;
  const auto expected = *fate.again;
  const auto notes = take_notes(feed);
  expect_again(feed, notes, at);
  if (!notes.again || notes.again->planned != expected.slot || notes.again->at >= at) return;
  say(feed, expected.slot, "failed for a while, and not tried again");
  fate.again.reset();
}

void SlotBook::look(Instant at) {
  if (!is_up_) return;
  for (std::size_t feed = 0; feed < feeds_.size(); ++feed) look(feed, at);
}

SlotBook::Reason SlotBook::reason(std::size_t feed, Instant slot) const {
  const auto& fate = fates_[feed];
  const auto latest_start = slot + milliseconds(feeds_[feed].timetable.schedule.jitter);
  const bool is_down = std::ranges::any_of(gaps_, [&](const Gap& gap) {
    return gap.from <= latest_start && slot <= (&gap == &gaps_.back() && !is_up_ ? Instant::max() : gap.to);
  });
  if (is_down) return Reason::down;
  return fate.last && fate.busy_from <= latest_start && slot <= fate.busy_to ? Reason::busy : Reason::none;
}

/// Slots between two that were run.
void SlotBook::explain(std::size_t feed, Instant after, Instant before) {
  const auto& timetable = feeds_[feed].timetable;
  for (auto slot = next_due(timetable, after); slot && *slot < before; slot = next_due(timetable, *slot)) {
    const auto why = reason(feed, *slot);
    if (why == Reason::none) say(feed, *slot, "neither run nor passed for a reason");
    if (why == Reason::down) ++counts_.passed_down;
    if (why == Reason::busy) ++counts_.passed_busy;
  }
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

/// Begun when its time has come, later only because nobody was there or the feed's last poll still ran.
void SlotBook::check_time(std::size_t feed, Instant planned, Instant at) {
  const auto start = planned + jitter(feed, planned);
  if (at < start) say(feed, planned, "begun before its time");
  if (at <= start + kAtOnce) return;
  if (reason(feed, planned) == Reason::none) say(feed, planned, "begun late, at " + to_string(at) + ", for no reason");
  const bool is_missed = at - start > schedule::kOnTime;
  if (is_missed && feeds_[feed].timetable.schedule.catch_up == settings::CatchUp::skip)
    say(feed, planned, "begun late, and its feed skips what was missed");
}

void SlotBook::poll_begins(std::size_t feed, Instant planned, Instant at) {
  auto& fate = fates_[feed];
  const auto due = next_due(feeds_[feed].timetable, planned - milliseconds(1));
  if (!due || *due != planned) say(feed, planned, "polled, and not due");
  if (!schedule::is_permitted(feeds_[feed].timetable, at)) say(feed, planned, "polled outside of permitted hours");
  if (fate.last && planned < *fate.last) say(feed, planned, "polled after a later one");
  if (fate.last && planned == *fate.last && !fate.is_open) polled_again(feed, at);
  // What became of what was due before its last poll was noted when that was over, unless the process was.
  if (fate.last && fate.life == lives_) settle(feed, *fate.last);
  if (!fate.last || planned > *fate.last) {
    fate.tries = 0;
    check_time(feed, planned, at);
    explain(feed, fate.last.value_or(start_), planned);
  }
  if (fate.made_up && planned >= fate.made_up->slot) {
    ++counts_.made_up;
    fate.made_up.reset();
  }
  fate.again.reset();
  fate.last = planned;
  fate.is_running = fate.is_open = true;
  fate.busy_from = at;
  fate.life = lives_;
}

void SlotBook::poll_ended(std::size_t feed, Instant at, const PollEnd& end) {
  using enum PollEnd::How;
  auto& fate = fates_[feed];
  fate.may_be_tried_again = end.how == failed_for_a_while;
  fate.busy_to = at;
  fate.is_running = false;
  fate.is_open = end.how == cut || end.how == put_off;
  if (end.how == refused) fate.refused[*fate.last] = end.code;
  if (!fate.is_open) ++counts_.run;
  expect_again(feed, take_notes(feed), at);
}

/// Notes are given up after a while: all are taken down while they are there.
SlotNotes SlotBook::take_notes(std::size_t feed) {
  auto& fate = fates_[feed];
  auto notes = look_up_(feed, fate.settled.value_or(start_));
  for (const auto& note : notes.skipped) take_note(feed, note);
  fate.begun.insert(notes.begun.begin(), notes.begun.end());
  return notes;
}

void SlotBook::take_note(std::size_t feed, const store::SkippedPolls& note) {
  auto& known = fates_[feed].noted[note.first];
  if (known.polls == note.polls && known.last == note.last) return;
  known = note;
  const auto& timetable = feeds_[feed].timetable;
  std::int64_t due = 0;
  for (auto slot = next_due(timetable, note.first - milliseconds(1)); slot && *slot <= note.last;
       slot = next_due(timetable, *slot))
    ++due;
  if (due != note.polls)
    say(feed, note.first, "noted are " + std::to_string(note.polls) + " polls, due were " + std::to_string(due));
}

/// Every slot up to `before` is accounted for.
void SlotBook::settle(std::size_t feed, Instant before) {
  auto& fate = fates_[feed];
  (void)take_notes(feed);
  const auto& timetable = feeds_[feed].timetable;
  for (auto slot = next_due(timetable, fate.settled.value_or(start_)); slot && *slot < before;
       slot = next_due(timetable, *slot)) {
    account_for(feed, *slot);
    fate.settled = slot;
  }
}

void SlotBook::account_for(std::size_t feed, Instant slot) {
  auto& fate = fates_[feed];
  const auto covers = covering(slot);
  const auto times = std::ranges::count_if(fate.noted, covers);
  const bool is_begun = fate.begun.contains(slot);
  if (times == 0 && !is_begun) say(feed, slot, "no run of it, and not noted as skipped");
  if (times > 0 && is_begun) say(feed, slot, "run, and noted as skipped");
  if (times > 1) say(feed, slot, "noted as skipped twice");
  if (times != 1) return;
  ++counts_.noted;
  const auto& code = std::ranges::find_if(fate.noted, covers)->second.cause.code;
  const auto refused = fate.refused.find(slot);
  const bool is_of_schedule = code.starts_with("schedule/");
  if (!is_of_schedule && (refused == fate.refused.end() || refused->second != code))
    say(feed, slot, "noted as skipped: " + code + ", and it was not");
}

void SlotBook::close(Instant at) {
  look(at);
  for (std::size_t feed = 0; feed < feeds_.size(); ++feed) {
    const auto patience = milliseconds(feeds_[feed].timetable.schedule.jitter) + std::chrono::minutes(30);
    explain(feed, fates_[feed].last.value_or(start_), at - patience);
    settle(feed, at - patience);
  }
}

}  // namespace calloff::test
