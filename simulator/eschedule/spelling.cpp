#include "simulator/eschedule/spelling.hpp"

#include <fmt/format.h>

namespace calloff::simulator::eschedule {
namespace {

unsigned month_of(LocalDate date) { return static_cast<unsigned>(date.month()); }
unsigned day_of(LocalDate date) { return static_cast<unsigned>(date.day()); }
int year_of(LocalDate date) { return static_cast<int>(date.year()); }

std::string clock_text(LocalTime time) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(time.of_day).count();
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

}  // namespace

std::string Spelling::time(Instant instant) {
  const auto local = china(instant);
  return date(local.date) + " " + clock_text(local);
}

std::string Spelling::date(LocalDate date) {
  if (words_.language == Language::english)
    return fmt::format("{:02}/{:02}/{}", day_of(date), month_of(date), year_of(date));
  return to_string(date);
}

std::string Spelling::day(LocalDate date) const {
  if (words_.language == Language::english) return fmt::format("{:02}/{:02}", day_of(date), month_of(date));
  return fmt::format("{:02}/{:02}", month_of(date), day_of(date));
}

std::string Spelling::month(LocalDate date) const {
  if (words_.language == Language::english) return fmt::format("{:02}/{}", month_of(date), year_of(date));
  return fmt::format("{}年{:02}月", year_of(date), month_of(date));
}

std::string Spelling::number(int value) { return std::to_string(value); }

std::string Spelling::number(std::optional<int> value) { return value ? number(*value) : std::string(); }

std::string Spelling::part_number(const Part& part) { return part.number; }

const std::string& Spelling::part_name(const Part& part) const {
  return words_.language == Language::english ? part.english_name : part.name;
}

std::string_view Spelling::uom(const Part& part) const {
  return words_.language == Language::english ? part.english_uom : part.uom;
}

}  // namespace calloff::simulator::eschedule
