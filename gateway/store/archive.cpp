#include "store/archive.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "base/hash.hpp"
#include "store/archive_name.hpp"
#include "store/crash_point.hpp"
#include "store/disk.hpp"

namespace calloff::store {
namespace {

namespace fs = std::filesystem;

Error damaged(std::string_view sha256, std::string what) {
  return {Recovery::ask_person, "store/archive_damaged", {{"hash", std::string(sha256)}, {"what", std::move(what)}}};
}

class File {
 public:
  explicit File(int number) : number_(number) {}
  File(File&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  File& operator=(const File&) = delete;
  ~File() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

/// With tables no larger than the bytes need: pages are small, and the tables would cost more than the packing.
std::string compress(std::string_view bytes) {
  const int window = std::clamp(static_cast<int>(std::bit_width(bytes.size())), 9, MAX_WBITS);
  z_stream stream{};
  if (::deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, window - 7, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("zlib refused to start");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, ::deflateEnd);
  std::string out(::deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (::deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::runtime_error("zlib refused to compress");
  out.resize(stream.total_out);
  return out;
}

/// None if it is not one whole zlib stream.
std::optional<std::string> decompress(std::string_view packed) {
  z_stream stream{};
  if (::inflateInit(&stream) != Z_OK) throw std::runtime_error("zlib refused to start");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, ::inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string out;
  char chunk[1 << 15];
  int code = Z_OK;
  while (code == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk);
    stream.avail_out = sizeof chunk;
    code = ::inflate(&stream, Z_NO_FLUSH);
    if (code == Z_OK || code == Z_STREAM_END) out.append(chunk, sizeof chunk - stream.avail_out);
  }
  if (code != Z_STREAM_END || stream.avail_in != 0) return std::nullopt;
  return out;
}

/// A file of the archive that is being put: written under a temporary name until it is durable.
struct Placing {
  fs::path path, temporary;
  File file;
};

Result<void> write(const Placing& placing, std::string_view bytes) {
  const auto& [path, temporary, file] = placing;
  while (!bytes.empty()) {
    const auto written = ::write(file.number(), bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return disk_failure("write " + temporary.string(), errno);
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

/// What is left under a temporary name goes away, also when something failed.
class PlacingAll {
 public:
  ~PlacingAll() {
    std::error_code failed;
    for (const auto& each : all_) fs::remove(each.temporary, failed);
  }

  Result<void> add(fs::path path, fs::path temporary, std::string_view bytes) {
    const int number = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const int refused = number < 0 ? errno : 0;
    all_.push_back({std::move(path), std::move(temporary), File(number)});
    if (refused != 0) return disk_failure("create " + all_.back().temporary.string(), refused);
    return write(all_.back(), bytes);
  }

  bool is_full() const { return all_.size() == kMostOpen; }

  /// First all that was written, then all names: the disk is waited for less often than file by file.
  Result<void> make_durable() {
    for (const auto& each : all_)
      if (::fsync(each.file.number()) != 0) return disk_failure("fsync " + each.temporary.string(), errno);
    std::error_code failed;
    for (const auto& each : all_) {
      crash_point("archive/written");
      fs::rename(each.temporary, each.path, failed);
      if (auto renamed = disk_result(failed, "rename to " + each.path.string()); !renamed) return renamed;
      crash_point("archive/renamed");
    }
    all_.clear();
    return {};
  }

 private:
  static constexpr std::size_t kMostOpen = 4;  // app/open_files.cpp counts on it
  std::vector<Placing> all_;
};

/// Makes the folder and its name durable.
Result<void> make_folder(const fs::path& path) {
  std::error_code failed;
  const bool is_new = fs::create_directories(path, failed);
  if (auto made = disk_result(failed, "make folder " + path.string()); !made) return made;
  return is_new ? sync(path.parent_path()) : Result<void>();
}

/// None if it cannot be read.
std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.c_str()), ::closedir);
  if (!open) return names;
  while (const auto* entry = ::readdir(open.get())) names.emplace_back(entry->d_name);
  return names;
}

}  // namespace

bool is_archive_name(std::string_view text) {
  return text.size() == 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

fs::path Archive::path_of(std::string_view sha256) const { return dir_ / sha256.substr(0, 2) / sha256.substr(2); }

bool Archive::contains(std::string_view sha256) const { return is_archive_name(sha256) && fs::exists(path_of(sha256)); }

Result<void> Archive::prepare() const {
  if (auto made = make_folder(dir_); !made) return made;
  if (auto made = make_folder(dir_ / "tmp"); !made) return made;
  std::error_code failed;
  for (int first = 0; first < 256; ++first) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const std::string name{kDigits[std::size_t(first) / 16], kDigits[std::size_t(first) % 16]};
    fs::create_directory(dir_ / name, failed);
    if (auto made = disk_result(failed, "make folder " + (dir_ / name).string()); !made) return made;
  }
  if (auto synced = sync(dir_); !synced) return synced;
  return sync(dir_.parent_path());
}

Result<std::vector<RawRef>> Archive::put_all(const std::vector<std::string>& all) const {
  static std::atomic<unsigned> count = 0;
  std::vector<RawRef> refs;
  std::set<fs::path> folders;
  PlacingAll placing;
  if (auto made = make_folder(dir_ / "tmp"); !made) return made.error();
  for (const auto& bytes : all) {
    refs.push_back({sha256(bytes), bytes.size()});
    const auto path = path_of(refs.back().sha256);
    if (auto made = make_folder(path.parent_path()); !made) return made.error();
    folders.insert(path.parent_path());
    if (fs::exists(path)) continue;
    if (placing.is_full())
      if (auto durable = placing.make_durable(); !durable) return durable.error();
    auto temporary = dir_ / "tmp" / (refs.back().sha256 + "." + std::to_string(++count));
    if (auto added = placing.add(path, std::move(temporary), compress(bytes)); !added) return added.error();
  }
  if (auto durable = placing.make_durable(); !durable) return durable.error();
  // Also of a file that was there: whoever renamed it may not have come to this line.
  for (const auto& folder : folders)
    if (auto synced = sync(folder); !synced) return synced.error();
  return refs;
}

Result<RawRef> Archive::put(std::string bytes) const {
  auto refs = put_all({std::move(bytes)});
  if (!refs) return refs.error();
  return std::move(refs->front());
}

Result<std::string> Archive::get(std::string_view sha256) const {
  const Error missing{Recovery::ask_person, "store/archive_missing", {{"hash", std::string(sha256)}}};
  if (!is_archive_name(sha256)) return missing;
  std::ifstream file(path_of(sha256), std::ios::binary);
  if (!file) return missing;
  const std::string packed{std::istreambuf_iterator<char>(file), {}};
  auto bytes = decompress(packed);
  if (!bytes) return damaged(sha256, "it cannot be decompressed");
  if (calloff::sha256(*bytes) != sha256) return damaged(sha256, "its hash differs");
  return std::move(*bytes);
}

std::size_t Archive::sweep_temporary() const {
  std::size_t swept = 0;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(dir_ / "tmp", failed)) swept += fs::remove(entry.path(), failed);
  return swept;
}

/// By folder, so that not all names are in memory at once; read without asking the system about each of them.
void Archive::each(const std::function<void(const std::string&)>& found) const {
  std::vector<std::string> folders, hashes;
  for (const auto& start : names_in(dir_))
    if (start.size() == 2 && start != "..") folders.push_back(start);
  std::ranges::sort(folders);
  for (const auto& start : folders) {
    hashes.clear();
    for (const auto& rest : names_in(dir_ / start))
      if (is_archive_name(start + rest)) hashes.push_back(start + rest);
    std::ranges::sort(hashes);
    for (const auto& hash : hashes) found(hash);
  }
}

}  // namespace calloff::store
