#include "backup/files.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <vector>

#include "base/hex.hpp"

namespace calloff::backup {
namespace {

namespace fs = std::filesystem;

Error failure(const std::string& doing, int code) {
  const bool is_full = code == ENOSPC || code == EDQUOT || code == EFBIG;
  return {is_full ? Recovery::retry : Recovery::ask_person,
          is_full ? "store/disk_full" : "store/io",
          {{"what", doing + ": " + std::strerror(code)}}};
}

Result<void> result_of(const std::error_code& failed, const std::string& doing) {
  if (failed) return failure(doing, failed.value());
  return {};
}

struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

Result<void> sync(const fs::path& path, int (*how)(int)) {
  const Descriptor opened{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (opened.fd < 0 || how(opened.fd) != 0) return failure("sync " + path.string(), errno);
  return {};
}

}  // namespace

Result<void> make_folder(const fs::path& path) {
  std::error_code failed;
  if (fs::create_directories(path, failed)) fs::permissions(path, fs::perms::owner_all, failed);
  return result_of(failed, "make folder " + path.string());
}

Result<void> copy_whole(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  auto part = to;
  part += ".part";
  fs::create_directories(to.parent_path(), failed);
  if (!failed) fs::remove(part, failed);
  if (!failed) fs::copy_file(from, part, failed);
  if (!failed) fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, failed);
  if (!failed) fs::rename(part, to, failed);
  return result_of(failed, "copy " + from.string() + " to " + to.string());
}

Result<void> sync_filesystem(const fs::path& path) { return sync(path, ::syncfs); }

Result<void> replace_durably(const fs::path& path, std::string_view text) {
  auto part = path;
  part += ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  std::error_code failed;
  fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, failed);
  if (failed) return failure("protect " + part.string(), failed.value());
  out << text << std::flush;
  if (!out) return failure("write " + part.string(), errno);
  out.close();
  if (auto synced = sync(part, ::fsync); !synced) return synced;
  return rename_durably(part, path);
}

Result<void> rename_durably(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::rename(from, to, failed);
  if (failed) return failure("rename to " + to.string(), failed.value());
  return sync(to.parent_path(), ::fsync);
}

Result<std::string> read_whole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure("open " + path.string(), errno);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return failure("read " + path.string(), errno);
  return text;
}

Result<std::string> hash_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure("open " + path.string(), errno);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  bool is_well = digest && EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr) == 1;
  std::vector<char> chunk(1 << 20);
  while (is_well && in) {
    in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    is_well = EVP_DigestUpdate(digest.get(), chunk.data(), static_cast<std::size_t>(in.gcount())) == 1;
  }
  unsigned char raw[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (!is_well || EVP_DigestFinal_ex(digest.get(), raw, &size) != 1) throw std::runtime_error("OpenSSL failed");
  if (in.bad()) return failure("read " + path.string(), errno);
  return to_hex({reinterpret_cast<const char*>(raw), size});
}

}  // namespace calloff::backup
