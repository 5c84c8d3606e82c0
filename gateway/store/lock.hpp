// One process writes to a data folder: the others are told which.
#pragma once
#include <filesystem>
#include <utility>

#include "base/result.hpp"

namespace calloff::store {

/// Holds `DIR/lock` (flock; the holder's process id is its text) until destroyed. The kernel lets go when the process
/// dies.
class FolderLock {
 public:
  /// errors: fix_config store/in_use (pid, dir); ask_person store/io (what)
  static Result<FolderLock> take(const std::filesystem::path& dir);
  /// Is nobody at work there? Writes nothing, and keeps nobody from taking it. errors: those of take
  static Result<void> look(const std::filesystem::path& dir);

  FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  FolderLock& operator=(FolderLock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~FolderLock();

 private:
  explicit FolderLock(int file) : file_(file) {}
  int file_ = -1;
};

}  // namespace calloff::store
