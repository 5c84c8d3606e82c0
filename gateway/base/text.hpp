// Small text functions over UTF-8.
#pragma once
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace calloff {

std::string_view trim(std::string_view text);
/// Views into `text`, which must outlive them: a temporary string is refused.
std::vector<std::string_view> split(std::string_view text, char separator);
template <std::same_as<std::string> Temporary>
std::vector<std::string_view> split(Temporary&& text, char separator) = delete;
std::string lower(std::string_view ascii);
std::string replace_all(std::string text, std::string_view from, std::string_view to);

/// How many bytes at the front of `text` are valid UTF-8; text.size() when all are. Overlong forms, surrogates and code
/// points beyond U+10FFFF are not. source: The Unicode Standard, table 3-7
std::size_t valid_utf8_prefix(std::string_view text);

/// The text as it may stand on one line of a terminal: a control character (C0, delete, C1), which could move the
/// cursor or end the line, becomes a space; a byte that is no UTF-8 a question mark.
std::string printable(std::string_view text);

/// Columns on a terminal: East Asian wide characters take two, combining marks none.
/// source: Unicode Standard Annex 11 (wide and full-width ranges in use)
std::size_t display_width(std::string_view utf8);

/// Does `text` match `pattern`, where * is any run and ? any one character? Case matters.
bool glob_match(std::string_view pattern, std::string_view text);

/// The candidate nearest to `word` within two edits, for "did you mean"; empty if none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace calloff
