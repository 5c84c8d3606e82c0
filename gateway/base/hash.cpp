#include "base/hash.hpp"

#include <openssl/evp.h>

#include <stdexcept>

#include "base/hex.hpp"

namespace calloff {
namespace {

void must(int result) {
  if (result != 1) throw std::runtime_error("OpenSSL refused SHA-256");
}

/// Looked up once: for the few hundred bytes of a record the look-up takes twice as long as the hash.
const EVP_MD* algorithm() {
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> found(EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                                     &EVP_MD_free);
  must(found != nullptr);
  return found.get();
}

std::string named(const unsigned char* digest, unsigned size) {
  return to_hex({reinterpret_cast<const char*>(digest), size});
}

}  // namespace

std::string sha256(std::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  must(EVP_Digest(bytes.data(), bytes.size(), digest, &size, algorithm(), nullptr));
  return named(digest, size);
}

struct Sha256::Digest {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

Sha256::Sha256() : digest_(std::make_unique<Digest>()) {
  must(EVP_DigestInit_ex(digest_->context.get(), algorithm(), nullptr));
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) { must(EVP_DigestUpdate(digest_->context.get(), bytes.data(), bytes.size())); }

std::string Sha256::finish() {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  must(EVP_DigestFinal_ex(digest_->context.get(), digest, &size));
  return named(digest, size);
}

std::string content_id(std::string_view prefix, std::initializer_list<std::string_view> content, std::size_t digits) {
  std::string joined;
  for (const auto part : content) {
    joined += part;
    joined += '\x1f';
  }
  return std::string(prefix) + sha256(joined).substr(0, digits);
}

}  // namespace calloff
