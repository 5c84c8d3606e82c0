// Bytes as hexadecimal digits. Threading: pure functions.
#pragma once
#include <string>
#include <string_view>

namespace calloff {

/// Two lower-case digits a byte.
std::string to_hex(std::string_view bytes);

}  // namespace calloff
