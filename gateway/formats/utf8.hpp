// Walking over UTF-8. All functions take any bytes and never read past them. Threading: free functions.
#pragma once
#include <cstddef>
#include <string_view>

namespace calloff::formats {

/// One character: its code point and how many bytes it takes. length 0: these bytes are not UTF-8.
struct Utf8Character {
  char32_t code = 0;
  std::size_t length = 0;
};

/// The character that `text` starts with. Overlong forms, surrogates and what is above U+10FFFF are not UTF-8.
/// source: RFC 3629
Utf8Character first_character(std::string_view text);

/// Bytes from the start that are UTF-8.
std::size_t valid_utf8_length(std::string_view text);

/// Where the ASCII ends that stands at `at`: the first byte that is not, or is NUL; the size if there is none.
std::size_t ascii_end(std::string_view text, std::size_t at);

/// Characters of valid UTF-8.
std::size_t count_characters(std::string_view text);

/// White space as people see it: ASCII's, the no-break space, the full-width space (U+3000) and their kin.
bool is_space(char32_t code);

/// Takes no room at all: zero-width space, byte order mark.
bool is_invisible(char32_t code);

}  // namespace calloff::formats
