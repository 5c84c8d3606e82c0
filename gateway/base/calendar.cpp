#include "base/calendar.hpp"

#include <stdexcept>

namespace calloff {

Calendar::Calendar() : weekdays_(0b0111110) {}

void Calendar::set_weekdays(std::bitset<7> weekdays) {
  if (weekdays.none()) throw std::invalid_argument("a calendar without workdays");
  weekdays_ = weekdays;
}

void Calendar::add_holidays(LocalDate from, LocalDate to) {
  for (; from <= to; from = add_days(from, 1)) holidays_.insert(from);
}

void Calendar::add_make_up_workday(LocalDate date) { make_up_.insert(date); }

void Calendar::add_known_year(std::chrono::year year) { years_.insert(year); }

bool Calendar::is_workday(LocalDate date) const {
  if (make_up_.contains(date)) return true;
  if (holidays_.contains(date)) return false;
  return weekdays_[std::chrono::weekday(std::chrono::sys_days(date)).c_encoding()];
}

LocalDate Calendar::add_workdays(LocalDate date, int count) const {
  // Ends: holidays are finite, and beyond them every week has a workday.
  const int step = count < 0 ? -1 : 1;
  for (int left = count * step; left > 0;) {
    date = add_days(date, step);
    if (is_workday(date)) --left;
  }
  return date;
}

int Calendar::count_workdays(LocalDate from, LocalDate to) const {
  int count = 0;
  for (; from <= to; from = add_days(from, 1)) count += is_workday(from) ? 1 : 0;
  return count;
}

}  // namespace calloff
