#include "simulator/eschedule/accept_form.hpp"

#include <charconv>

#include "simulator/eschedule/sheet_pages.hpp"

namespace calloff::simulator::eschedule {

std::optional<std::vector<int>> promised_quantities(const Sheet& sheet, const Form& form) {
  const auto lines = form.all(kLineField), quantities = form.all(kCommittedField);
  if (lines.size() != sheet.lines.size() || quantities.size() != lines.size()) return std::nullopt;
  std::vector<int> promised;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& text = quantities[i];
    int value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
    if (lines[i] != std::to_string(i + 1)) return std::nullopt;
    promised.push_back(value);
  }
  return promised;
}

}  // namespace calloff::simulator::eschedule
