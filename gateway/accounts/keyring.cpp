#include "accounts/keyring.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "base/hex.hpp"
#include "base/hmac.hpp"

namespace calloff::accounts {
namespace {

constexpr std::size_t kNonce = 12, kTag = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// OpenSSL fails here only when memory or randomness does.
void must(int result) {
  if (result != 1) throw std::runtime_error("OpenSSL failed");
}

Error unreadable(const std::string& file) {
  return Error(Recovery::fix_config, "accounts/key_unreadable", {{"file", file}, {"detail", std::strerror(errno)}});
}

struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) close(fd);
  }
};

Result<void> create(const std::string& file, std::array<unsigned char, 32>& key) {
  must(RAND_bytes(key.data(), int(key.size())));
  const auto temporary = file + ".new";
  Descriptor out{open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
  if (out.fd < 0 || write(out.fd, key.data(), key.size()) != ssize_t(key.size()) || fsync(out.fd) != 0 ||
      rename(temporary.c_str(), file.c_str()) != 0)
    return unreadable(file);
  // Cookies sealed with a key that a power cut takes back could never be read again.
  const auto dir = std::filesystem::path(file).parent_path().string();
  Descriptor folder{open(dir.empty() ? "." : dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.fd < 0 || fsync(folder.fd) != 0) return unreadable(file);
  return {};
}

}  // namespace

Result<Keyring> Keyring::open(const std::filesystem::path& dir) {
  Keyring ring;
  const auto file = (dir / "key").string();
  Descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (in.fd < 0) {
    if (errno != ENOENT) return unreadable(file);
    if (auto made = create(file, ring.key_); !made) return made.error();
    return ring;
  }
  struct stat s{};
  if (fstat(in.fd, &s) != 0) return unreadable(file);
  if (s.st_mode & (S_IRWXG | S_IRWXO))
    return Error(Recovery::fix_config, "accounts/key_open_to_others", {{"file", file}});
  if (read(in.fd, ring.key_.data(), ring.key_.size()) != ssize_t(ring.key_.size())) return unreadable(file);
  return ring;
}

std::string Keyring::seal(std::string_view plain, std::string_view name) const {
  std::string sealed(kNonce + plain.size() + kTag, '\0');
  must(RAND_bytes(bytes(sealed), kNonce));
  Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int length = 0;
  must(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key_.data(), bytes(sealed)));
  must(EVP_EncryptUpdate(context.get(), nullptr, &length, bytes(name), int(name.size())));
  must(EVP_EncryptUpdate(context.get(), bytes(sealed) + kNonce, &length, bytes(plain), int(plain.size())));
  must(EVP_EncryptFinal_ex(context.get(), bytes(sealed) + kNonce + length, &length));
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTag, bytes(sealed) + kNonce + plain.size()));
  return sealed;
}

Result<std::string> Keyring::unseal(std::string_view sealed, std::string_view name) const {
  const Error broken(Recovery::retry, "accounts/seal_broken");
  if (sealed.size() < kNonce + kTag) return broken;
  const auto body = sealed.substr(kNonce, sealed.size() - kNonce - kTag);
  std::string tag(sealed.substr(sealed.size() - kTag)), plain(body.size(), '\0');
  Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int length = 0;
  must(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key_.data(), bytes(sealed)));
  must(EVP_DecryptUpdate(context.get(), nullptr, &length, bytes(name), int(name.size())));
  must(EVP_DecryptUpdate(context.get(), bytes(plain), &length, bytes(body), int(body.size())));
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTag, tag.data()));
  if (EVP_DecryptFinal_ex(context.get(), bytes(plain) + length, &length) != 1) return broken;
  return plain;
}

std::string Keyring::mark(std::string_view secret) const {
  return to_hex(hmac_sha256({reinterpret_cast<const char*>(key_.data()), key_.size()}, secret));
}

}  // namespace calloff::accounts
