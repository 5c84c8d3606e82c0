#include "mapping/spelling.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.hpp"
#include "formats/cursor.hpp"

namespace calloff::mapping {
namespace {

constexpr int kDaysBefore = 60, kDaysAfter = 300;  // a date without a year lies within these of the issue

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool take_front(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

/// Removes the separators between groups of three digits; false if a separator stands elsewhere.
bool ungroup(std::string& whole, const std::vector<std::string>& separators) {
  for (const auto& separator : separators) {
    if (whole.find(separator) == whole.npos) continue;
    std::string plain;
    std::string_view rest = whole;
    for (bool is_first = true;; is_first = false) {
      const auto at = rest.find(separator);
      const auto group = rest.substr(0, at);
      if (!std::ranges::all_of(group, is_digit)) return false;
      if (is_first ? group.empty() || group.size() > 3 : group.size() != 3) return false;
      plain += group;
      if (at == rest.npos) break;
      rest.remove_prefix(at + separator.size());
    }
    whole = plain;
    return true;
  }
  return true;
}

}  // namespace

Result<Decimal> read_number(std::string_view text, const NumberSpelling& spelling) {
  const Error bad(Recovery::quarantine, "base/bad_quantity", {{"text", std::string(text)}});
  const auto narrowed = spelling.is_full_width ? formats::narrow(text) : std::string(text);
  auto rest = trim(narrowed);
  bool is_negative = take_front(rest, "-");
  if (!is_negative && spelling.is_parentheses_negative && rest.starts_with('(') && rest.ends_with(')')) {
    is_negative = true;
    rest = rest.substr(1, rest.size() - 2);
  }
  const auto point = spelling.decimal.empty() ? rest.npos : rest.find(spelling.decimal);
  std::string whole(rest.substr(0, point));
  if (!ungroup(whole, spelling.group) || !std::ranges::all_of(whole, is_digit)) return bad;
  if (point != rest.npos) whole += "." + std::string(rest.substr(point + spelling.decimal.size()));
  const auto value = parse_decimal(whole);
  if (!value) return bad;
  return is_negative ? Decimal{-value->thousandths} : *value;
}

bool DateFormat::add_letters(char letter, std::size_t count) {
  struct Letters {
    char letter;
    std::size_t count;
    Kind kind;
    std::size_t width;
  };
  static constexpr std::array kLetters{Letters{'y', 4, Kind::year, 4},   Letters{'y', 2, Kind::short_year, 2},
                                       Letters{'M', 2, Kind::month, 2},  Letters{'M', 1, Kind::month, 1},
                                       Letters{'d', 2, Kind::day, 2},    Letters{'d', 1, Kind::day, 1},
                                       Letters{'H', 2, Kind::hour, 2},   Letters{'H', 1, Kind::hour, 1},
                                       Letters{'m', 2, Kind::minute, 2}, Letters{'s', 2, Kind::second, 2}};
  const auto* known = std::ranges::find_if(
      kLetters, [&](const Letters& letters) { return letters.letter == letter && letters.count == count; });
  if (known == kLetters.end()) return false;
  pieces_.push_back({known->kind, known->width, ""});
  has_time_ |= known->kind == Kind::hour;
  has_year_ |= known->kind == Kind::year || known->kind == Kind::short_year;
  return true;
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
        return bad("'" + std::string(count, c) + "' is not one of yyyy yy MM M dd d HH H mm ss");
      at += count;
    } else {
      compiled.pieces_.push_back({Kind::literal, 0, std::string(1, c)});
      ++at;
    }
  }
  const auto has = [&](Kind kind) {
    return std::ranges::find(compiled.pieces_, kind, &Piece::kind) != compiled.pieces_.end();
  };
  if (!has(Kind::month)) return bad("a month (MM) is missing");
  if (has(Kind::minute) && !has(Kind::hour)) return bad("minutes (mm) without hours (HH); a month is MM");
  return compiled;
}

namespace {

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

}  // namespace

std::optional<LocalTime> DateFormat::read(std::string_view text, LocalDate reference) const {
  int year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0;
  for (const auto& piece : pieces_) {
    bool is_read = false;
    switch (piece.kind) {
      case Kind::year:
        is_read = take_digits(text, piece.width, year);
        break;
      case Kind::short_year:
        is_read = take_digits(text, piece.width, year);
        year += 2000;
        break;
      case Kind::month:
        is_read = take_digits(text, piece.width, month);
        break;
      case Kind::day:
        is_read = take_digits(text, piece.width, day);
        break;
      case Kind::hour:
        is_read = take_digits(text, piece.width, hour);
        break;
      case Kind::minute:
        is_read = take_digits(text, piece.width, minute);
        break;
      case Kind::second:
        is_read = take_digits(text, piece.width, second);
        break;
      case Kind::literal:
        is_read = take_front(text, piece.literal);
        break;
    }
    if (!is_read) return std::nullopt;
  }
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
  const auto digits = [](std::size_t width, long value) {
    char text[24];
    std::snprintf(text, sizeof text, "%0*ld", int(width), value);
    return std::string(text);
  };
  std::string out;
  const auto s = time.of_day.count();
  for (const auto& piece : pieces_) switch (piece.kind) {
      case Kind::year:
        out += digits(4, int(time.date.year()));
        break;
      case Kind::short_year:
        out += digits(2, int(time.date.year()) % 100);
        break;
      case Kind::month:
        out += digits(piece.width, unsigned(time.date.month()));
        break;
      case Kind::day:
        out += digits(piece.width, unsigned(time.date.day()));
        break;
      case Kind::hour:
        out += digits(piece.width, s / 3600);
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

Result<LocalTime> read_time(std::string_view text, const std::vector<DateFormat>& formats, LocalDate reference) {
  for (const auto& format : formats)
    if (const auto time = format.read(text, reference)) return *time;
  return Error(Recovery::quarantine, "base/bad_date", {{"text", std::string(text)}});
}

}  // namespace calloff::mapping
