#include "store/lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <thread>

#include "base/text.hpp"
#include "store/disk.hpp"

namespace calloff::store {
namespace {

std::string holder(int file) {
  char text[32] = {};
  const auto size = ::pread(file, text, sizeof text - 1, 0);
  return size > 0 ? std::string(trim(std::string_view(text, static_cast<std::size_t>(size)))) : "?";
}

/// Whoever only looks holds it for a moment, shared: that is no reason to end. Whoever works holds it alone.
bool take_alone(int file) {
  constexpr int kTries = 10'000;
  for (int i = 0; i < kTries; ++i) {
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK || ::flock(file, LOCK_SH | LOCK_NB) != 0) return false;
    ::flock(file, LOCK_UN);
    std::this_thread::yield();
  }
  errno = EWOULDBLOCK;
  return false;
}

Error refusal(int file, const std::filesystem::path& dir) {
  if (errno != EWOULDBLOCK) return disk_failure("lock " + (dir / "lock").string(), errno);
  return {Recovery::fix_config, "store/in_use", {{"pid", holder(file)}, {"dir", dir.string()}}};
}

}  // namespace

Result<FolderLock> FolderLock::take(const std::filesystem::path& dir) {
  const auto path = dir / "lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return disk_failure("open " + path.string(), errno);
  FolderLock lock(file);
  if (!take_alone(file)) return refusal(file, dir);
  // The number helps people only; on a full disk the lock holds without it.
  const auto pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, pid.data(), pid.size(), 0) < 0) return lock;
  return lock;
}

Result<void> FolderLock::look(const std::filesystem::path& dir) {
  const auto path = dir / "lock";
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return disk_failure("open " + path.string(), errno);
  const FolderLock shared(file);
  if (::flock(file, LOCK_SH | LOCK_NB) != 0) return refusal(file, dir);
  return {};
}

FolderLock::~FolderLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace calloff::store
