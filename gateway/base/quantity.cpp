#include "base/quantity.hpp"

#include <cstdlib>

namespace calloff {
namespace {

constexpr std::int64_t kLimit = 1'000'000'000'000'000'000;  // decimal(18,3): 18 digits in all

Error bad(std::string_view text) {
  return Error(Recovery::quarantine, "base/bad_quantity", {{"text", std::string(text)}});
}

}  // namespace

Result<Decimal> parse_decimal(std::string_view text) {
  auto rest = text;
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  std::int64_t value = 0;
  int places = -1;  // -1: no point yet
  int digits = 0;
  for (const char c : rest) {
    if (c == '.' && places < 0 && digits > 0) {
      places = 0;
      continue;
    }
    if (c < '0' || c > '9' || places == 3) return bad(text);
    if (value >= kLimit / 10) return bad(text);
    value = value * 10 + (c - '0');
    ++digits;
    if (places >= 0) ++places;
  }
  if (digits == 0 || places == 0) return bad(text);
  for (int p = places < 0 ? 0 : places; p < 3; ++p) {
    if (value >= kLimit / 10) return bad(text);
    value *= 10;
  }
  return Decimal{negative ? -value : value};
}

std::string to_string(Decimal value) {
  const auto magnitude = value.thousandths < 0 ? -value.thousandths : value.thousandths;
  auto text = (value.thousandths < 0 ? "-" : "") + std::to_string(magnitude / 1000);
  if (const auto rest = magnitude % 1000) {
    auto fraction = std::to_string(1000 + rest).substr(1);
    while (fraction.back() == '0') fraction.pop_back();
    text += "." + fraction;
  }
  return text;
}

}  // namespace calloff
