// What the data folder's key signs: manifests of backups.
#include <openssl/evp.h>

#include <memory>
#include <optional>
#include <stdexcept>

#include "accounts/keyring.hpp"
#include "base/hex.hpp"

namespace calloff::accounts {
namespace {

// Bound to its use: the same folder's marks and seals say nothing about this key, nor it about them.
constexpr std::string_view kUse = "calloff ed25519 signing key, 1";
constexpr std::size_t kKey = 32, kSignature = 64;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// OpenSSL fails here only when memory does.
void must(bool is_done) {
  if (!is_done) throw std::runtime_error("OpenSSL failed");
}

Key private_key(const std::string& seed_in_hex) {
  const auto seed = from_hex(seed_in_hex).value();
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes(seed), seed.size()), &EVP_PKEY_free);
  must(key != nullptr);
  return key;
}

}  // namespace

std::string Keyring::sign(std::string_view text) const {
  const auto key = private_key(mark(kUse));
  const Digest digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  std::string signature(kSignature, '\0');
  auto size = signature.size();
  must(EVP_DigestSignInit(digest.get(), nullptr, nullptr, nullptr, key.get()) == 1);
  must(EVP_DigestSign(digest.get(), bytes(signature), &size, bytes(text), text.size()) == 1);
  return to_hex(signature);
}

std::string Keyring::public_key() const {
  const auto key = private_key(mark(kUse));
  std::string raw(kKey, '\0');
  auto size = raw.size();
  must(EVP_PKEY_get_raw_public_key(key.get(), bytes(raw), &size) == 1);
  return to_hex(raw);
}

bool Keyring::is_signed(std::string_view text, std::string_view signature, std::string_view public_key) {
  const auto raw_signature = from_hex(signature), raw_key = from_hex(public_key);
  if (!raw_signature || !raw_key || raw_signature->size() != kSignature || raw_key->size() != kKey) return false;
  const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(*raw_key), raw_key->size()),
                &EVP_PKEY_free);
  const Digest digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return key && digest && EVP_DigestVerifyInit(digest.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(digest.get(), bytes(*raw_signature), raw_signature->size(), bytes(text), text.size()) == 1;
}

}  // namespace calloff::accounts
