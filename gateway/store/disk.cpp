#include "store/disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace calloff::store {
namespace {

namespace fs = std::filesystem;

Result<void> sync_by(int (*how)(int), const fs::path& path) {
  const auto doing = "sync " + path.string();
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return disk_failure(doing, errno);
  const int code = how(file) == 0 ? 0 : errno;
  ::close(file);
  if (code != 0) return disk_failure(doing, code);
  return {};
}

}  // namespace

bool is_disk_full(int code) { return code == ENOSPC || code == EDQUOT || code == EFBIG; }

Error disk_failure(const std::string& doing, int code) {
  const bool is_full = is_disk_full(code);
  return {is_full ? Recovery::retry : Recovery::ask_person,
          is_full ? "store/disk_full" : "store/io",
          {{"what", doing + ": " + std::strerror(code)}}};
}

Result<void> disk_result(const std::error_code& failed, const std::string& doing) {
  if (failed) return disk_failure(doing, failed.value());
  return {};
}

Result<void> make_private_folder(const fs::path& path) {
  std::error_code failed;
  if (fs::create_directories(path, failed)) fs::permissions(path, fs::perms::owner_all, failed);
  return disk_result(failed, "make folder " + path.string());
}

Result<void> sync(const fs::path& path) { return sync_by(::fsync, path); }

Result<void> sync_filesystem(const fs::path& path) { return sync_by(::syncfs, path); }

}  // namespace calloff::store
