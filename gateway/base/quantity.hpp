// Quantities: fixed-point decimals with three places and a unit. Never floating point.
#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace calloff {

/// A decimal(18,3): a whole number of thousandths.
struct Decimal {
  std::int64_t thousandths = 0;
  auto operator<=>(const Decimal&) const = default;

  static constexpr Decimal whole(std::int64_t units) { return {units * 1000}; }
  Decimal operator+(Decimal other) const { return {thousandths + other.thousandths}; }
  Decimal operator-(Decimal other) const { return {thousandths - other.thousandths}; }
  bool is_zero() const { return thousandths == 0; }
  bool is_negative() const { return thousandths < 0; }
};

/// Reads `1200`, `-5`, `1200.5`: ASCII digits, one point, at most three places, nothing else.
/// errors: quarantine base/bad_quantity (text); also when it does not fit decimal(18,3)
Result<Decimal> parse_decimal(std::string_view text);

/// The shortest exact spelling: `1200`, `-5`, `0.5`.
std::string to_string(Decimal value);

/// A decimal with its unit (UN/ECE Recommendation 20, e.g. C62 for pieces).
struct Quantity {
  Decimal value;
  std::string uom;
  bool operator==(const Quantity&) const = default;
};

}  // namespace calloff
