#include "simulator/files/utf16.hpp"

namespace calloff::simulator::files {

std::u16string to_utf16(std::string_view utf8) {
  std::u16string out;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    unsigned code = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (std::size_t j = 1; j < length && i + j < utf8.size(); ++j)
      code = code << 6 | (static_cast<unsigned char>(utf8[i + j]) & 0x3Fu);
    if (code >= 0x10000) {
      out += static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10));
      out += static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FF));
    } else {
      out += static_cast<char16_t>(code);
    }
    i += length;
  }
  return out;
}

}  // namespace calloff::simulator::files
