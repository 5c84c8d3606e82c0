// Says when each feed is due and lets it be polled: one poll of a feed at a time; a slot missed while the gateway was
// down is polled once, late, or left, as the feed says; none is polled outside its account's hours, however late it is.
// What is due next survives a restart, and civil time that is set back.
// Threading: run() on one executor; feeds are polled concurrently.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "schedule/due.hpp"
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
  /// poll: polls the feed with this index, planned for this instant; does not fail
  using Poll = std::function<boost::asio::awaitable<void>(std::size_t feed, Instant planned)>;
  Scheduler(store::Store& store, Clock& clock, LogSink log, std::vector<ScheduledFeed> feeds, Poll poll);

  /// Runs one feed's timetable until it is cancelled (operation_aborted is thrown).
  boost::asio::awaitable<void> run(std::size_t feed);
  std::size_t size() const { return feeds_.size(); }

 private:
  boost::asio::awaitable<std::optional<Instant>> first_slot(const ScheduledFeed& feed);
  boost::asio::awaitable<void> remember(store::FeedKey key, Instant next);
  boost::asio::awaitable<Instant> wait_for(Instant start, Instant latest);
  void tell(LogLevel level, const store::FeedKey& key, std::string text);

  store::Store& store_;
  Clock& clock_;
  LogSink log_;
  std::vector<ScheduledFeed> feeds_;
  Poll poll_;
  Lookout lookout_;
};

}  // namespace calloff::schedule
