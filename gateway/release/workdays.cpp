#include "release/workdays.hpp"

namespace calloff::release {

Workdays::Workdays(const Calendar& calendar, Day from, Day until) : from_(from) {
  for (auto day = from; day <= until; day += std::chrono::days(1))
    is_workday_.push_back(calendar.is_workday(LocalDate(day)));
}

}  // namespace calloff::release
