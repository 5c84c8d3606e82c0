#include "app/open_files.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace calloff::app {
namespace {

constexpr rlim_t kOurs = 320;          // 48 answers being kept with 4 files each, the store, the socket, a shell's own
constexpr rlim_t kAConnection = 4;     // the connection, libcurl's own, one while the next is made
constexpr rlim_t kAssumed = 1u << 20;  // where there is no limit

rlim_t limit() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return kOurs;
  return std::min(files.rlim_cur, kAssumed);
}

}  // namespace

void allow_open_files() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = std::min(files.rlim_max, kAssumed);
  static_cast<void>(setrlimit(RLIMIT_NOFILE, &files));  // what we have then is what most_connections() goes by
}

std::size_t most_connections() {
  const auto files = limit();
  return files > kOurs + kAConnection ? (files - kOurs) / kAConnection : 1;
}

}  // namespace calloff::app
