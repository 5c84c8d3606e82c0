// The data folder's own key: it seals portal cookies at rest and marks credentials without keeping them.
// Threading: immutable after open.
#pragma once
#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace calloff::accounts {

class Keyring {
 public:
  /// Reads `dir/key`, or makes it (32 random bytes, readable by its owner alone).
  /// errors: fix_config accounts/key_unreadable (file, detail), accounts/key_open_to_others (file)
  static Result<Keyring> open(const std::filesystem::path& dir);

  /// AES-256-GCM; name: what it belongs to, bound to the result. source: NIST SP 800-38D
  std::string seal(std::string_view plain, std::string_view name) const;
  /// errors: retry accounts/seal_broken (another key, another name, changed bytes)
  Result<std::string> unseal(std::string_view sealed, std::string_view name) const;

  /// HMAC-SHA-256 in hexadecimal: tells whether credentials changed, and tells nothing else.
  std::string mark(std::string_view secret) const;

  /// Ed25519 with a key derived from this one, 128 hexadecimal digits: who knows the public key can tell that whoever
  /// holds this folder's key signed these bytes. source: RFC 8032
  std::string sign(std::string_view text) const;
  /// 64 hexadecimal digits.
  std::string public_key() const;
  static bool is_signed(std::string_view text, std::string_view signature, std::string_view public_key);

 private:
  std::array<unsigned char, 32> key_{};
};

}  // namespace calloff::accounts
