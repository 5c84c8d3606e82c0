// One process of the gateway, from its start until it is told to stop or dies: the routine of `serve` and its verbs,
// over virtual time. There are no sockets: neither health checks nor supervisor. Threading: one thread.
#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/gateway.hpp"
#include "app/routine.hpp"
#include "app/task_group.hpp"
#include "support/weeks/account_world.hpp"

namespace calloff::test {

/// What a process tells of what it does, as it happens.
class ProcessWatcher {
 public:
  virtual ~ProcessWatcher() = default;
  virtual void poll_begins(std::size_t feed, Instant planned) = 0;
  /// run: an error: nothing was begun
  virtual void poll_ended(std::size_t feed, Instant planned, const Result<store::RunRecord>& run) = 0;
  virtual void verb_ended(const std::vector<std::string>& words, int exit) = 0;
  virtual void is_ready() = 0;
  /// A job of the store is durable; kept() can be looked at.
  virtual void written(const std::string& job) = 0;
  virtual void went_wrong(const std::string& what) = 0;
};

/// What processes have around them, and leave to the next.
struct ProcessSurroundings {
  const app::Prepared& prepared;
  VirtualClock& clock;
  Worlds& worlds;
  ProcessWatcher& watcher;
  notify::Carrier& carrier;
  app::DiskWatch::Free free_on_disk;
};

class SimulatedProcess {
 public:
  /// Starts on `data`; what it does it does in run_until.
  SimulatedProcess(ProcessSurroundings around, std::filesystem::path data);
  /// Also in the middle of what it does: coroutines that have not ended go first.
  ~SimulatedProcess();
  SimulatedProcess(const SimulatedProcess&) = delete;
  SimulatedProcess& operator=(const SimulatedProcess&) = delete;

  /// Lives until then, or dies.
  void run_until(Instant until);
  bool is_dead() const { return life_.is_over(); }
  Life& life() { return life_; }

  /// A verb over the socket, typed now.
  void type(std::vector<std::string> words);
  /// Told to stop: every task ends, the portals are left.
  void stop();
  /// Killed: nothing it still would have done comes to pass.
  void die();

  const std::filesystem::path& data() const { return data_; }
  /// The store as it is, to look at.
  store::Store& kept() { return store_->kept(); }

 private:
  boost::asio::awaitable<void> begin();
  boost::asio::awaitable<std::optional<Error>> poll(std::size_t feed, Instant planned);
  boost::asio::awaitable<void> end_tasks();
  boost::asio::awaitable<void> obey(std::vector<std::string> words);
  void finish(boost::asio::awaitable<void> operation);
  void heard(const LogLine& line);
  void failed(const std::string& task, std::exception_ptr failure);

  /// What waits on it can be dropped while everything that it uses is still there.
  struct Context : boost::asio::io_context {
    Context() : io_context(1) {}
    using boost::asio::execution_context::shutdown;
  };

  ProcessSurroundings around_;
  std::filesystem::path data_;
  Life life_;
  Context context_;
  MortalStore* store_ = nullptr;
  std::unique_ptr<app::Gateway> gateway_;
  std::unique_ptr<app::DiskWatch> disk_;
  std::unique_ptr<app::Routine> routine_;
  std::unique_ptr<app::TaskGroup> tasks_;
};

}  // namespace calloff::test
