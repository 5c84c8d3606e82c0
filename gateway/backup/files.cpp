#include "backup/files.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <vector>

#include "base/hash.hpp"
#include "store/disk.hpp"

namespace calloff::backup {
namespace {

namespace fs = std::filesystem;

using store::disk_failure;
using store::disk_result;

}  // namespace

Result<void> copy_whole(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  auto part = to;
  part += ".part";
  fs::create_directories(to.parent_path(), failed);
  if (!failed) fs::remove(part, failed);
  if (!failed) fs::copy_file(from, part, failed);
  if (!failed) fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, failed);
  if (!failed) fs::rename(part, to, failed);
  return disk_result(failed, "copy " + from.string() + " to " + to.string());
}

Result<void> replace_durably(const fs::path& path, std::string_view text) {
  auto part = path;
  part += ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  std::error_code failed;
  fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, failed);
  if (failed) return disk_failure("protect " + part.string(), failed.value());
  out << text << std::flush;
  if (!out) return disk_failure("write " + part.string(), errno);
  out.close();
  if (auto synced = store::sync(part); !synced) return synced;
  return rename_durably(part, path);
}

Result<void> rename_durably(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::rename(from, to, failed);
  if (failed) return disk_failure("rename to " + to.string(), failed.value());
  return store::sync(to.parent_path());
}

Result<std::string> read_whole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return disk_failure("open " + path.string(), errno);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return disk_failure("read " + path.string(), errno);
  return text;
}

Result<std::string> hash_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return disk_failure("open " + path.string(), errno);
  Sha256 hash;
  std::vector<char> chunk(1 << 20);
  while (in) {
    in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    hash.add({chunk.data(), static_cast<std::size_t>(in.gcount())});
  }
  if (in.bad()) return disk_failure("read " + path.string(), errno);
  return hash.finish();
}

}  // namespace calloff::backup
