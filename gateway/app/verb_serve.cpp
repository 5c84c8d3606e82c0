// serve: the gateway itself. Polls by schedule, sends what is queued, answers verbs over the socket, until it is told
// to stop; then every task ends, the portals are left, and the lock is given back.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>

#include "app/care.hpp"
#include "app/disk_watch.hpp"
#include "app/keeping.hpp"
#include "app/log.hpp"
#include "app/routine.hpp"
#include "app/socket.hpp"
#include "app/supervisor.hpp"
#include "app/task_group.hpp"
#include "app/threads.hpp"
#include "app/verb.hpp"
#include "store/facts.hpp"

namespace calloff::app {
namespace {

namespace asio = boost::asio;

std::string told(const store::RunRecord& run) {
  std::string text = "run " + std::string(store::to_string(*run.outcome)) + ": " + std::to_string(run.documents) +
                     " documents, " + std::to_string(run.records) + " lines changed";
  return run.cause ? text + "; " + sentence(*run.cause) : text;
}

class Serving {
 public:
  /// signals: what it is told to stop by; outlives the whole stop
  Serving(Gateway& gateway, const Command& command, Output& output, asio::any_io_executor io, asio::signal_set& signals)
      : gateway_(gateway),
        command_(command),
        output_(output),
        io_(io),
        signals_(signals),
        tasks_(io, [this](const std::string& name, std::exception_ptr failure) { fail(name, failure); }),
        disk_(gateway.store(), gateway.clock(), gateway.log(), gateway.prepared().configuration.gateway.disk.low,
              [&gateway] { return free_at(gateway.store().dir()); }),
        care_(gateway, disk_, tasks_),
        routine_(gateway, disk_, gateway.carrier(),
                 [this](std::size_t feed, Instant planned) { return poll(feed, planned); }) {}

  asio::awaitable<Exit> run();

 private:
  Task<void> begin();
  asio::awaitable<std::optional<Error>> poll(std::size_t feed, Instant planned);
  asio::awaitable<Exit> answer(Request request, Output& output);
  void fail(const std::string& name, std::exception_ptr failure);
  void say(LogLevel level, std::string text) {
    gateway_.log()({gateway_.clock().now(), level, {}, {}, {}, std::move(text)});
  }

  Gateway& gateway_;
  const Command& command_;
  Output& output_;
  asio::any_io_executor io_;
  asio::signal_set& signals_;
  TaskGroup tasks_;
  DiskWatch disk_;
  Care care_;
  const Supervisor supervisor_ = Supervisor::of_environment();
  std::unique_ptr<SocketServer> socket_;
  Routine routine_;
  std::exception_ptr defect_;
  bool is_stopping_ = false;
};

/// What keeps a poll from being begun, and is no fault.
bool is_meant(const Error& error) {
  return error.code == "feed/held" || error.code == "accounts/yielded" || error.code == "accounts/asked_to_wait" ||
         error.code.starts_with("schedule/");
}

asio::awaitable<std::optional<Error>> Serving::poll(std::size_t index, Instant planned) {
  const auto& feed = gateway_.prepared().feeds[index];
  const auto run = co_await routine_.poll(index, planned);
  LogLine line{gateway_.clock().now(),        LogLevel::info,
               run ? run->id : std::string(), feed.key.customer + "/" + feed.feed.account,
               store::to_string(feed.key),    run ? told(*run) : sentence(run.error())};
  if (run && run->cause) line.level = LogLevel::warning;
  if (!run && !is_meant(run.error())) line.level = LogLevel::error;
  gateway_.log()(line);
  if (!run) co_return run.error();
  co_return std::nullopt;
}

asio::awaitable<Exit> Serving::answer(Request request, Output& output) {
  auto parsed = parse_command(request.words);
  if (parsed.is_finished || parsed.command.access != Access::write) {
    output.err("calloff: the running gateway carries out verbs that write, not this one\n");
    co_return Exit::usage;
  }
  parsed.command.files = std::move(request.files);
  parsed.command.globals.now.clear();  // what is done here is done by the gateway's clock
  const auto exit = co_await run_write_verb(std::move(parsed.command), gateway_, actor_of(request.user_id), output);
  co_return exit;
}

/// A broken invariant in one task ends the gateway: its supervisor starts a fresh one, and nothing durable is lost.
void Serving::fail(const std::string& name, std::exception_ptr failure) {
  if (!defect_) defect_ = failure;
  say(LogLevel::error, name + " failed; the gateway stops");
  if (!is_stopping_) std::raise(SIGTERM);
}

/// Health checks are answered first: what a crash left may take its time.
Task<void> Serving::begin() {
  if (auto opened = care_.open(io_); !opened) co_return opened.error();
  if (auto recovered = co_await gateway_.recover(); !recovered) co_return recovered.error();
  if (auto begun = co_await routine_.begin(); !begun) co_return begun.error();
  auto server = SocketServer::listen(io_, tasks_, command_.globals.data, [this](Request request, Output& output) {
    return answer(std::move(request), output);
  });
  if (!server) co_return server.error();
  socket_ = std::move(*server);
  routine_.spawn(tasks_);
  tasks_.spawn("socket", socket_->run());
  tasks_.spawn("dead_man", ping_dead_man(gateway_, [this] { return care_.is_ready(); }));
  care_.begun();
  tasks_.spawn("watchdog", supervisor_.show_life(gateway_.clock()));
  supervisor_.tell("READY=1\nSTATUS=polls " + std::to_string(routine_.feeds()) + " feeds");
  say(LogLevel::info, "ready: " + std::to_string(routine_.feeds()) + " feeds");
  co_return Result<void>();
}

asio::awaitable<Exit> Serving::run() {
  const auto begun = co_await begin();
  int number = 0;
  if (begun) number = co_await signals_.async_wait(asio::use_awaitable);
  is_stopping_ = true;
  if (begun) say(LogLevel::info, "stopping");
  supervisor_.tell("STOPPING=1");
  tasks_.stop();
  co_await tasks_.wait();
  socket_.reset();
  if (begun) co_await gateway_.sign_out_everywhere();
  if (defect_) std::rethrow_exception(defect_);
  if (!begun) co_return report(begun.error(), output_);
  co_return number == SIGINT ? Exit::interrupted : Exit::ok;
}

/// People read the log in the time of the plants.
std::string zone_of(const Prepared& prepared) {
  for (const auto& customer : prepared.configuration.customers)
    if (!customer.plants.empty()) return customer.plants.front().zone;
  return {};
}

Result<void> remember_offset(Gateway& gateway, const Command& command) {
  if (command.globals.now.empty()) return {};
  const auto offset = gateway.clock().now() - system_clock()->now();
  return gateway.store().write_now("store.clock_offset", [offset](store::Writer& w) -> Result<void> {
    store::put_clock_offset(w, offset);
    return {};
  });
}

}  // namespace

Exit run_serve(const Command& command, const Prepared& prepared, Clock& clock, Output& output) {
  Threads threads;
  auto& io = threads.io;
  // Caught until the store is closed: stopping ends by itself within half a minute, and being told twice changes
  // nothing.
  asio::signal_set signals(io, SIGINT, SIGTERM);
  auto gateway = Gateway::open(prepared, command.globals.data, clock,
                               serving_log(prepared.configuration, output, zone_of(prepared)), threads.executors());
  if (!gateway) return report(gateway.error(), output);
  if (auto kept = remember_offset(**gateway, command); !kept) return report(kept.error(), output);
  (*gateway)->accounts().let_people_answer();
  Serving serving(**gateway, command, output, io.get_executor(), signals);
  auto exit = Exit::failed;
  std::exception_ptr defect;
  asio::co_spawn(
      io, [](Serving& s, Exit& e) -> asio::awaitable<void> { e = co_await s.run(); }(serving, exit),
      [&](std::exception_ptr failure) {
        defect = failure;
        io.stop();
      });
  io.run();
  if (defect) std::rethrow_exception(defect);
  return exit;
}

}  // namespace calloff::app
