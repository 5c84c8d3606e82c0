// Reading the form that accepts a pick-up sheet.
#pragma once
#include <optional>
#include <vector>

#include "simulator/eschedule/sheets.hpp"
#include "simulator/form.hpp"

namespace calloff::simulator::eschedule {

/// What is promised of each of the sheet's lines; none: the lines are not those of the sheet, or a quantity is no
/// number.
std::optional<std::vector<int>> promised_quantities(const Sheet& sheet, const Form& form);

}  // namespace calloff::simulator::eschedule
