#include "app/output.hpp"

#include <unistd.h>

#include <cerrno>

namespace calloff::app {
namespace {

/// Returns 0, or the errno of the write that failed.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(std::size_t(written));
  }
  return 0;
}

}  // namespace

void StandardOutput::out(std::string_view data) {
  if (failure_ == 0) failure_ = write_all(STDOUT_FILENO, data);
}

void StandardOutput::err(std::string_view talk) {
  // Whom would we tell that nobody can be told?
  write_all(STDERR_FILENO, talk);
}

}  // namespace calloff::app
