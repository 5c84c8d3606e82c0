// SHA-256: names of archived bytes, identities of documents and records.
#pragma once
#include <string>
#include <string_view>

namespace calloff {

/// 64 lower-case hexadecimal digits. source: FIPS 180-4
std::string sha256(std::string_view bytes);

/// An id of `prefix` and the first `digits` hexadecimal digits of the hash of `content`: same content, same id.
/// Fields are joined with a byte that cannot be in them (0x1f), so that ("ab","c") and ("a","bc") differ.
std::string content_id(std::string_view prefix, std::initializer_list<std::string_view> content,
                       std::size_t digits = 16);

}  // namespace calloff
