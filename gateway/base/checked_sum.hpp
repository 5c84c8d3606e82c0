// Sums of quantities that a stranger wrote. Threading: free functions.
#pragma once
#include <optional>

#include "base/quantity.hpp"

namespace calloff {

/// a, b: decimal(18,3), as parse_decimal gives them
/// returns: their sum; none if it is beyond decimal(18,3)
inline std::optional<Decimal> checked_sum(Decimal a, Decimal b) {
  constexpr std::int64_t kMost = 999'999'999'999'999'999;
  const auto fits = [](Decimal value) { return value.thousandths >= -kMost && value.thousandths <= kMost; };
  if (!fits(a) || !fits(b) || !fits(a + b)) return std::nullopt;
  return a + b;
}

}  // namespace calloff
