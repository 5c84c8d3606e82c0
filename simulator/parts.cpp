#include "simulator/parts.hpp"

#include <fmt/format.h>

#include <array>

#include "simulator/dice.hpp"

namespace calloff::simulator {
namespace {

struct Family {
  std::string_view name, english_name;
  int pack;
  std::string_view pack_code, uom;
};

constexpr std::array kFamilies{
    Family{"前车门密封条总成", "Front door seal", 24, "KLT6428", "件"},
    Family{"后车门密封条总成", "Rear door seal", 24, "KLT6428", "件"},
    Family{"车门内饰板总成", "Door trim panel", 8, "GLT1210", "件"},
    Family{"外后视镜壳体", "Mirror housing", 20, "KLT6428", "件"},
    Family{"玻璃升降器导轨", "Window regulator rail", 30, "KLT6415", "件"},
    Family{"门锁拉索", "Door latch cable", 100, "KLT4315", "件"},
    Family{"仪表板支架", "Dashboard bracket", 12, "GLT1210", "件"},
    Family{"座椅滑轨总成", "Seat rail set", 10, "KLT6428", "套"},
    Family{"转向柱护罩", "Steering column shroud", 40, "KLT6415", "件"},
    Family{"制动踏板衬套", "Brake pedal bush", 200, "KLT4315", "件"},
    Family{"发动机悬置支架", "Engine mount bracket", 16, "KLT6428", "件"},
    Family{"散热器下水管", "Lower radiator hose", 50, "KLT6415", "件"},
    Family{"前保险杠卡扣", "Front bumper clip", 500, "KLT4315", "件"},
    Family{"行李箱铰链", "Boot lid hinge", 20, "KLT6428", "件"},
    Family{"天窗排水管", "Sunroof drain hose", 60, "KLT6415", "件"},
    Family{"排气管吊耳", "Exhaust hanger", 150, "KLT4315", "件"},
};

constexpr std::array<std::string_view, 3> kVariants{"（左）", "（右）", "（改型）"};
constexpr std::array<std::string_view, 3> kEnglishVariants{"left", "right", "revised"};

std::vector<Part> all_parts() {
  std::vector<Part> list;
  for (std::size_t family = 0; family < kFamilies.size(); ++family) {
    const auto& [name, english_name, pack, pack_code, uom] = kFamilies[family];
    Dice dice(0, name);
    const int base = dice.between(100, 999);
    for (std::size_t variant = 0; variant < kVariants.size(); ++variant) {
      // Two families in three begin with a zero, which a careless reader loses.
      const auto number =
          fmt::format("{}{:02}{:03}{:02}", family % 3 == 2 ? "9" : "0", family + 10, base, variant + 41);
      list.push_back({number, fmt::format("{}{}", name, kVariants[variant]),
                      fmt::format("{}, {}", english_name, kEnglishVariants[variant]), uom, uom == "套" ? "SET" : "PC",
                      pack, pack_code});
    }
  }
  return list;
}

}  // namespace

const std::vector<Part>& parts() {
  static const std::vector<Part> list = all_parts();
  return list;
}

}  // namespace calloff::simulator
