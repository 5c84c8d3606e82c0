#include "support/simulator/captcha.hpp"

#include <stdexcept>

namespace calloff::simulator::test {

std::string read_captcha(const std::string& svg) {
  const auto end = svg.rfind("</text>");
  if (end == svg.npos) throw std::runtime_error("no picture: " + svg);
  const auto begin = svg.rfind('>', end - 1) + 1;
  return svg.substr(begin, end - begin);
}

}  // namespace calloff::simulator::test
