// A program of ours as a process, and what it cost. Threading: one thread.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace calloff::bench {

/// What a process cost from its start to its end.
struct Cost {
  int exit = -1;  ///< its status; -1: ended by a signal
  double wall_s = 0, cpu_s = 0;
  double peak_mb = 0;  ///< resident, at its largest
};

class Child {
 public:
  /// said: the file that gets its stdout and stderr
  Child(const std::filesystem::path& program, const std::vector<std::string>& arguments,
        const std::map<std::string, std::string>& environment, const std::filesystem::path& said);
  ~Child();  ///< kills it if it still runs
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  Cost wait();
  bool is_running() const;
  /// User and system time so far, in seconds.
  double cpu_s() const;

 private:
  pid_t id_ = 0;
  double started_ = 0;
};

}  // namespace calloff::bench
