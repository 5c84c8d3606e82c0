#include "base/hash.hpp"

#include <openssl/evp.h>

#include <stdexcept>

#include "base/hex.hpp"

namespace calloff {

std::string sha256(std::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("OpenSSL refused SHA-256");
  return to_hex({reinterpret_cast<const char*>(digest), size});
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
