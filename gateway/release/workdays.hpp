// A calendar's workdays over a span, to be asked often: one bit a day. Threading: a value.
#pragma once
#include <chrono>
#include <vector>

#include "base/calendar.hpp"

namespace calloff::release {

/// A plant-local day as a number that can be counted with.
using Day = std::chrono::sys_days;

class Workdays {
 public:
  /// Both ends included. The calendar is asked once for each day.
  Workdays(const Calendar& calendar, Day from, Day until);

  /// Days outside the span are none.
  bool contains(Day day) const {
    const auto at = (day - from_).count();
    return at >= 0 && static_cast<std::size_t>(at) < is_workday_.size() && is_workday_[static_cast<std::size_t>(at)];
  }

 private:
  Day from_;
  std::vector<bool> is_workday_;
};

}  // namespace calloff::release
