#include "schedule/scheduler.hpp"

namespace calloff::schedule {
Scheduler::Scheduler(store::Store& store, Clock& clock, LogSink log, std::vector<ScheduledFeed> feeds, Poll poll)
    : store_(store),
      clock_(clock),
      log_(std::move(log)),
      feeds_(std::move(feeds)),
      poll_(std::move(poll)),
      lookout_(clock) {}

/// The slot to begin with: the one that was due while we were down, if the feed catches up; else the next.
boost::asio::awaitable<std::optional<Instant>> Scheduler::first_slot(const ScheduledFeed& feed) {
  const auto now = clock_.now();
  auto state = co_await store_.read(
      [key = feed.key](store::Reader& r) -> Result<store::FeedState> { return store::feed_state(r, key); });
  const auto remembered = state ? state->next_run : std::nullopt;
  if (!remembered || *remembered > now) co_return next_due(feed.timetable, now);
  const bool catches_up = feed.timetable.schedule.catches_up;
  tell(LogLevel::info, feed.key,
       "was due " + to_string(*remembered) + " while the gateway was down; " +
           (catches_up ? "it is made up for" : "left out, as the feed says"));
  if (catches_up) co_return *remembered;
  co_return next_due(feed.timetable, now);
}

boost::asio::awaitable<void> Scheduler::remember(store::FeedKey key, Instant next) {
  auto written = co_await store_.write("schedule.next", [key, next](store::Writer& w) -> Result<void> {
    auto state = store::feed_state(w, key);
    state.next_run = next;
    store::put_feed_state(w, state);
    return {};
  });
  if (!written) tell(LogLevel::error, key, sentence(written.error()));
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

void Scheduler::tell(LogLevel level, const store::FeedKey& key, std::string text) {
  log_({clock_.now(), level, {}, {}, store::to_string(key), std::move(text)});
}

boost::asio::awaitable<void> Scheduler::run(std::size_t index) {
  const auto& feed = feeds_[index];
  auto latest = clock_.now();
  auto slot = co_await first_slot(feed);
  while (slot) {
    co_await remember(feed.key, *slot);
    const auto start = *slot + jitter_of(feed.timetable.schedule, store::to_string(feed.key), *slot);
    const auto now = co_await wait_for(start, latest);
    latest = now;
    if (now < start) {
      tell(LogLevel::warning, feed.key, "civil time was set back: what is due is looked up again");
      slot = next_due(feed.timetable, now);
    } else if (!is_permitted(feed.timetable, now)) {
      tell(LogLevel::info, feed.key, "left out: outside the account's hours");
      slot = next_due(feed.timetable, now);
    } else {
      co_await poll_(index, *slot);
      slot = next_due(feed.timetable, std::max(*slot, clock_.now()));
    }
  }
  tell(LogLevel::warning, feed.key, "is never due again by its schedule");
}

}  // namespace calloff::schedule
