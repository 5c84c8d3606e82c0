// The parts that the simulated plants and warehouses order. Numbers and names are invented.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace calloff::simulator {

struct Part {
  std::string number;  ///< 8 digits; many begin with 0
  std::string name, english_name;
  std::string_view uom, english_uom;
  int pack = 1;  ///< pieces a box
  std::string_view pack_code;
};

/// All parts, always the same ones in the same order.
const std::vector<Part>& parts();

}  // namespace calloff::simulator
