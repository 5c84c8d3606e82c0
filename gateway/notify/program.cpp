#include "notify/program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/stopping.hpp"

namespace calloff::notify {
namespace {

namespace asio = boost::asio;

/// The message as a file without a name: the program may read it or not, early or late, and nobody waits for a pipe.
class Input {
 public:
  explicit Input(std::string_view bytes) : descriptor_(::memfd_create("calloff-message", MFD_CLOEXEC)) {
    while (descriptor_ >= 0 && !bytes.empty()) {
      const auto count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      bytes.remove_prefix(std::size_t(count));
    }
    is_whole_ = descriptor_ >= 0 && bytes.empty() && ::lseek(descriptor_, 0, SEEK_SET) == 0;
  }
  ~Input() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  int descriptor() const { return descriptor_; }
  bool is_whole() const { return is_whole_; }

 private:
  int descriptor_;
  bool is_whole_ = false;
};

/// What the program is started with beside its arguments.
class Surroundings {
 public:
  explicit Surroundings(int input) {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_adddup2(&files_, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes_);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~Surroundings() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  Surroundings(const Surroundings&) = delete;
  Surroundings& operator=(const Surroundings&) = delete;
  const posix_spawn_file_actions_t* files() const { return &files_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

std::vector<std::string> environment_of(const std::string& target) {
  std::vector<std::string> all{"CALLOFF_TARGET=" + target};
  for (const char* name : {"PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ"})
    if (const char* value = std::getenv(name)) all.push_back(std::string(name) + "=" + value);
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (auto& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

/// A running program; killed with all it started, and buried, when this goes.
class Started {
 public:
  explicit Started(pid_t id) : id_(id) {}
  ~Started() {
    if (id_ <= 0) return;
    ::kill(-id_, SIGKILL);
    end();
  }
  Started(const Started&) = delete;
  Started& operator=(const Started&) = delete;
  pid_t id() const { return id_; }
  /// Its wait status, once it has ended.
  int end() {
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = 0;
    return status;
  }

 private:
  pid_t id_;
};

Error not_started(const Order& order, int reason) {
  return Error(Recovery::fix_config, "notify/program_not_started",
               {{"program", order.command.front()}, {"reason", std::strerror(reason)}});
}

Result<pid_t> start(Order& order) {
  const Input input(order.input);
  if (!input.is_whole()) return not_started(order, errno);
  const Surroundings surroundings(input.descriptor());
  auto words = order.command;
  auto settings = environment_of(order.target);
  const auto arguments = pointers(words), environment = pointers(settings);
  pid_t id = 0;
  const int failed = ::posix_spawnp(&id, arguments[0], surroundings.files(), surroundings.attributes(),
                                    arguments.data(), environment.data());
  if (failed != 0) return not_started(order, failed);
  return id;
}

Result<void> outcome(const Order& order, int status) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  if (WIFEXITED(status))
    return Error(Recovery::retry, "notify/program_failed",
                 {{"program", order.command.front()}, {"status", std::to_string(WEXITSTATUS(status))}});
  return Error(Recovery::retry, "notify/program_killed",
               {{"program", order.command.front()}, {"signal", std::to_string(WTERMSIG(status))}});
}

/// Did it end before its time was over?
asio::awaitable<bool> ends_in_time(asio::posix::stream_descriptor* end, Clock* clock, BootTime until) {
  using asio::experimental::awaitable_operators::operator||;
  const auto first = co_await side_by_side(
      end->async_wait(asio::posix::stream_descriptor::wait_read, asio::use_awaitable) || clock->sleep_until(until));
  co_return first.index() == 0;
}

}  // namespace

Task<void> run_program(Clock* clock, Order order) {
  const auto id = start(order);
  if (!id) co_return id.error();
  Started program(*id);
  asio::posix::stream_descriptor end(co_await asio::this_coro::executor);
  if (const auto descriptor = int(::syscall(SYS_pidfd_open, *id, 0)); descriptor >= 0)
    end.assign(descriptor);
  else
    co_return not_started(order, errno);
  const bool has_ended = co_await ends_in_time(&end, clock, clock->boot() + order.limit);
  if (has_ended) co_return outcome(order, program.end());
  co_return Error(Recovery::retry, "notify/program_timed_out",
                  {{"program", order.command.front()}, {"limit_s", std::to_string(order.limit.count())}});
}

}  // namespace calloff::notify
