// One field's text to its value. Threading: pure.
#pragma once
#include <string_view>

#include "mapping/draft.hpp"
#include "mapping/plan.hpp"

namespace calloff::mapping {

/// value: a blank leaves it monostate. errors: quarantine map/bad_quantity, map/bad_date (formats), map/unknown_value
/// (known), map/bad_key (pattern); args text, field, mapping
Result<void> transform(const Plan& plan, const FieldPlan& field, std::string_view text, LocalDate reference,
                       Value& value);

/// A word as word tables compare it: half-width, trimmed.
std::string normal_word(std::string_view word);

}  // namespace calloff::mapping
