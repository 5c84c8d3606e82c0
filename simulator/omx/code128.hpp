// Code 128 bar codes, code set B.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace calloff::simulator {

/// The widths of bars and gaps in modules, a bar first: start B, the text, check symbol, stop.
/// text: ASCII 32 to 126; any other byte becomes a space
/// source: ISO/IEC 15417
std::vector<int> code128_widths(std::string_view text);

}  // namespace calloff::simulator
