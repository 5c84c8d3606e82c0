// The eSchedule sites: one row each. A further plant family is a further row.
#pragma once
#include <array>
#include <string_view>

namespace calloff::simulator {

/// Who we are in the portals' eyes. Invented.
inline constexpr std::string_view kSupplierName = "示例汽车零部件（上海）有限公司";

struct Site {
  std::string_view code;  ///< the first path segment too
  std::string_view name;
  std::string_view duns;  ///< of our ship-from for this plant; invented
  std::array<std::string_view, 4> docks;
  std::array<std::string_view, 3> routes;
  std::array<std::string_view, 2> carriers;
  int transit_hours;  ///< from pick-up to arrival
};

inline constexpr std::array kSites{
    Site{"JQ",
         "金桥",
         "060512347",
         {"A01", "A03", "B02", "C11"},
         {"MR-101", "MR-107", "MR-215"},
         {"安顺物流", "浦东通达"},
         2},
};

}  // namespace calloff::simulator
