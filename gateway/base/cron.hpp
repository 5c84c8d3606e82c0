// When a cron expression fires, in the wall-clock time of a zone.
// Threading: immutable after parse.
#pragma once
#include <bitset>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/dates.hpp"
#include "base/result.hpp"

namespace calloff {

/// Five fields: minute hour day month weekday. Names (JAN, mon), lists, ranges, steps; 0 and 7 are Sunday. When day and
/// weekday are both restricted, either is enough. source: crontab(5)
class Cron {
 public:
  /// errors: fix_config base/bad_cron (text, reason); also for one that never fires, such as 30 February
  static Result<Cron> parse(std::string_view text);

  /// The first firing strictly after `after`. `zone` must be known (check_zone).
  /// When clocks change: a time that does not exist fires once, at the first instant after the gap; one that occurs
  /// twice fires at its first occurrence; with every hour allowed (`*/10 * * * *`) firings follow elapsed time.
  Instant next(Instant after, std::string_view zone) const;

  const std::string& text() const { return text_; }

 private:
  bool is_day(LocalDate date) const;
  Instant next_by_minute(Instant after, std::string_view zone) const;
  Instant next_by_wall_clock(Instant after, std::string_view zone) const;

  std::string text_;
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<8> weekdays_;  // 0 Sunday ... 6 Saturday
  bool is_any_day_ = false, is_any_weekday_ = false;
};

}  // namespace calloff
