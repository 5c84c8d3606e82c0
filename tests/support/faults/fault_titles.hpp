// The 58 things that go wrong at customers' portals, each with the number it is spoken of by.
#pragma once
#include <string_view>

namespace calloff::test {

inline constexpr int kFaults = 58;

/// number: 1..58; anything else is a broken test: std::out_of_range
std::string_view fault_title(int number);

}  // namespace calloff::test
