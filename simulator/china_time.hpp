// Wall-clock time at the portals: Asia/Shanghai, and workdays Monday to Friday.
#pragma once
#include <string>

#include "base/dates.hpp"

namespace calloff::simulator {

LocalTime china(Instant instant);
LocalDate china_date(Instant instant);
Instant china_instant(LocalDate date, std::chrono::minutes of_day);

/// `2026-03-11 09:30`, as the portals print a time.
std::string page_time(Instant instant);

bool is_workday(LocalDate date);
LocalDate next_workday(LocalDate date);
LocalDate previous_workday(LocalDate date);

/// `date` itself if it is a workday, else the next one.
LocalDate workday_from(LocalDate date);

/// Days since 2024-01-01: the number that ids count from.
int day_number(LocalDate date);
LocalDate day_of_number(int number);

/// `260311`
std::string six_digits(LocalDate date);

}  // namespace calloff::simulator
