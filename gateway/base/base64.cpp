#include "base/base64.hpp"

#include <cstdint>

namespace calloff {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto group = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) bits = bits << 8 | (k < group.size() ? std::uint8_t(group[k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) text += k <= group.size() ? kLetters[bits >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  const auto digits = text.substr(0, text.size() - padding);
  std::string bytes;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char letter : digits) {
    const auto value = kLetters.find(letter);
    if (value == kLetters.npos) return std::nullopt;
    bits = bits << 6 | std::uint32_t(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += char(bits >> held & 255);
    bits &= (1U << held) - 1;
  }
  return bits == 0 ? std::optional(std::move(bytes)) : std::nullopt;
}

}  // namespace calloff
