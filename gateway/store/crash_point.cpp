#include "store/crash_point.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <string>

namespace calloff::store {
namespace {

void note(const char* file, std::string_view name) {
  const auto line = std::string(name) + "\n";
  const int out = ::open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (out < 0) return;
  if (::write(out, line.data(), line.size()) < 0) ::kill(::getpid(), SIGABRT);  // a test that cannot note must not pass
  ::close(out);
}

bool is_now(std::string_view wanted, std::string_view name) {
  static std::atomic<int> passed = 0;
  const auto mark = wanted.rfind('#');
  int nth = 1;
  if (mark != wanted.npos) std::from_chars(wanted.data() + mark + 1, wanted.data() + wanted.size(), nth);
  return wanted.substr(0, mark) == name && ++passed == nth;
}

}  // namespace

void crash_point(std::string_view name) {
  if (const char* file = std::getenv("CALLOFF_CRASH_LIST")) note(file, name);
  if (const char* wanted = std::getenv("CALLOFF_CRASH_AT"); wanted && is_now(wanted, name)) ::kill(::getpid(), SIGKILL);
}

}  // namespace calloff::store
