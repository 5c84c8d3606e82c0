// UTF-8 to the 16-bit characters of old workbooks. Own code on purpose: readers must not be tested against themselves.
#pragma once
#include <string>
#include <string_view>

namespace calloff::simulator::files {

/// utf8: well-formed
std::u16string to_utf16(std::string_view utf8);

}  // namespace calloff::simulator::files
