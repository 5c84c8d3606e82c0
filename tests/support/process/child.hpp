// A program as a child of the test: stdin empty, stdout and stderr captured, every wait with a limit.
#pragma once
#include <sys/types.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/process/limit.hpp"

namespace calloff::test::process {

using Environment = std::map<std::string, std::string>;

struct Start {
  std::string program;
  std::vector<std::string> arguments;
  Environment environment;                    ///< added to the test's own
  std::optional<unsigned long> largest_file;  ///< RLIMIT_FSIZE in bytes: the disk is full there
  std::shared_ptr<std::string> heard{};       ///< also gets all that it says
};

/// How a child ended, and what it cost. signal: what killed it, 0 when it ended by itself
struct Ended {
  int exit = 0, signal = 0;
  std::string out, err;
  double cpu_s = 0;    ///< user and system
  double peak_mb = 0;  ///< resident, at its largest
};

class Child {
 public:
  explicit Child(const Start& start);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t id() const { return id_; }
  void send(int signal) const;

  /// Until it has ended. Over the limit it is killed, and that throws.
  Ended wait(std::chrono::seconds limit = kLongest);

  /// Until `text` stands in its stderr behind what earlier calls found; returns the line. Throws over the limit, and
  /// when it ends without saying so.
  std::string wait_for(std::string_view text, std::chrono::seconds limit = kLongest);

  /// User and system time so far, in seconds.
  double cpu_s() const;

  /// All it has said on stderr so far.
  const std::string& said() const { return err_; }

 private:
  bool read_some(int limit_descriptor);
  [[noreturn]] void give_up(const std::string& why);

  std::string name_;
  std::shared_ptr<std::string> heard_;
  pid_t id_ = 0;
  int out_end_ = -1, err_end_ = -1, process_ = -1;
  std::string out_, err_;
  std::size_t found_ = 0;
};

/// Starts and waits.
Ended run(const Start& start);

}  // namespace calloff::test::process
