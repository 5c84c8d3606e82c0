#include "base/hmac.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <new>

namespace calloff {

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  const auto* message = reinterpret_cast<const unsigned char*>(bytes.data());
  auto* out = reinterpret_cast<unsigned char*>(digest.data());
  if (!HMAC(EVP_sha256(), key.data(), int(key.size()), message, bytes.size(), out, &size)) throw std::bad_alloc();
  digest.resize(size);
  return digest;
}

}  // namespace calloff
