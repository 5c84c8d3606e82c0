// Bytes as hexadecimal digits. Threading: pure functions.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace calloff {

/// 0 to 15; -1 if it is no hexadecimal digit, large or small.
constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// Two lower-case digits a byte.
std::string to_hex(std::string_view bytes);
/// None if it is not what to_hex writes.
std::optional<std::string> from_hex(std::string_view text);

}  // namespace calloff
