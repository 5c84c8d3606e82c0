// The archive: bytes exactly as served, compressed, under the SHA-256 of what they were before compression.
// One file per content: DIR/ab/cdef...; temporary files under DIR/tmp. Threading: every call from any thread; calls
// block on the disk, so coroutines go through Store::keep.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace calloff::store {

/// sha256: 64 hexadecimal digits, of the raw bytes; size: raw bytes
struct RawRef {
  std::string sha256;
  std::uint64_t size = 0;
  bool operator==(const RawRef&) const = default;
};

class Archive {
 public:
  explicit Archive(std::filesystem::path dir) : dir_(std::move(dir)) {}

  /// Makes all folders, and their names durable: afterwards many threads may put at once, and none of them relies on a
  /// name that another is still making durable. errors: as put
  Result<void> prepare() const;

  /// Durable when it returns (file written, fsynced, renamed; folder fsynced). The same bytes again: the same file.
  /// errors: retry store/disk_full; ask_person store/io
  Result<RawRef> put(std::string bytes) const;
  /// The same of what belongs together, waiting for the disk less often; of what failed, some may be there.
  Result<std::vector<RawRef>> put_all(const std::vector<std::string>& all) const;
  /// The raw bytes, their hash checked. errors: ask_person store/archive_missing, store/archive_damaged
  Result<std::string> get(std::string_view sha256) const;
  bool contains(std::string_view sha256) const;

  /// Removes what a crash left half written; returns how many files.
  std::size_t sweep_temporary() const;
  /// Calls `found` with the hash of every file there is, in order.
  void each(const std::function<void(const std::string& sha256)>& found) const;
  std::filesystem::path path_of(std::string_view sha256) const;

 private:
  std::filesystem::path dir_;
};

}  // namespace calloff::store
