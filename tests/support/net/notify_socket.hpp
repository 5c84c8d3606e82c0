// The socket at which a supervisor listens. Threading: one thread.
#pragma once
#include <string>

#include "support/temporary_folder.hpp"

namespace calloff::test {

class NotifySocket {
 public:
  NotifySocket();
  ~NotifySocket();
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  const std::string& path() const { return path_; }
  /// The next message; waits for it.
  std::string next() const;
  /// The same; empty if none has come yet.
  std::string waiting() const;

 private:
  std::string receive(int flags) const;
  TemporaryFolder folder_;
  std::string path_;
  int descriptor_;
};

}  // namespace calloff::test
