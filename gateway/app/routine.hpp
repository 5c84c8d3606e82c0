// What a running gateway does by itself, whoever runs it: polls by schedule, sends what is queued, tells of tickets,
// notices what does not come, and gives up what is old. Threading: as the gateway.
#pragma once
#include <vector>

#include "app/disk_watch.hpp"
#include "app/gateway.hpp"
#include "app/steward.hpp"
#include "app/task_group.hpp"
#include "expected/watch.hpp"
#include "notify/notifier.hpp"
#include "schedule/scheduler.hpp"

namespace calloff::app {

/// When each feed is due, in the order of `prepared.feeds`.
std::vector<schedule::ScheduledFeed> scheduled_feeds(const Prepared& prepared);

/// How often it is looked whether an ASN is due, and whether there is news: what a verb queued is seen so soon.
struct Pace {
  std::chrono::milliseconds outbox{2000}, notify = notify::kPause;
};

class Routine {
 public:
  /// poll: asks routine.poll and says what came of it. All that is given outlives this.
  Routine(Gateway& gateway, DiskWatch& disk, notify::Carrier& carrier, schedule::Scheduler::Poll poll, Pace pace = {});

  /// Once, after Gateway::recover. errors: store/...
  Task<void> begin();
  /// Starts every task of it.
  void spawn(TaskGroup& tasks);
  std::size_t feeds() const { return scheduler_.size(); }

  /// A scheduled poll, or the run that says that it was left out: what is left of a disk that fills up belongs to ASNs
  /// and their proofs. errors: as Gateway::poll; store/...
  Task<store::RunRecord> poll(std::size_t feed, Instant planned);

 private:
  boost::asio::awaitable<void> send_due(std::string customer);

  Gateway& gateway_;
  DiskWatch& disk_;
  Pace pace_;
  schedule::Scheduler scheduler_;
  Steward steward_;
  notify::Notifier notifier_;
  expected::Watch watch_;
};

}  // namespace calloff::app
