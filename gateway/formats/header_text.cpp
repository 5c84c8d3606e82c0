#include <algorithm>

#include "base/text.hpp"
#include "formats/cursor.hpp"

namespace calloff::formats {

bool may_be_wide(std::string_view utf8) {
  // U+3000 begins with E3, U+FF01 to U+FF5E with EF.
  return std::ranges::any_of(utf8, [](char c) { return c == '\xe3' || c == '\xef'; });
}

std::string narrow(std::string_view utf8) {
  if (!may_be_wide(utf8)) return std::string(utf8);
  std::string text;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto byte = [&](std::size_t k) { return i + k < utf8.size() ? static_cast<unsigned char>(utf8[i + k]) : 0u; };
    const unsigned code = byte(0) >> 4 == 0xe ? (byte(0) & 0xf) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f) : 0;
    if (code >= 0xff01 && code <= 0xff5e)
      text += char(code - 0xff01 + '!');
    else if (code == 0x3000)
      text += ' ';
    else if (code)
      text += utf8.substr(i, 3);
    else
      text += utf8[i];
    i += code ? 3 : 1;
  }
  return text;
}

std::string normal_header(std::string_view text) {
  auto normal = narrow(replace_all(std::string(text), "\xc2\xa0", " "));
  std::erase_if(normal, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
  while (normal.ends_with(':')) normal.pop_back();
  return normal;
}

FieldView find_label(const Page& page, const std::vector<std::string>& spellings) {
  for (const auto& spelling : spellings)
    for (const auto& labelled : page.labels)
      if (normal_header(labelled.label) == normal_header(spelling))
        return {labelled.value.text, &labelled.value.locator, true};
  return {};
}

}  // namespace calloff::formats
