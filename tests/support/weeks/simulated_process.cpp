#include "support/weeks/simulated_process.hpp"

#include <boost/asio/co_spawn.hpp>
#include <stdexcept>

#include "app/verb.hpp"

namespace calloff::test {

namespace asio = boost::asio;

namespace {

/// Each look costs a read of the store, and weeks are to pass in seconds; nothing is due more finely than this.
constexpr app::Pace kPace{.outbox = std::chrono::seconds(30), .notify = std::chrono::seconds(30)};

class Unheard final : public app::Output {
 public:
  void out(std::string_view) override {}
  void err(std::string_view) override {}
};

}  // namespace

SimulatedProcess::SimulatedProcess(ProcessSurroundings around, std::filesystem::path data)
    : around_(around), data_(std::move(data)) {
  const auto executor = context_.get_executor();
  auto opened = app::Gateway::open(
      around_.prepared, data_.string(), around_.clock, [this](const LogLine& line) { heard(line); },
      {executor, executor, executor}, std::make_shared<WeeksTransport>(around_.worlds, around_.clock, life_),
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
  disk_ = std::make_unique<app::DiskWatch>(gateway_->store(), around_.clock, gateway_->log(),
                                           around_.prepared.configuration.gateway.disk.low, around_.free_on_disk);
  routine_ = std::make_unique<app::Routine>(
      *gateway_, *disk_, around_.carrier, [this](std::size_t feed, Instant planned) { return poll(feed, planned); },
      kPace);
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
  const auto begun = co_await routine_->begin();
  if (!begun) around_.watcher.went_wrong("begin: " + sentence(begun.error()));
  around_.watcher.is_ready();
  routine_->spawn(*tasks_);
}

/// What a gateway says as an error is a defect here, unless it is about an account that must not be used: neither disk
/// nor memory fails it.
void SimulatedProcess::heard(const LogLine& line) {
  if (line.level == LogLevel::error && !life_.is_over() && !line.text.starts_with("held: "))
    around_.watcher.went_wrong("the log: " + line.text);
}

asio::awaitable<std::optional<Error>> SimulatedProcess::poll(std::size_t feed, Instant planned) {
  around_.watcher.poll_begins(feed, planned);
  const auto run = co_await routine_->poll(feed, planned);
  around_.watcher.poll_ended(feed, planned, run);
  if (!run) co_return run.error();
  co_return std::nullopt;
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
