#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "store/disk.hpp"
#include "store/prune.hpp"

namespace calloff::store {
namespace {

/// The archive's folder, locked as asked; -1 and errno where that failed.
int locked(const std::filesystem::path& dir, int how) {
  const int folder = ::open((dir / "archive").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return -1;
  while (::flock(folder, how) != 0) {
    if (errno == EINTR) continue;
    const auto reason = errno;
    ::close(folder);
    errno = reason;
    return -1;
  }
  return folder;
}

Error failed(const std::filesystem::path& dir) { return disk_failure("lock " + (dir / "archive").string(), errno); }

}  // namespace

Result<ArchiveHold> ArchiveHold::share(const std::filesystem::path& dir) {
  const int folder = locked(dir, LOCK_SH);
  if (folder < 0) return failed(dir);
  return ArchiveHold(folder);
}

Result<ArchiveHold> ArchiveHold::alone(const std::filesystem::path& dir) {
  const int folder = locked(dir, LOCK_EX | LOCK_NB);
  if (folder >= 0) return ArchiveHold(folder);
  if (errno == EWOULDBLOCK) return Error{Recovery::retry, "store/backup_running"};
  return failed(dir);
}

ArchiveHold::~ArchiveHold() {
  if (folder_ >= 0) ::close(folder_);
}

}  // namespace calloff::store
