// The eSchedule sites: one row each. A further plant family is a further row.
#pragma once
#include <array>
#include <string_view>

#include "simulator/eschedule/words.hpp"

namespace calloff::simulator {

struct Site {
  std::string_view code;  ///< the first path segment too
  std::string_view name;
  std::string_view duns;  ///< of our ship-from for this plant; invented
  std::array<std::string_view, 4> docks;
  std::array<std::string_view, 3> routes;
  std::array<std::string_view, 2> carriers;
  int transit_hours;  ///< from pick-up to arrival; what would arrive on a day off arrives on the next workday
  std::string_view planner;
  bool shows_trips = false;  ///< a list of 15 cells: the truck's trip stands before the remark
  const Words* words = &kChinese;
};

inline constexpr std::array kSites{
    Site{"JQ",
         "金桥",
         "060512347",
         {"A01", "A03", "B02", "C11"},
         {"MR-101", "MR-107", "MR-215"},
         {"安顺物流", "浦东通达"},
         2,
         "陈计划"},
    Site{"DY",
         "东岳",
         "061273805",
         {"D1-02", "D1-05", "D2-01", "D3-07"},
         {"LH-301", "LH-304", "LH-310"},
         {"鲁通货运", "安顺物流"},
         26,
         "于计划",
         true},
    Site{"NS",
         "北盛",
         "061273913",
         {"N11", "N12", "N21", "N35"},
         {"LH-401", "LH-402", "LH-407"},
         {"辽远物流", "安顺物流"},
         50,
         "关计划"},
    Site{"WH",
         "武汉",
         "061274026",
         {"W01", "W04", "W06", "W09"},
         {"LH-501", "LH-503", "LH-508"},
         {"楚天运输", "浦东通达"},
         14,
         "胡计划",
         true},
    Site{"NM",
         "Novara Motors",
         "548210937",
         {"10", "12", "20", "31"},
         {"R1", "R2", "R7"},
         {"Blue Lane Haulage", "Harbour Freight"},
         4,
         "J. Fields",
         false,
         &kEnglish},
};

}  // namespace calloff::simulator
