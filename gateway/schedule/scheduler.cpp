#include "schedule/scheduler.hpp"

#include <algorithm>
#include <iterator>

#include "store/event_log.hpp"
#include "store/skipped_polls.hpp"

namespace calloff::schedule {

Scheduler::Scheduler(store::Store& store, Clock& clock, LogSink log, std::vector<ScheduledFeed> feeds, Poll poll)
    : store_(store),
      clock_(clock),
      log_(std::move(log)),
      feeds_(std::move(feeds)),
      poll_(std::move(poll)),
      lookout_(clock) {}

std::chrono::milliseconds Scheduler::jitter(const ScheduledFeed& feed, Instant due) const {
  return jitter_of(feed.timetable.schedule, store::to_string(feed.key), due);
}

/// What was due while we were down is decided first. A poll that was begun then and came to its end is done, whatever
/// kept us from remembering so.
boost::asio::awaitable<void> Scheduler::begin(std::size_t index, Pending& pending) {
  const auto& feed = feeds_[index];
  const auto now = clock_.now();
  auto state = co_await store_.read(
      [key = feed.key](store::Reader& r) -> Result<store::FeedState> { return store::feed_state(r, key); });
  const auto remembered = state ? state->next_run : std::nullopt;
  if (!remembered) {
    pending.next = next_due(feed.timetable, now);
    co_return;
  }
  if (*remembered + jitter(feed, *remembered) > now) {
    pending.next = *remembered > now ? next_due(feed.timetable, now) : remembered;
    co_return;
  }
  auto due = due_from(feed.timetable, *remembered, now);
  if (due.size() > 1 && due.back() + jitter(feed, due.back()) > now) {
    pending.next = due.back();  // its time is not quite come
    due.pop_back();
  }
  const auto begun = co_await store_.read(
      [key = feed.key, first = due.front(), last = due.back()](store::Reader& r) -> Result<std::set<Instant>> {
        return store::begun_polls(r, key, first, last);
      });
  const bool is_newest_begun = begun && begun->contains(due.back());
  if (begun) std::erase_if(due, [&](Instant at) { return begun->contains(at); });
  if (is_newest_begun) {
    if (!due.empty()) pending.left_out.push_back({std::move(due), was_down()});
  } else {
    tell(LogLevel::info, feed.key, std::to_string(due.size()) + " polls were due while the gateway was down");
    co_await poll_due(index, std::move(due), was_down(), pending);
  }
  if (!pending.next) pending.next = next_due(feed.timetable, now);
}

/// Polls what is to be polled of what is due, and adds what is not to what is to be noted.
boost::asio::awaitable<void> Scheduler::poll_due(std::size_t index, std::vector<Instant> due, Error why,
                                                 Pending& pending) {
  const auto& feed = feeds_[index];
  auto decision = decide(feed.timetable, due, jitter(feed, due.back()), clock_.now(), why);
  std::vector<LeftOut> not_begun;
  for (const auto planned : decision.poll)
    if (auto reason = co_await poll_(index, planned)) not_begun.push_back({{planned}, std::move(*reason)});
  for (auto& left_out : decision.left_out) {
    if (!not_begun.empty() && left_out.why.code == "schedule/made_up") left_out.why = why;  // it was not, after all
    tell(LogLevel::info, feed.key, std::to_string(left_out.due.size()) + " polls left out: " + sentence(left_out.why));
    pending.left_out.push_back(std::move(left_out));
  }
  std::move(not_begun.begin(), not_begun.end(), std::back_inserter(pending.left_out));
}

/// One job: what is due next is remembered together with what became of what was due. What cannot be written now is
/// written with what comes next.
boost::asio::awaitable<void> Scheduler::keep(const ScheduledFeed& feed, Pending& pending) {
  if (!pending.next && pending.left_out.empty()) co_return;
  auto written = co_await store_.write("schedule.next", [key = feed.key, pending](store::Writer& w) -> Result<void> {
    for (const auto& left_out : pending.left_out) store::note_skipped(w, key, left_out.due, left_out.why);
    if (!pending.next) return {};
    auto state = store::feed_state(w, key);
    state.next_run = pending.next;
    store::put_feed_state(w, state);
    return {};
  });
  if (written)
    pending.left_out.clear();
  else
    tell(LogLevel::error, feed.key, sentence(written.error()));
}

/// Until civil time is `start`; earlier, when it was set back behind `latest`. Returns the time it is then.
boost::asio::awaitable<Instant> Scheduler::wait_for(Instant start, Instant latest) {
  auto now = clock_.now();
  // Civil time may jump while we sleep: look again before believing that the slot has come.
  while (now < start && !was_set_back(latest, now)) {
    latest = std::max(latest, now);
    if (start - now > Lookout::kLook)
      latest = std::max(latest, co_await lookout_.until_near(start));
    else
      co_await clock_.sleep_until(clock_.boot() + (start - now));
    now = clock_.now();
  }
  co_return now;
}

/// What was polled by the time before is polled again when its time comes: the later word about the time is believed.
boost::asio::awaitable<void> Scheduler::note_set_back(store::FeedKey key, Instant latest, Instant now) {
  tell(LogLevel::warning, key, "civil time was set back: what is due is looked up again");
  (void)co_await store_.write("schedule.set_back", [key, latest, now](store::Writer& w) -> Result<void> {
    store::Event event;
    event.actor = "gateway";
    event.kind = "schedule.set_back";
    event.subject = store::to_string(key);
    event.from = to_string(latest);
    event.to = to_string(now);
    store::append_event(w, event);
    return {};
  });
}

void Scheduler::tell(LogLevel level, const store::FeedKey& key, std::string text) {
  log_({clock_.now(), level, {}, {}, store::to_string(key), std::move(text)});
}

boost::asio::awaitable<void> Scheduler::run(std::size_t index) {
  const auto& feed = feeds_[index];
  Pending pending;
  co_await begin(index, pending);
  auto latest = clock_.now();
  while (pending.next) {
    co_await keep(feed, pending);
    const auto slot = *pending.next;
    const auto start = slot + jitter(feed, slot);
    auto now = co_await wait_for(start, latest);
    if (now < start) {
      co_await note_set_back(feed.key, latest, now);
      pending.next = next_due(feed.timetable, now);
      latest = now;
      continue;
    }
    latest = now;
    co_await poll_due(index, due_from(feed.timetable, slot, now), was_asleep(), pending);
    const auto after = std::max(slot, now);
    now = clock_.now();
    pending.next = next_due(feed.timetable, after);
    if (was_set_back(after, now)) {
      co_await note_set_back(feed.key, after, now);
      pending.next = next_due(feed.timetable, now);
    } else if (pending.next && *pending.next <= now) {
      pending.left_out.push_back(
          {due_from(feed.timetable, *pending.next, now), Error(Recovery::retry, "schedule/still_polling")});
      pending.next = next_due(feed.timetable, now);
    }
    latest = now;
  }
  co_await keep(feed, pending);
  tell(LogLevel::warning, feed.key, "is never due again by its schedule");
}

}  // namespace calloff::schedule
