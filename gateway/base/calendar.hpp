// Which days a plant works: weekdays, less public holidays and shutdowns, plus make-up workdays (调休上班日).
// Threading: values.
#pragma once
#include <bitset>
#include <set>

#include "base/dates.hpp"

namespace calloff {

/// Monday to Friday unless told otherwise. A make-up workday is worked whatever else says it is free.
class Calendar {
 public:
  Calendar();

  /// weekdays: bit 0 Sunday ... bit 6 Saturday; at least one (else std::invalid_argument: a calendar without workdays)
  void set_weekdays(std::bitset<7> weekdays);
  /// Both ends included. to before from adds nothing.
  void add_holidays(LocalDate from, LocalDate to);
  void add_make_up_workday(LocalDate date);
  /// The holidays of this year are known; until then its days are told by their weekday alone.
  void add_known_year(std::chrono::year year);

  bool is_workday(LocalDate date) const;
  bool knows(LocalDate date) const { return years_.contains(date.year()); }

  /// The first workday after `date`.
  LocalDate next_workday(LocalDate date) const { return add_workdays(date, 1); }
  LocalDate previous_workday(LocalDate date) const { return add_workdays(date, -1); }
  /// The `count`-th workday after `date` (before it, when negative); `date` itself when 0, workday or not.
  LocalDate add_workdays(LocalDate date, int count) const;
  /// Workdays from `from` to `to`, both included.
  int count_workdays(LocalDate from, LocalDate to) const;

 private:
  std::bitset<7> weekdays_;
  std::set<LocalDate> holidays_, make_up_;
  std::set<std::chrono::year> years_;
};

}  // namespace calloff
