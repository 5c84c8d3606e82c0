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

std::string full_width(std::string_view digits) {
  std::string text;
  for (const char digit : digits) text += std::string("\xEF\xBC") + static_cast<char>(0x90 + (digit - '0'));
  return text;
}

std::string grouped(int value, std::string_view between) {
  auto text = std::to_string(value);
  for (auto at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), between);
  return text;
}

}  // namespace

std::string Spelling::time(Instant instant) {
  const auto local = china(instant);
  if (!odd_.dates) return date(local.date) + " " + clock_text(local);
  const int style = dates_++ % 4;
  if (clock_text(local) == "00:00") return odd_date(add_days(local.date, -1), style) + " 24:00";
  return odd_date(local.date, style) + " " + clock_text(local);
}

/// Style 0 is the site's own, 1 digits only, 2 and 3 without the year.
std::string Spelling::odd_date(LocalDate date, int style) const {
  if (style == 1) return fmt::format("{}{:02}{:02}", year_of(date), month_of(date), day_of(date));
  if (style == 2) return day(date);
  if (style == 3) {
    const bool is_english = words_.language == Language::english;
    return fmt::format("{:02}-{:02}", is_english ? day_of(date) : month_of(date),
                       is_english ? month_of(date) : day_of(date));
  }
  return to_string(date);
}

std::string Spelling::date(LocalDate date) {
  if (odd_.dates) return odd_date(date, dates_++ % 3);
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

std::string Spelling::number(int value) { return odd_.numbers ? odd_number(value) : std::to_string(value); }

std::string Spelling::number(std::optional<int> value) {
  if (!value && odd_.numbers) return "-";
  return value ? number(*value) : std::string();
}

std::string Spelling::odd_number(int value) {
  if (value < 0) return fmt::format("({})", -value);
  switch (numbers_++ % 4) {
    case 0:
      return fmt::format("\u00A0{}\u00A0", value);
    case 1:
      return full_width(std::to_string(value));
    case 2:
      return grouped(value, ",");
    default:
      return grouped(value, " ") + ".00";
  }
}

std::string Spelling::part_number(const Part& part) {
  auto number = part.number;
  if (odd_.lost_zeros) number.erase(0, number.find_first_not_of('0'));
  if (odd_.spaced_parts) number.insert(4, 1, parts_++ % 2 == 0 ? ' ' : '-');
  return number;
}

const std::string& Spelling::part_name(const Part& part) const {
  return words_.language == Language::english ? part.english_name : part.name;
}

std::string_view Spelling::uom(const Part& part) const {
  return words_.language == Language::english ? part.english_uom : part.uom;
}

}  // namespace calloff::simulator::eschedule
