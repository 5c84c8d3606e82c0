#include "app/routine.hpp"

#include "app/keeping.hpp"
#include "app/pruning.hpp"
#include "inbound/skip.hpp"

namespace calloff::app {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kNextStepPause{50};

std::vector<expected::Expectation> what_is_expected(const Prepared& prepared) {
  return expected::expectations(prepared.configuration, records_of(prepared));
}

const settings::Account& account_of(const Prepared& prepared, const inbound::PolledFeed& feed) {
  return *prepared.configuration.find_customer(feed.key.customer)->find_account(feed.feed.account);
}

}  // namespace

std::vector<schedule::ScheduledFeed> scheduled_feeds(const Prepared& prepared) {
  std::vector<schedule::ScheduledFeed> feeds;
  for (const auto& feed : prepared.feeds)
    feeds.push_back({feed.key, schedule::timetable_of(feed.feed, account_of(prepared, feed))});
  return feeds;
}

Routine::Routine(Gateway& gateway, DiskWatch& disk, notify::Carrier& carrier, schedule::Scheduler::Poll poll, Pace pace)
    : gateway_(gateway),
      disk_(disk),
      pace_(pace),
      scheduler_(gateway.store(), gateway.clock(), gateway.log(), scheduled_feeds(gateway.prepared()), std::move(poll)),
      steward_(gateway),
      notifier_(gateway.store(), gateway.clock(), gateway.log(), gateway.prepared().configuration, carrier),
      watch_(gateway.store(), gateway.clock(), gateway.log(), what_is_expected(gateway.prepared())) {}

Task<void> Routine::begin() {
  auto begun = co_await notifier_.begin();
  co_return begun;
}

void Routine::spawn(TaskGroup& tasks) {
  for (std::size_t i = 0; i < scheduler_.size(); ++i) tasks.spawn("schedule", scheduler_.run(i));
  for (const auto& customer : gateway_.prepared().configuration.customers)
    if (customer.asn) tasks.spawn("outbox", send_due(customer.customer));
  for (std::size_t i = 0; i < notifier_.size(); ++i) tasks.spawn("notify", notifier_.run(i, pace_.notify));
  tasks.spawn("expected", watch_.run());
  tasks.spawn("steward", steward_.run());
  tasks.spawn("disk", disk_.run());
  tasks.spawn("prune", prune_daily(gateway_));
  tasks.spawn("tls_exceptions", watch_tls_exceptions(gateway_));
}

Task<store::RunRecord> Routine::poll(std::size_t index, Instant planned) {
  const auto& feed = gateway_.prepared().feeds[index];
  if (auto low = disk_.low()) {
    const auto& account = account_of(gateway_.prepared(), feed);
    auto skipped = co_await inbound::skip_poll(gateway_.store(), gateway_.clock().now(), account.adapter, account.name,
                                               feed.key, planned, std::move(*low));
    co_return skipped;
  }
  auto run = co_await gateway_.poll(feed, planned);
  co_return run;
}

/// ASNs on their way, one loop a customer: the service says when the next one is due. A verb that queues one is seen
/// after the pause; what leads on to the next step (sent: look it up) goes on at once.
asio::awaitable<void> Routine::send_due(std::string customer) {
  auto& clock = gateway_.clock();
  for (;;) {
    const auto due = co_await gateway_.asns().next_due(customer);
    const auto now = clock.now();
    auto pause = pace_.outbox;
    if (due && *due && **due <= now) {
      const auto done = co_await gateway_.asns().run_due(customer);
      if (done)
        pause = kNextStepPause;
      else
        gateway_.log()({clock.now(), LogLevel::warning, {}, {}, {}, customer + " ASNs: " + sentence(done.error())});
    }
    co_await clock.sleep_until(clock.boot() + pause);
  }
}

}  // namespace calloff::app
