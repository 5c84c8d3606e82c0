// Forms as browsers send them: application/x-www-form-urlencoded, in the charset of the page.
// Threading: free functions.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace calloff::formats {

/// Names and values in order, UTF-8; names may repeat.
using FormPairs = std::vector<std::pair<std::string, std::string>>;

/// charset: of the page that held the form, e.g. GBK (encode_text in formats/charset.hpp says what is refused)
/// returns: e.g. `partNo=%C1%E3%BC%FE+1&qty=5`; line breaks as %0D%0A
/// errors:  ask_person `encode/bad_character` (character, charset, text); fix_config `encode/unknown_charset`
/// source:  HTML Living Standard, 4.10.22.6; URL Standard, 5.2
Result<std::string> encode_form(const FormPairs& pairs, std::string_view charset);

/// The way back; empty pieces (`a=1&&b=2`) are left out, a piece without `=` has an empty value.
/// errors: quarantine `decode/bad_byte` (charset, byte, near; where.offset counts decoded bytes of that name or value),
///         `decode/bad_escape` (text)
Result<FormPairs> decode_form(std::string_view text, std::string_view charset);

}  // namespace calloff::formats
