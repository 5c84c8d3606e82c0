// Whole numbers as text. Threading: pure functions.
#pragma once
#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>

namespace calloff {

/// None if `text` is anything but one number of `base`: no plus, no blanks, nothing behind it, and it fits.
template <std::integral Number>
std::optional<Number> whole_number(std::string_view text, int base = 10) {
  Number number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace calloff
