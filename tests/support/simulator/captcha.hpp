// What a person does with a simulated portal's picture.
#pragma once
#include <string>

namespace calloff::simulator::test {

/// The characters in the picture. Throws std::runtime_error if it is none.
std::string read_captcha(const std::string& svg);

}  // namespace calloff::simulator::test
