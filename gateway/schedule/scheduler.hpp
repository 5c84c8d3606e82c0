// Says when each feed is due and lets it be polled: one poll of a feed at a time; polls missed while the gateway was
// down, or the machine slept, are made up for as the feed says; one that failed for a while is tried again before the
// next is due, where whoever polls noted so (FeedState::again), and so is one that was put off; none is polled outside
// its account's hours, however late it is. Every poll that is due becomes a run, or is noted as skipped with its
// reason. What is due next survives a restart, and civil time that is set back. Threading: run() on one executor; feeds
// are polled concurrently.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "schedule/catch_up.hpp"
#include "schedule/lookout.hpp"
#include "store/states.hpp"
#include "store/store.hpp"

namespace calloff::schedule {

struct ScheduledFeed {
  store::FeedKey key;
  Timetable timetable;
};

class Scheduler {
 public:
  /// poll: polls the feed with this index, planned for this instant; does not fail. Returns why no run was begun, if
  /// none was
  using Poll = std::function<boost::asio::awaitable<std::optional<Error>>(std::size_t feed, Instant planned)>;
  Scheduler(store::Store& store, Clock& clock, LogSink log, std::vector<ScheduledFeed> feeds, Poll poll);

  /// Runs one feed's timetable until it is cancelled (operation_aborted is thrown).
  boost::asio::awaitable<void> run(std::size_t feed);
  std::size_t size() const { return feeds_.size(); }

 private:
  /// What is due next, and what is still to be noted of what was.
  struct Pending {
    std::optional<Instant> next;
    std::vector<LeftOut> left_out;
    std::optional<store::Again> tried;  ///< what was tried again, and is not to be once more
  };

  boost::asio::awaitable<void> begin(std::size_t index, Pending& pending);
  boost::asio::awaitable<void> poll_due(std::size_t index, std::vector<Instant> due, Error why, Pending& pending);
  boost::asio::awaitable<store::FeedState> known(const ScheduledFeed& feed);
  boost::asio::awaitable<bool> is_put_off(const ScheduledFeed& feed, Instant planned);
  boost::asio::awaitable<std::set<Instant>> begun(const ScheduledFeed& feed, Instant first, Instant last);
  boost::asio::awaitable<std::optional<store::Again>> keep(const ScheduledFeed& feed, Pending& pending);
  static void give_up(const store::Again& again, Error why, Pending& pending);
  boost::asio::awaitable<bool> poll_again(std::size_t index, store::Again again, Pending& pending);
  boost::asio::awaitable<Instant> go_on(const ScheduledFeed& feed, Instant after, Pending& pending);
  boost::asio::awaitable<void> pause(const ScheduledFeed& feed, const Error& why);
  boost::asio::awaitable<void> note_set_back(store::FeedKey key, Instant latest, Instant now);
  boost::asio::awaitable<Instant> wait_for(Instant start, Instant latest);
  std::chrono::milliseconds jitter(const ScheduledFeed& feed, Instant due) const;
  void tell(LogLevel level, const store::FeedKey& key, std::string text);

  store::Store& store_;
  Clock& clock_;
  LogSink log_;
  std::vector<ScheduledFeed> feeds_;
  Poll poll_;
  Lookout lookout_;
};

}  // namespace calloff::schedule
