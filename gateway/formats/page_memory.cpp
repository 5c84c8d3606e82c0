#include "formats/page_memory.hpp"

#include <cstring>

namespace calloff::formats {

std::string_view PageMemory::keep(std::string_view text) {
  if (text.empty()) return {};
  auto* place = static_cast<char*>(texts_.allocate(text.size(), 1));
  std::memcpy(place, text.data(), text.size());
  return {place, text.size()};
}

}  // namespace calloff::formats
