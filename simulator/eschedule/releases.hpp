// The weekly releases (周交货计划预测) of one site: published every Thursday at 15:00, or by hand.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/china_time.hpp"
#include "simulator/parts.hpp"
#include "simulator/sites.hpp"

namespace calloff::simulator {

inline constexpr std::size_t kDays = 7, kWeeks = 8, kMonths = 3;

/// One part at one dock. Quantities are pieces; none: the plant does not know.
struct ReleaseLine {
  const Part* part = nullptr;
  std::string_view dock;
  std::optional<int> received, behind;  ///< 累计已收 and 欠交
  std::array<std::optional<int>, kDays> days;
  std::array<std::optional<int>, kWeeks> weeks;
  std::array<std::optional<int>, kMonths> months;  ///< of the whole month, whatever of it the weeks hold already
  std::string_view remark;
};

struct Release {
  std::string id;      ///< the portal's own, 5 digits, in links
  std::string number;  ///< 计划编号, such as WDF-JQ-202611
  int version = 1;
  Instant published;
  LocalDate first_day;  ///< a Monday
  std::vector<ReleaseLine> lines;
  bool opened = false;  ///< somebody has looked at the detail

  LocalDate week(std::size_t index) const;   ///< the Monday of week column 0..7
  LocalDate month(std::size_t index) const;  ///< the first of month column 0..2; column 0 is the month the weeks end in
  LocalDate last_day() const;
};

/// The release for a week appears on the Thursday before it. The world begins with the one that is in force then.
class ReleaseBook {
 public:
  ReleaseBook(const Site& site, std::uint64_t seed, Instant start);

  /// Published by `now`, newest first.
  std::vector<Release*> listed(Instant now);

  /// Null if none of that id is published by `now`.
  Release* find(const std::string& id, Instant now);

  enum class Publish { next_week, revision };
  /// Publishes at `now` the coming week's release before its time, or the newest one's next version.
  Release& publish(Publish what, Instant now);

 private:
  void make_due(Instant now);
  Release make(LocalDate monday, int version, Instant published) const;

  const Site& site_;
  std::uint64_t seed_;
  LocalDate first_monday_;
  std::map<std::pair<LocalDate, int>, Release> releases_;  // by week and version
};

}  // namespace calloff::simulator
