#include "base/dates.hpp"

#include <date/tz.h>

#include <charconv>
#include <cstdio>

namespace calloff {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Reads exactly `width` digits at the front of `text`.
bool take(std::string_view& text, std::size_t width, int& out) {
  if (text.size() < width) return false;
  for (const char c : text.substr(0, width))
    if (c < '0' || c > '9') return false;
  std::from_chars(text.data(), text.data() + width, out);
  text.remove_prefix(width);
  return true;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

bool take_date(std::string_view& text, LocalDate& out) {
  int y = 0, m = 0, d = 0;
  if (!take(text, 4, y) || !take(text, '-') || !take(text, 2, m) || !take(text, '-') || !take(text, 2, d)) return false;
  out = LocalDate(std::chrono::year(y), std::chrono::month(unsigned(m)), std::chrono::day(unsigned(d)));
  return out.ok();
}

bool take_time(std::string_view& text, milliseconds& out) {
  int h = 0, m = 0, s = 0, ms = 0;
  if (!take(text, 2, h) || !take(text, ':') || !take(text, 2, m)) return false;
  if (take(text, ':') && !take(text, 2, s)) return false;
  if (take(text, '.') && !take(text, 3, ms)) return false;
  if (h > 23 || m > 59 || s > 59) return false;
  out = std::chrono::hours(h) + std::chrono::minutes(m) + seconds(s) + milliseconds(ms);
  return true;
}

bool take_offset(std::string_view& text, std::chrono::minutes& out) {
  if (take(text, 'Z')) return true;
  const bool west = text.starts_with('-');
  int h = 0, m = 0;
  if (!west && !text.starts_with('+')) return false;
  text.remove_prefix(1);
  if (!take(text, 2, h) || !take(text, ':') || !take(text, 2, m) || h > 14 || m > 59) return false;
  out = std::chrono::hours(h) + std::chrono::minutes(m);
  if (west) out = -out;
  return true;
}

const date::time_zone* zone_of(std::string_view name) { return date::locate_zone(std::string(name)); }

std::string clock_text(seconds of_day) {
  char text[16];
  const auto s = of_day.count();
  std::snprintf(text, sizeof text, "%02d:%02d:%02d", int(s / 3600), int(s / 60 % 60), int(s % 60));
  return text;
}

}  // namespace

Result<LocalDate> parse_date(std::string_view text) {
  LocalDate date;
  auto rest = text;
  if (!take_date(rest, date) || !rest.empty())
    return Error(Recovery::quarantine, "base/bad_date", {{"text", std::string(text)}});
  return date;
}

std::string to_string(LocalDate date) {
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()), unsigned(date.day()));
  return text;
}

Result<LocalTime> parse_local_time(std::string_view text) {
  LocalTime time;
  milliseconds of_day{};
  auto rest = text;
  if (!take_date(rest, time.date) || !(take(rest, 'T') || take(rest, ' ')) || !take_time(rest, of_day) || !rest.empty())
    return Error(Recovery::quarantine, "base/bad_date", {{"text", std::string(text)}});
  time.of_day = std::chrono::floor<seconds>(of_day);
  return time;
}

std::string to_string(LocalTime time) {
  auto text = to_string(time.date) + "T" + clock_text(time.of_day);
  return text.ends_with(":00") ? text.substr(0, text.size() - 3) : text;
}

Result<Instant> parse_instant(std::string_view text) {
  LocalDate date;
  milliseconds of_day{};
  std::chrono::minutes offset{0};
  auto rest = text;
  if (!take_date(rest, date) || !(take(rest, 'T') || take(rest, ' ')) || !take_time(rest, of_day) ||
      !take_offset(rest, offset) || !rest.empty())
    return Error(Recovery::fix_config, "base/bad_instant", {{"text", std::string(text)}});
  return Instant(std::chrono::sys_days(date).time_since_epoch() + of_day - offset);
}

std::string to_string(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const auto of_day = instant - day;
  auto text = to_string(LocalDate(day)) + "T" + clock_text(std::chrono::floor<seconds>(of_day));
  if (const auto ms = of_day.count() % 1000) {
    char fraction[8];
    std::snprintf(fraction, sizeof fraction, ".%03d", int(ms));
    text += fraction;
  }
  return text + "Z";
}

Result<void> check_zone(std::string_view zone) {
  try {
    zone_of(zone);
    return {};
  } catch (const std::runtime_error&) {
    return Error(Recovery::fix_config, "base/unknown_zone", {{"zone", std::string(zone)}});
  }
}

seconds utc_offset(Instant instant, std::string_view zone) { return zone_of(zone)->get_info(instant).offset; }

LocalTime local_time(Instant instant, std::string_view zone) {
  const auto local = std::chrono::floor<seconds>(instant) + utc_offset(instant, zone);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  return {LocalDate(day), local - day};
}

Instant to_instant(LocalTime time, std::string_view zone) {
  const auto local =
      date::local_days(date::local_days(date::days(std::chrono::sys_days(time.date).time_since_epoch().count()))) +
      time.of_day;
  const auto info = zone_of(zone)->get_info(local);
  if (info.result == date::local_info::nonexistent) return Instant(info.first.end.time_since_epoch());
  return Instant(local.time_since_epoch() - info.first.offset);
}

std::string to_zoned_string(Instant instant, std::string_view zone) {
  const auto offset = utc_offset(instant, zone).count();
  const auto local = local_time(instant, zone);
  char sign[16];
  const auto magnitude = offset < 0 ? -offset : offset;
  std::snprintf(sign, sizeof sign, "%c%02d:%02d", offset < 0 ? '-' : '+', int(magnitude / 3600),
                int(magnitude / 60 % 60));
  return to_string(local.date) + "T" + clock_text(local.of_day) + sign;
}

}  // namespace calloff
