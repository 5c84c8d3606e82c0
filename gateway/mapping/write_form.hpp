// The writer direction: a ship notice to the fields of a customer's form. Threading: pure.
#pragma once
#include "formats/form/urlencoded.hpp"
#include "mapping/plan.hpp"
#include "model/ship_notice.hpp"

namespace calloff::mapping {

/// In the order of the mapping; keys that end in [] repeat, line by line in the notice's order. Blank values are kept:
/// a form sends its empty fields too.
using FormPairs = formats::FormPairs;

/// errors: ask_person map/form_blank (key, field), map/form_too_long (key, value, limit), map/form_lines_differ (key,
/// field),
///         map/form_no_lines
Result<FormPairs> write_form(const Plan& plan, const model::ShipNotice& notice);

}  // namespace calloff::mapping
