// Shipment ids (SID): a pattern with the plant's date and a running number. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/dates.hpp"
#include "base/result.hpp"

namespace calloff::asn {

/// One {seq:N} with N from 3 to 12 and at most one {yyyymmdd} or {yymmdd}; else upper-case letters, digits and `-`; at
/// most 35 characters when filled in. errors: fix_config asn/bad_sid_pattern (pattern)
Result<void> check_sid_pattern(std::string_view pattern);

/// The sequence its numbers come from: one a customer and date, so that a number is given once.
std::string sid_sequence(std::string_view customer, std::string_view pattern, LocalDate date);

/// How many numbers are passed over where it is not known which were given out: a quarter of the pattern's.
/// 0 for a bad pattern.
std::int64_t sid_jump(std::string_view pattern);

/// errors: ask_person asn/sid_exhausted (pattern; the number has more digits than the pattern)
Result<std::string> make_sid(std::string_view pattern, LocalDate date, std::int64_t number);

/// Has `sid` the form of the pattern (with any date and number)?
bool matches_sid(std::string_view pattern, std::string_view sid);

}  // namespace calloff::asn
