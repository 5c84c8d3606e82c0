#include "simulator/call.hpp"

namespace calloff::simulator {

std::string_view step_name(Step step) {
  for (const auto& row : kStepNames) {
    if (row.step == step) return row.name;
  }
  return "other";
}

std::optional<Step> step_named(std::string_view name) {
  for (const auto& row : kStepNames) {
    if (row.name == name) return row.step;
  }
  return std::nullopt;
}

}  // namespace calloff::simulator
