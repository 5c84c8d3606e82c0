// Charsets: what decodes is UTF-8, and the way back leads to every character's own bytes.
#include <array>

#include "formats/charset.hpp"
#include "formats/utf8.hpp"
#include "fuzzed_page.hpp"

using namespace calloff::formats;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  constexpr std::array<std::string_view, 6> kStated{"", "gb2312", "UTF-8", "iso-8859-1", "Shift_JIS", "UTF-16LE"};
  if (size == 0) return 0;
  const auto text = fuzz::view(bytes + 1, size - 1);
  const auto decoded = decode_text(text, {kStated[bytes[0] % kStated.size()], "", "GB18030"});
  if (!decoded) {
    fuzz::require(!decoded.error().where.offset || *decoded.error().where.offset < text.size());
    return 0;
  }
  fuzz::require(valid_utf8_length(decoded->utf8) == decoded->utf8.size());
  std::size_t last = 0;
  for (std::size_t at = 0; at < decoded->utf8.size();) {
    const auto source = decoded->offsets.to_source(at);
    fuzz::require(source >= last && source < text.size());
    last = source;
    at += first_character(std::string_view(decoded->utf8).substr(at)).length;
  }
  fuzz::require(decoded->offsets.to_source(decoded->utf8.size()) == text.size());
  return 0;
}
