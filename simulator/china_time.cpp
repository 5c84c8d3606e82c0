#include "simulator/china_time.hpp"

#include <fmt/format.h>

namespace calloff::simulator {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::string_view kZone = "Asia/Shanghai";
constexpr sys_days kDayZero = std::chrono::year(2024) / 1 / 1;

}  // namespace

LocalTime china(Instant instant) { return local_time(instant, kZone); }

LocalDate china_date(Instant instant) { return local_date(instant, kZone); }

Instant china_instant(LocalDate date, std::chrono::minutes of_day) {
  return to_instant(LocalTime{date, of_day}, kZone);
}

std::string page_time(Instant instant) {
  const auto time = china(instant);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(time.of_day).count();
  return fmt::format("{} {:02}:{:02}", to_string(time.date), minutes / 60, minutes % 60);
}

bool is_workday(LocalDate date) { return std::chrono::weekday(sys_days(date)).iso_encoding() <= 5; }

LocalDate next_workday(LocalDate date) { return workday_from(add_days(date, 1)); }

LocalDate previous_workday(LocalDate date) {
  do date = add_days(date, -1);
  while (!is_workday(date));
  return date;
}

LocalDate workday_from(LocalDate date) {
  while (!is_workday(date)) date = add_days(date, 1);
  return date;
}

int day_number(LocalDate date) { return static_cast<int>((sys_days(date) - kDayZero).count()); }

LocalDate day_of_number(int number) { return LocalDate(kDayZero + days(number)); }

std::string six_digits(LocalDate date) {
  return fmt::format("{:02}{:02}{:02}", static_cast<int>(date.year()) % 100, static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace calloff::simulator
