// Base64, for keys and what mail carries. Threading: pure functions.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace calloff {

/// With padding, on one line. source: RFC 4648, 4
std::string to_base64(std::string_view bytes);
/// None if it is not that: other characters, white space, wrong padding.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace calloff
