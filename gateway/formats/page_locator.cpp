#include "formats/page_locator.hpp"

#include <array>
#include <charconv>

namespace calloff::formats {

std::string Position::text() const {
  if (!words_) return {};
  if (number_ == 0) return words_->before;
  std::array<char, 10> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number_).ptr;
  const auto after = after_ < words_->after.size() ? std::string_view(words_->after[after_]) : std::string_view();
  std::string text;
  text.reserve(words_->before.size() + digits.size() + after.size());
  return text.append(words_->before).append(digits.data(), end).append(after);
}

}  // namespace calloff::formats
