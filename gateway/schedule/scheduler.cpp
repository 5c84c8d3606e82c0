#include "schedule/scheduler.hpp"

#include <algorithm>
#include <iterator>

#include "store/event_log.hpp"
#include "store/skipped_polls.hpp"

namespace calloff::schedule {

namespace {

/// Like a slot, a try is not made up for where the feed does not want that.
bool is_missed(const Timetable& timetable, const store::Again& again, Instant now) {
  return timetable.schedule.catch_up == settings::CatchUp::skip && now - again.at > kOnTime;
}

}  // namespace

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

/// A store that cannot be read has not forgotten anything: what it knows is asked for until it says it.
boost::asio::awaitable<void> Scheduler::pause(const ScheduledFeed& feed, const Error& why) {
  tell(LogLevel::error, feed.key, "what is due cannot be read, it is tried again: " + sentence(why));
  co_await clock_.sleep_until(clock_.boot() + std::chrono::minutes(1));
}

boost::asio::awaitable<store::FeedState> Scheduler::known(const ScheduledFeed& feed) {
  for (;;) {
    auto state = co_await store_.read(
        [key = feed.key](store::Reader& r) -> Result<store::FeedState> { return store::feed_state(r, key); });
    if (state) co_return std::move(*state);
    co_await pause(feed, state.error());
  }
}

/// Is a poll that was not begun to be begun later, before the feed is due anyway?
boost::asio::awaitable<bool> Scheduler::is_put_off(const ScheduledFeed& feed, Instant planned) {
  const auto again = (co_await known(feed)).again;
  co_return again && again->planned == planned;
}

boost::asio::awaitable<std::set<Instant>> Scheduler::begun(const ScheduledFeed& feed, Instant first, Instant last) {
  for (;;) {
    auto polls = co_await store_.read([key = feed.key, first, last](store::Reader& r) -> Result<std::set<Instant>> {
      return store::begun_polls(r, key, first, last);
    });
    if (polls) co_return std::move(*polls);
    co_await pause(feed, polls.error());
  }
}

/// What was due while we were down is decided first. A poll that was begun then and came to its end is done, whatever
/// kept us from remembering so.
boost::asio::awaitable<void> Scheduler::begin(std::size_t index, Pending& pending) {
  const auto& feed = feeds_[index];
  const auto state = co_await known(feed);
  const auto remembered = state.next_run;
  const auto now = clock_.now();
  if (!remembered) {
    pending.next = next_due(feed.timetable, now);
    co_return;
  }
  if (*remembered + jitter(feed, *remembered) > now) {
    pending.next = *remembered > now ? next_due(feed.timetable, now) : remembered;
    co_return;
  }
  if (state.again && state.again->planned < *remembered) give_up(*state.again, was_down(), pending);
  auto due = due_from(feed.timetable, *remembered, now);
  if (due.size() > 1 && due.back() + jitter(feed, due.back()) > now) {
    pending.next = due.back();  // its time is not quite come
    due.pop_back();
  }
  const auto polls = co_await begun(feed, due.front(), due.back());
  const bool is_newest_begun = polls.contains(due.back());
  std::erase_if(due, [&](Instant at) { return polls.contains(at); });
  if (is_newest_begun) {
    if (!due.empty()) pending.left_out.push_back({std::move(due), was_down()});
  } else {
    tell(LogLevel::info, feed.key, std::to_string(due.size()) + " polls were due while the gateway was down");
    co_await poll_due(index, std::move(due), was_down(), pending);
  }
  if (!pending.next) pending.next = next_due(feed.timetable, now);
  co_await go_on(feed, now, pending);
}

/// What is due is polled in the place of what was to be tried again; a poll that was only put off says so.
void Scheduler::give_up(const store::Again& again, Error why, Pending& pending) {
  pending.tried = again;
  if (again.tries == 0) pending.left_out.push_back({{again.planned}, std::move(why)});
}

/// Polls what is to be polled of what is due, and adds what is not to what is to be noted.
boost::asio::awaitable<void> Scheduler::poll_due(std::size_t index, std::vector<Instant> due, Error why,
                                                 Pending& pending) {
  const auto& feed = feeds_[index];
  auto decision = decide(feed.timetable, due, jitter(feed, due.back()), clock_.now(), why);
  std::vector<LeftOut> not_begun;
  for (const auto planned : decision.poll) {
    auto reason = co_await poll_(index, planned);
    if (!reason) continue;
    if (!co_await is_put_off(feed, planned)) not_begun.push_back({{planned}, std::move(*reason)});
  }
  for (auto& left_out : decision.left_out) {
    if (!not_begun.empty() && left_out.why.code == "schedule/made_up") left_out.why = why;  // it was not, after all
    tell(LogLevel::info, feed.key, std::to_string(left_out.due.size()) + " polls left out: " + sentence(left_out.why));
    pending.left_out.push_back(std::move(left_out));
  }
  std::move(not_begun.begin(), not_begun.end(), std::back_inserter(pending.left_out));
}

/// One job: what is due next is remembered together with what became of what was due. What cannot be written now is
/// written with what comes next. Gives what is to be tried again before.
boost::asio::awaitable<std::optional<store::Again>> Scheduler::keep(const ScheduledFeed& feed, Pending& pending) {
  using Again = std::optional<store::Again>;
  if (!pending.next && pending.left_out.empty()) co_return std::nullopt;
  auto written = co_await store_.write("schedule.next", [key = feed.key, pending](store::Writer& w) -> Result<Again> {
    for (const auto& left_out : pending.left_out) store::note_skipped(w, key, left_out.due, left_out.why);
    auto state = store::feed_state(w, key);
    if (state.again == pending.tried) state.again.reset();
    if (pending.next) state.next_run = pending.next;
    store::put_feed_state(w, state);
    return state.again;
  });
  if (!written) {
    tell(LogLevel::error, feed.key, sentence(written.error()));
    const auto again = (co_await known(feed)).again;
    co_return again == pending.tried ? std::nullopt : again;
  }
  pending.left_out.clear();
  pending.tried.reset();
  co_return *written;
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

/// A poll that failed before is no slot of its own: why it is not begun now, nobody need know. One that was put off is.
/// returns: did it go well?
boost::asio::awaitable<bool> Scheduler::poll_again(std::size_t index, store::Again again, Pending& pending) {
  const auto& feed = feeds_[index];
  const bool is_slot = again.tries == 0;
  const auto before = co_await known(feed);
  if (before.again != again) {  // somebody polled meanwhile
    if (is_slot && before.last_good) pending.left_out.push_back({{again.planned}, made_up(*before.last_good)});
    co_return false;
  }
  pending.tried = again;
  std::optional<Error> reason = outside_hours(feed.timetable.hours);
  if (is_permitted(feed.timetable, clock_.now())) {
    tell(LogLevel::info, feed.key, "the poll planned for " + to_string(again.planned) + " is tried again");
    reason = co_await poll_(index, again.planned);
  }
  const auto after = co_await known(feed);
  if (reason && is_slot && after.again == again) pending.left_out.push_back({{again.planned}, std::move(*reason)});
  co_return after.last_good != before.last_good;
}

/// After a poll: civil time may have been set back meanwhile, and what came due is not polled after it.
boost::asio::awaitable<Instant> Scheduler::go_on(const ScheduledFeed& feed, Instant after, Pending& pending) {
  const auto now = clock_.now();
  if (was_set_back(after, now)) {
    co_await note_set_back(feed.key, after, now);
    pending.next = next_due(feed.timetable, now);
  } else if (pending.next && *pending.next + jitter(feed, *pending.next) <= now) {
    auto due = due_from(feed.timetable, *pending.next, now);
    pending.next = next_due(feed.timetable, now);
    if (due.size() > 1 && due.back() + jitter(feed, due.back()) > now) {
      pending.next = due.back();  // its time is not quite come
      due.pop_back();
    }
    pending.left_out.push_back({std::move(due), Error(Recovery::retry, "schedule/still_polling")});
  }
  co_return now;
}

boost::asio::awaitable<void> Scheduler::run(std::size_t index) {
  const auto& feed = feeds_[index];
  Pending pending;
  co_await begin(index, pending);
  auto latest = clock_.now();
  while (pending.next) {
    const auto again = co_await keep(feed, pending);
    const auto slot = *pending.next;
    const auto start = slot + jitter(feed, slot);
    const bool is_tried_again =
        again && again->at < slot && clock_.now() < slot && !is_missed(feed.timetable, *again, clock_.now());
    if (again && !is_tried_again && again->planned < slot) give_up(*again, was_down(), pending);
    const auto wake = is_tried_again ? again->at : start;
    const auto now = co_await wait_for(wake, latest);
    if (now < wake) {
      co_await note_set_back(feed.key, latest, now);
      pending.next = next_due(feed.timetable, now);
      latest = now;
      continue;
    }
    if (is_tried_again) {
      latest = now;
      if (now >= slot) {  // slept over: the slot itself is due
        give_up(*again, was_asleep(), pending);
        continue;
      }
      const bool is_good = co_await poll_again(index, *again, pending);
      latest = clock_.now();
      // A try that came to nothing does not take the place of the slot that came meanwhile.
      const bool is_slot_kept = !is_good && !was_set_back(now, latest) && latest - start <= kOnTime;
      if (!is_slot_kept) latest = co_await go_on(feed, now, pending);
      continue;
    }
    co_await poll_due(index, due_from(feed.timetable, slot, now), was_asleep(), pending);
    const auto after = std::max(slot, now);
    pending.next = next_due(feed.timetable, after);
    latest = co_await go_on(feed, after, pending);
  }
  co_await keep(feed, pending);
  tell(LogLevel::warning, feed.key, "is never due again by its schedule");
}

}  // namespace calloff::schedule
