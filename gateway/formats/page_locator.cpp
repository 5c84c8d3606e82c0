#include "formats/page_locator.hpp"

namespace calloff::formats {

std::string Position::text() const {
  if (!words_) return {};
  if (number_ == 0) return words_->before;
  auto text = words_->before + std::to_string(number_);
  if (after_ < words_->after.size()) text += words_->after[after_];
  return text;
}

}  // namespace calloff::formats
