#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "mapping/spelling.hpp"

namespace calloff::mapping {
namespace {

constexpr int kDaysBefore = 60, kDaysAfter = 300;  // a date without a year lies within these of the issue
constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool take_front(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

bool take_front_of_any_case(std::string_view& text, std::string_view start) {
  if (lower(text.substr(0, start.size())) != lower(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

/// Reads `width` digits; width 1 takes one or two.
bool take_digits(std::string_view& text, std::size_t width, int& out) {
  std::size_t count = 0;
  const auto limit = width == 1 ? 2 : width;
  out = 0;
  while (count < limit && count < text.size() && is_digit(text[count])) out = out * 10 + (text[count++] - '0');
  if (count < width) return false;
  text.remove_prefix(count);
  return true;
}

std::string_view month_name(std::size_t month, std::size_t letters) {
  return letters == 4 ? kMonths[month] : kMonths[month].substr(0, letters);
}

bool take_month(std::string_view& text, std::size_t letters, int& out) {
  for (std::size_t month = 0; month < kMonths.size(); ++month)
    if (take_front_of_any_case(text, month_name(month, letters))) {
      out = int(month) + 1;
      return true;
    }
  return false;
}

/// 0 for the morning, 12 for the afternoon.
bool take_half_day(std::string_view& text, int& out) {
  for (const auto* morning : {"AM", "a.m.", "上午"})
    if (take_front_of_any_case(text, morning)) return out = 0, true;
  for (const auto* afternoon : {"PM", "p.m.", "下午"})
    if (take_front_of_any_case(text, afternoon)) return out = 12, true;
  return false;
}

/// The date with the year that puts it within the window around `reference`, or none.
std::optional<LocalDate> nearest_year(LocalDate date, LocalDate reference) {
  using std::chrono::sys_days;
  for (const int years : {0, 1, -1}) {
    const LocalDate candidate(reference.year() + std::chrono::years(years), date.month(), date.day());
    if (!candidate.ok()) continue;
    const auto days = (sys_days(candidate) - sys_days(reference)).count();
    if (days >= -kDaysBefore && days <= kDaysAfter) return candidate;
  }
  return std::nullopt;
}

std::string digits(std::size_t width, long value) {
  auto text = std::to_string(value);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

}  // namespace

/// The pieces of a time while they are read.
struct DateFormat::Reading {
  int year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0;
  int half_day_hour = 0, half_day = 0;
};

bool DateFormat::add_letters(char letter, std::size_t count) {
  struct Letters {
    char letter;
    std::size_t count;
    Kind kind;
    std::size_t width;
  };
  static constexpr std::array kLetters{Letters{'y', 4, Kind::year, 4},          Letters{'y', 2, Kind::short_year, 2},
                                       Letters{'M', 4, Kind::month_name, 4},    Letters{'M', 3, Kind::month_name, 3},
                                       Letters{'M', 2, Kind::month, 2},         Letters{'M', 1, Kind::month, 1},
                                       Letters{'d', 2, Kind::day, 2},           Letters{'d', 1, Kind::day, 1},
                                       Letters{'H', 2, Kind::hour, 2},          Letters{'H', 1, Kind::hour, 1},
                                       Letters{'h', 2, Kind::half_day_hour, 2}, Letters{'h', 1, Kind::half_day_hour, 1},
                                       Letters{'m', 2, Kind::minute, 2},        Letters{'s', 2, Kind::second, 2},
                                       Letters{'a', 1, Kind::half_day, 2}};
  const auto* known = std::ranges::find_if(
      kLetters, [&](const Letters& letters) { return letters.letter == letter && letters.count == count; });
  if (known == kLetters.end()) return false;
  pieces_.push_back({known->kind, known->width, ""});
  has_time_ |= known->kind == Kind::hour || known->kind == Kind::half_day_hour;
  has_year_ |= known->kind == Kind::year || known->kind == Kind::short_year;
  return true;
}

/// What is wrong with the pieces together; empty if nothing is.
std::string DateFormat::problem() const {
  const auto has = [&](Kind kind) { return std::ranges::find(pieces_, kind, &Piece::kind) != pieces_.end(); };
  if (!has(Kind::month) && !has(Kind::month_name)) return "a month (MM) is missing";
  if (has(Kind::minute) && !has_time_) return "minutes (mm) without hours (HH); a month is MM";
  if (has(Kind::half_day_hour) != has(Kind::half_day))
    return "hours of half a day (hh) go with AM or PM (a), and a with hh";
  if (has(Kind::half_day_hour) && has(Kind::hour)) return "hours are there twice (HH and hh)";
  return {};
}

Result<DateFormat> DateFormat::compile(std::string_view format) {
  const auto bad = [&](std::string reason) {
    return Error(Recovery::fix_config, "mapping/bad_date_format",
                 {{"format", std::string(format)}, {"reason", std::move(reason)}});
  };
  DateFormat compiled;
  compiled.text_ = format;
  for (std::size_t at = 0; at < format.size();) {
    const char c = format[at];
    if (c == '\'') {
      const auto close = format.find('\'', at + 1);
      if (close == format.npos) return bad("a quote is not closed");
      compiled.pieces_.push_back({Kind::literal, 0, std::string(format.substr(at + 1, close - at - 1))});
      at = close + 1;
    } else if (is_letter(c)) {
      const auto count = std::min(format.find_first_not_of(c, at), format.size()) - at;
      if (!compiled.add_letters(c, count))
        return bad("'" + std::string(count, c) + "' is not one of yyyy yy MMMM MMM MM M dd d HH H hh h mm ss a");
      at += count;
    } else {
      compiled.pieces_.push_back({Kind::literal, 0, std::string(1, c)});
      ++at;
    }
  }
  if (auto problem = compiled.problem(); !problem.empty()) return bad(std::move(problem));
  return compiled;
}

bool DateFormat::read_piece(const Piece& piece, std::string_view& text, Reading& reading) {
  switch (piece.kind) {
    case Kind::year:
      return take_digits(text, piece.width, reading.year);
    case Kind::short_year: {
      const bool is_read = take_digits(text, piece.width, reading.year);
      reading.year += 2000;
      return is_read;
    }
    case Kind::month:
      return take_digits(text, piece.width, reading.month);
    case Kind::month_name:
      return take_month(text, piece.width, reading.month);
    case Kind::day:
      return take_digits(text, piece.width, reading.day);
    case Kind::hour:
      return take_digits(text, piece.width, reading.hour);
    case Kind::half_day_hour:
      return take_digits(text, piece.width, reading.half_day_hour) && reading.half_day_hour >= 1 &&
             reading.half_day_hour <= 12;
    case Kind::half_day:
      return take_half_day(text, reading.half_day);
    case Kind::minute:
      return take_digits(text, piece.width, reading.minute);
    case Kind::second:
      return take_digits(text, piece.width, reading.second);
    case Kind::literal:
      return take_front(text, piece.literal);
  }
  return false;
}

std::optional<LocalTime> DateFormat::read(std::string_view text, LocalDate reference) const {
  Reading reading;
  for (const auto& piece : pieces_)
    if (!read_piece(piece, text, reading)) return std::nullopt;
  auto [year, month, day, hour, minute, second, half_day_hour, half_day] = reading;
  if (half_day_hour > 0) hour = half_day_hour % 12 + half_day;  // 12 AM is midnight
  const bool is_day_end = hour == 24 && minute == 0 && second == 0;
  if (!text.empty() || (hour > 23 && !is_day_end) || minute > 59 || second > 59) return std::nullopt;
  LocalDate date{std::chrono::year(year), std::chrono::month(unsigned(month)), std::chrono::day(unsigned(day))};
  if (!has_year_) {
    const auto dated = nearest_year(date, reference);
    if (!dated) return std::nullopt;
    date = *dated;
  }
  if (!date.ok()) return std::nullopt;
  if (is_day_end) return LocalTime{add_days(date, 1), std::chrono::seconds(0)};
  return LocalTime{date, std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second)};
}

std::string DateFormat::write(LocalTime time) const {
  std::string out;
  const auto s = time.of_day.count();
  const auto month = unsigned(time.date.month());
  for (const auto& piece : pieces_) switch (piece.kind) {
      case Kind::year:
        out += digits(4, int(time.date.year()));
        break;
      case Kind::short_year:
        out += digits(2, int(time.date.year()) % 100);
        break;
      case Kind::month:
        out += digits(piece.width, month);
        break;
      case Kind::month_name:
        out += month_name(month - 1, piece.width);
        break;
      case Kind::day:
        out += digits(piece.width, unsigned(time.date.day()));
        break;
      case Kind::hour:
        out += digits(piece.width, s / 3600);
        break;
      case Kind::half_day_hour:
        out += digits(piece.width, (s / 3600 + 11) % 12 + 1);
        break;
      case Kind::half_day:
        out += s < 12 * 3600 ? "AM" : "PM";
        break;
      case Kind::minute:
        out += digits(2, s / 60 % 60);
        break;
      case Kind::second:
        out += digits(2, s % 60);
        break;
      case Kind::literal:
        out += piece.literal;
        break;
    }
  return out;
}

std::optional<std::string> DateFormat::separators() const {
  std::string all;
  for (const auto& piece : pieces_) {
    if (piece.kind == Kind::month_name || piece.kind == Kind::half_day) return std::nullopt;
    all += piece.literal;
  }
  const bool has_digit = std::ranges::any_of(all, [](char c) { return c >= '0' && c <= '9'; });
  return has_digit ? std::nullopt : std::optional(std::move(all));
}

std::optional<DoubleReading> find_double_reading(const DateFormat& first, const DateFormat& second) {
  using namespace std::chrono;
  // Every mapping asks this of every pair of its formats: most pairs are told apart by what stands between the figures.
  const auto one_has = first.separators(), other_has = second.separators();
  if (one_has && other_has && *one_has != *other_has) return std::nullopt;
  for (const int year : {2026, 2010, 2004})
    for (const unsigned month : {1u, 3u, 4u, 10u, 11u, 12u})
      for (const unsigned day : {1u, 2u, 5u, 10u, 11u, 12u, 26u})
        for (const int hour : {5, 17}) {
          const LocalTime time{LocalDate(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)),
                               hours(hour) + minutes(6)};
          for (const auto* writer : {&first, &second}) {
            auto text = writer->write(time);
            const auto one = first.read(text, time.date), other = second.read(text, time.date);
            if (one && other && !(*one == *other)) return DoubleReading{std::move(text), *one, *other};
          }
        }
  return std::nullopt;
}

Result<LocalTime> read_time(std::string_view text, const std::vector<DateFormat>& formats, LocalDate reference) {
  for (const auto& format : formats)
    if (const auto time = format.read(text, reference)) return *time;
  return Error(Recovery::quarantine, "base/bad_date", {{"text", std::string(text)}});
}

}  // namespace calloff::mapping
