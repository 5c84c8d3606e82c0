#include "app/supervisor.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "base/number.hpp"

namespace calloff::app {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

Supervisor Supervisor::of_environment() {
  const auto patience = whole_number<std::int64_t>(variable("WATCHDOG_USEC"));
  const auto whose = variable("WATCHDOG_PID");
  const bool is_ours = whose.empty() || whole_number<pid_t>(whose) == getpid();
  std::optional<std::chrono::milliseconds> waits;
  if (patience && *patience > 0 && is_ours)
    waits = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::microseconds(*patience));
  return {variable("NOTIFY_SOCKET"), waits};
}

void Supervisor::tell(std::string_view state) const {
  sockaddr_un there{};
  there.sun_family = AF_UNIX;
  if (socket_.empty() || socket_.size() >= sizeof there.sun_path) return;
  std::memcpy(there.sun_path, socket_.data(), socket_.size());
  if (socket_[0] == '@') there.sun_path[0] = '\0';
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return;
  const auto size = socklen_t(offsetof(sockaddr_un, sun_path) + socket_.size());
  static_cast<void>(sendto(descriptor, state.data(), state.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                           reinterpret_cast<const sockaddr*>(&there), size));
  close(descriptor);
}

boost::asio::awaitable<void> Supervisor::show_life(Clock& clock) const {
  if (!patience_) co_return;
  for (;;) {
    tell("WATCHDOG=1");
    co_await clock.sleep_until(clock.boot() + *patience_ / 2);
  }
}

}  // namespace calloff::app
