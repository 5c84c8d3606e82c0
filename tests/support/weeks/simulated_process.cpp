#include "support/weeks/simulated_process.hpp"

#include <boost/asio/co_spawn.hpp>
#include <stdexcept>

#include "app/pruning.hpp"
#include "app/verb.hpp"

namespace calloff::test {

namespace asio = boost::asio;

namespace {

class Unheard final : public app::Output {
 public:
  void out(std::string_view) override {}
  void err(std::string_view) override {}
};

}  // namespace

std::vector<schedule::ScheduledFeed> scheduled_feeds(const app::Prepared& prepared) {
  std::vector<schedule::ScheduledFeed> feeds;
  for (const auto& feed : prepared.feeds) {
    const auto* customer = prepared.configuration.find_customer(feed.key.customer);
    feeds.push_back({feed.key, schedule::timetable_of(feed.feed, *customer->find_account(feed.feed.account))});
  }
  return feeds;
}

SimulatedProcess::SimulatedProcess(ProcessSurroundings around, std::filesystem::path data)
    : around_(around), data_(std::move(data)) {
  const auto executor = context_.get_executor();
  auto opened = app::Gateway::open(
      around_.prepared, data_.string(), around_.clock, [](const LogLine&) {}, {executor, executor, executor},
      std::make_shared<WeeksTransport>(around_.worlds, around_.clock, life_),
      [this](const std::string& folder, Clock& clock) -> Result<std::unique_ptr<store::Store>> {
        auto kept = store::Store::open(folder, store::Mode::write, clock);
        if (!kept) return kept.error();
        auto mortal = std::make_unique<MortalStore>(std::move(*kept), life_, [this](const std::string& job) {
          if (gateway_) around_.watcher.written(job);
        });
        store_ = mortal.get();
        return Result<std::unique_ptr<store::Store>>(std::move(mortal));
      });
  if (!opened) throw std::runtime_error("the gateway: " + sentence(opened.error()));
  gateway_ = std::move(*opened);
  scheduler_ = std::make_unique<schedule::Scheduler>(
      gateway_->store(), around_.clock, gateway_->log(), scheduled_feeds(around_.prepared),
      [this](std::size_t feed, Instant planned) { return poll(feed, planned); });
  tasks_ = std::make_unique<app::TaskGroup>(
      executor, [this](const std::string& name, std::exception_ptr failure) { failed(name, failure); });
  tasks_->spawn("begin", begin());
}

SimulatedProcess::~SimulatedProcess() { context_.shutdown(); }

void SimulatedProcess::failed(const std::string& task, std::exception_ptr failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const Gone&) {
  } catch (const std::exception& defect) {
    around_.watcher.went_wrong(task + ": " + defect.what());
  }
}

asio::awaitable<void> SimulatedProcess::begin() {
  const auto recovered = co_await gateway_->recover();
  if (!recovered) around_.watcher.went_wrong("recover: " + sentence(recovered.error()));
  around_.watcher.is_ready();
  for (std::size_t i = 0; i < scheduler_->size(); ++i) tasks_->spawn("schedule", scheduler_->run(i));
  for (const auto& customer : around_.prepared.configuration.customers)
    if (customer.asn) tasks_->spawn("outbox", send_due(customer.customer));
  tasks_->spawn("prune", app::prune_daily(*gateway_));
}

asio::awaitable<std::optional<Error>> SimulatedProcess::poll(std::size_t feed, Instant planned) {
  around_.watcher.poll_begins(feed, planned);
  const auto run = co_await gateway_->poll(around_.prepared.feeds[feed], planned);
  around_.watcher.poll_ended(feed, planned, run);
  if (!run) co_return run.error();
  co_return std::nullopt;
}

/// As in `serve`, but for the pause: nothing is due more finely than this.
asio::awaitable<void> SimulatedProcess::send_due(std::string customer) {
  for (;;) {
    const auto due = co_await gateway_->asns().next_due(customer);
    const auto now = around_.clock.now();
    auto pause = std::chrono::milliseconds(std::chrono::seconds(30));
    if (due && *due && **due <= now) {
      const auto done = co_await gateway_->asns().run_due(customer);
      if (done) pause = std::chrono::milliseconds(50);
    }
    co_await around_.clock.sleep_until(around_.clock.boot() + pause);
  }
}

asio::awaitable<void> SimulatedProcess::obey(std::vector<std::string> words) {
  Unheard output;
  auto parsed = app::parse_command(words);
  auto exit = int(parsed.exit);
  if (!parsed.is_finished)
    exit = int(co_await app::run_write_verb(std::move(parsed.command), *gateway_, {"li", {}, {}}, output));
  around_.watcher.verb_ended(words, exit);
}

void SimulatedProcess::type(std::vector<std::string> words) { tasks_->spawn("verb", obey(std::move(words))); }

void SimulatedProcess::run_until(Instant until) {
  around_.clock.run_until(context_, until, [this] { return life_.is_over(); });
}

/// Time goes on while it is needed, and no further.
void SimulatedProcess::finish(asio::awaitable<void> operation) {
  bool is_done = false;
  asio::co_spawn(context_, std::move(operation), [&](std::exception_ptr failure) {
    is_done = true;
    if (failure) failed("stop", failure);
  });
  around_.clock.run_until(context_, around_.clock.now() + std::chrono::minutes(10), [&] { return is_done; });
  if (!is_done) throw std::runtime_error("a process that was told to stop goes on for ten minutes");
}

/// On the executor: told from outside of it, Asio would tell tasks that have just ended.
asio::awaitable<void> SimulatedProcess::end_tasks() {
  tasks_->stop();
  co_await tasks_->wait();
}

void SimulatedProcess::stop() {
  finish(end_tasks());
  if (!life_.is_over()) finish(gateway_->sign_out_everywhere());
}

void SimulatedProcess::die() {
  life_.end_now();
  finish(end_tasks());
}

}  // namespace calloff::test
