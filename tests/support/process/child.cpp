#include "support/process/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>

namespace calloff::test::process {
namespace {

extern "C" char** environ;

/// The child's side, between fork and exec: nothing here allocates.
[[noreturn]] void become(char** arguments, char** environment, int out, int err, std::optional<unsigned long> largest) {
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  if (largest) {
    const rlimit limit{*largest, RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  execve(arguments[0], arguments, environment);
  _exit(127);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (auto& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

std::vector<std::string> merged(const Environment& added) {
  std::vector<std::string> texts;
  for (char** at = environ; *at; ++at) {
    const std::string_view text(*at);
    if (!added.contains(std::string(text.substr(0, text.find('='))))) texts.emplace_back(text);
  }
  for (const auto& [name, value] : added) texts.push_back(name + "=" + value);
  return texts;
}

double seconds(const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) * 1e-6; }

/// Appends what is there to read; closes the end when nothing more will come.
void drain(int& end, std::string& text, std::string* heard) {
  std::array<char, 65536> chunk;
  const auto got = read(end, chunk.data(), chunk.size());
  if (got > 0) {
    text.append(chunk.data(), std::size_t(got));
    if (heard) heard->append(chunk.data(), std::size_t(got));
    return;
  }
  close(end);
  end = -1;
}

}  // namespace

Child::Child(const Start& start) : name_(start.program), heard_(start.heard) {
  std::vector<std::string> words{start.program};
  words.insert(words.end(), start.arguments.begin(), start.arguments.end());
  for (const auto& argument : start.arguments) name_ += " " + argument;
  auto settings = merged(start.environment);
  const auto arguments = pointers(words), environment = pointers(settings);
  int out[2], err[2];
  if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  id_ = fork();
  if (id_ == 0)
    become(const_cast<char**>(arguments.data()), const_cast<char**>(environment.data()), out[1], err[1],
           start.largest_file);
  close(out[1]);
  close(err[1]);
  out_end_ = out[0];
  err_end_ = err[0];
  process_ = int(syscall(SYS_pidfd_open, id_, 0));
  if (id_ < 0 || process_ < 0) throw std::runtime_error("cannot start " + name_);
}

Child::~Child() {
  if (id_ > 0) {
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
  }
  for (const int end : {out_end_, err_end_, process_})
    if (end >= 0) close(end);
}

void Child::send(int signal) const { kill(id_, signal); }

void Child::give_up(const std::string& why) {
  throw std::runtime_error(name_ + ": " + why + "; stdout: " + out_ + "; stderr: " + err_);
}

/// Waits for the next thing to happen. False: it ended, and all it said was read. Throws over the limit.
bool Child::read_some(int limit_descriptor) {
  const bool is_open = out_end_ >= 0 || err_end_ >= 0;
  std::array<pollfd, 4> all{{{limit_descriptor, POLLIN, 0},
                             {out_end_, POLLIN, 0},
                             {err_end_, POLLIN, 0},
                             {is_open ? -1 : process_, POLLIN, 0}}};
  if (poll(all.data(), all.size(), -1) < 0) give_up("poll failed");
  if (all[1].revents) drain(out_end_, out_, heard_.get());
  if (all[2].revents) drain(err_end_, err_, heard_.get());
  if (all[3].revents) return false;
  if (all[0].revents) give_up("took too long");
  return true;
}

Ended Child::wait(std::chrono::seconds after) {
  const Limit limit(after);
  while (read_some(limit.descriptor())) {
  }
  int status = 0;
  rusage used{};
  while (wait4(id_, &status, 0, &used) < 0 && errno == EINTR) {
  }
  id_ = 0;
  Ended ended;
  ended.cpu_s = seconds(used.ru_utime) + seconds(used.ru_stime);
  ended.peak_mb = double(used.ru_maxrss) / 1024;
  if (WIFEXITED(status))
    ended.exit = WEXITSTATUS(status);
  else
    ended.signal = WTERMSIG(status);
  ended.out = out_;
  ended.err = err_;
  return ended;
}

double Child::cpu_s() const {
  std::ostringstream text;
  text << std::ifstream("/proc/" + std::to_string(id_) + "/stat").rdbuf();
  // Fields 14 and 15, counted from behind the name, which may hold spaces.
  std::istringstream fields(text.str().substr(text.str().rfind(')') + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) / double(sysconf(_SC_CLK_TCK));
}

std::string Child::wait_for(std::string_view text, std::chrono::seconds after) {
  const Limit limit(after);
  for (;;) {
    const auto at = err_.find(text, found_);
    const auto end = at == std::string::npos ? at : err_.find('\n', at);
    if (end != std::string::npos) {
      found_ = end + 1;
      const auto start = err_.rfind('\n', at);
      return err_.substr(start == std::string::npos ? 0 : start + 1,
                         end - (start == std::string::npos ? 0 : start + 1));
    }
    if (!read_some(limit.descriptor())) give_up("ended without saying: " + std::string(text));
  }
}

Ended run(const Start& start) { return Child(start).wait(); }

}  // namespace calloff::test::process
