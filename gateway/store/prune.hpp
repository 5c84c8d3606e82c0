// Gives up what is old and proves nothing: exchanges that only read, with their rows; documents that nothing stands on,
// whose rows stay, with the hashes of their files. What an ASN was sent with and proved by, what stands in a schedule,
// an open order or a forecast, and what is not understood yet is never given up.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "store/store.hpp"

namespace calloff::store {

/// What began before these instants may go; a delivery schedule's documents also only if its day is before `documents`.
struct PruneBefore {
  Instant documents{}, exchanges{};
};

/// bytes: before compression
struct Pruned {
  std::int64_t documents = 0, exchanges = 0, files = 0, bytes = 0;
};

/// In steps of a few hundred files, each durable before a file is removed: killed anywhere, the next call goes on.
/// errors: retry store/backup_running: a backup copies the archive; store/...
Task<Pruned> prune(Store& store, PruneBefore before);
/// What it would do; writes nothing. errors: store/...
Task<Pruned> would_prune(Store& store, PruneBefore before);

/// When the bytes of this file were given up; none if they were not.
std::optional<Instant> pruned_at(Reader& reader, std::string_view sha256);

/// Held while the archive is copied (shared) or pruned (alone). The kernel lets go when the process dies.
class ArchiveHold {
 public:
  /// Waits for a prune to end, which takes seconds. errors: ask_person store/io
  static Result<ArchiveHold> share(const std::filesystem::path& dir);
  /// errors: retry store/backup_running; ask_person store/io
  static Result<ArchiveHold> alone(const std::filesystem::path& dir);

  ArchiveHold(ArchiveHold&& other) noexcept : folder_(std::exchange(other.folder_, -1)) {}
  ArchiveHold& operator=(ArchiveHold&& other) noexcept {
    std::swap(folder_, other.folder_);
    return *this;
  }
  ~ArchiveHold();

 private:
  explicit ArchiveHold(int folder) : folder_(folder) {}
  int folder_ = -1;
};

}  // namespace calloff::store
