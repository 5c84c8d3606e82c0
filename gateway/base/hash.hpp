// SHA-256: names of archived bytes, identities of documents and records.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace calloff {

/// 64 lower-case hexadecimal digits. source: FIPS 180-4
std::string sha256(std::string_view bytes);

/// The same of bytes that come piece by piece. Threading: one caller.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view bytes);
  /// Of everything added; nothing may be added afterwards.
  std::string finish();

 private:
  struct Digest;
  std::unique_ptr<Digest> digest_;
};

/// An id of `prefix` and the first `digits` hexadecimal digits of the hash of `content`: same content, same id.
/// Fields are joined with a byte that cannot be in them (0x1f), so that ("ab","c") and ("a","bc") differ.
std::string content_id(std::string_view prefix, std::initializer_list<std::string_view> content,
                       std::size_t digits = 16);

}  // namespace calloff
