#include "bench/support/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "bench/support/timing.hpp"

namespace calloff::bench {
namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (auto& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

double seconds(const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) * 1e-6; }

}  // namespace

Child::Child(const std::filesystem::path& program, const std::vector<std::string>& arguments,
             const std::map<std::string, std::string>& environment, const std::filesystem::path& said)
    : started_(wall_seconds()) {
  std::vector<std::string> words{program.string()}, settings;
  words.insert(words.end(), arguments.begin(), arguments.end());
  for (char** at = environ; *at; ++at) settings.emplace_back(*at);
  for (const auto& [name, value] : environment) settings.push_back(name + "=" + value);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, said.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  const auto failed =
      posix_spawn(&id_, program.c_str(), &files, nullptr, pointers(words).data(), pointers(settings).data());
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0) throw std::runtime_error("cannot start " + program.string());
}

Child::~Child() {
  if (id_ <= 0) return;
  kill(id_, SIGKILL);
  waitpid(id_, nullptr, 0);
}

Cost Child::wait() {
  int status = 0;
  rusage used{};
  while (wait4(id_, &status, 0, &used) < 0 && errno == EINTR) {
  }
  id_ = 0;
  Cost cost;
  if (WIFEXITED(status)) cost.exit = WEXITSTATUS(status);
  cost.wall_s = wall_seconds() - started_;
  cost.cpu_s = seconds(used.ru_utime) + seconds(used.ru_stime);
  cost.peak_mb = double(used.ru_maxrss) / 1024;
  return cost;
}

bool Child::is_running() const { return id_ > 0 && kill(id_, 0) == 0; }

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

}  // namespace calloff::bench
