#include "formats/sheet/cell_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/dates.hpp"
#include "base/text.hpp"
#include "formats/utf8.hpp"

namespace calloff::formats {
namespace {

using Kind = NumberFormat::Kind;

constexpr double kLastSerial = 2'958'466;  // 1 January 10000
constexpr int kDays1904 = 1462;            // from the epoch of 1900 to that of 1904
constexpr std::size_t kMostZeros = 32;     // no code of a part or an order is longer

struct Name {
  std::string_view name;
  Kind kind;
};
constexpr std::array kNames = std::to_array<Name>({{"general date", Kind::date_time},
                                                   {"long date", Kind::date},
                                                   {"medium date", Kind::date},
                                                   {"short date", Kind::date},
                                                   {"long time", Kind::time},
                                                   {"medium time", Kind::time},
                                                   {"short time", Kind::time},
                                                   {"standard", Kind::number},
                                                   {"scientific", Kind::number},
                                                   {"general", Kind::number},
                                                   {"general number", Kind::number},
                                                   {"yes/no", Kind::number},
                                                   {"on/off", Kind::number}});

/// The letters of a code's first section: no quoted text, escapes, colours or locales; `[h]` counts as h.
std::string letters_of(std::string_view code) {
  std::string letters;
  for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
    const char c = code[at];
    if (c == '"') {
      at = std::min(code.find('"', at + 1), code.size());
    } else if (c == '[') {
      const auto end = std::min(code.find(']', at), code.size());
      const auto inner = code.substr(at + 1, end - at - 1);
      if (inner.find_first_not_of("hms") == inner.npos) letters += inner;
      at = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else {
      letters += c;
    }
  }
  return letters;
}

std::string two_digits(long value) {
  std::string text = std::to_string(value);
  return text.size() < 2 ? "0" + text : text;
}

std::string shown_serial(double serial, Kind kind, bool counts_from_1904) {
  using std::chrono::days;
  const auto seconds = std::llround(serial * 86'400);
  const auto day = seconds / 86'400, second = seconds % 86'400;
  std::string time = two_digits(second / 3600) + ":" + two_digits(second / 60 % 60);
  if (second % 60) time += ":" + two_digits(second % 60);
  if (kind == Kind::time) return time;
  const auto first = std::chrono::sys_days(std::chrono::year(1899) / 12 / (!counts_from_1904 && day < 60 ? 31 : 30));
  const LocalDate date(first + days(day + (counts_from_1904 ? kDays1904 : 0)));
  return kind == Kind::date ? to_string(date) : to_string(date) + " " + time;
}

}  // namespace

NumberFormat number_format_of(std::string_view code) {
  auto plain = lower(trim(code));
  for (const auto& [name, kind] : kNames)
    if (plain == name) return {kind, 0};
  if (plain.size() > 1 && plain.find_first_not_of('0') == plain.npos)
    return {Kind::number, std::min(plain.size(), kMostZeros)};
  auto letters = replace_all(replace_all(letters_of(plain), "am/pm", ""), "a/p", "");
  const auto has = [&](char letter) { return letters.find(letter) != letters.npos; };
  const bool has_time = has('h') || has('s'), has_day = has('y') || has('d') || (has('m') && !has_time);
  if (has_day) return {has_time ? Kind::date_time : Kind::date, 0};
  return {has_time ? Kind::time : Kind::number, 0};
}

NumberFormat built_in_number_format(unsigned id) {
  const auto is_in = [&](unsigned first, unsigned last) { return id >= first && id <= last; };
  if (id == 22) return {Kind::date_time, 0};
  if (is_in(18, 21) || is_in(32, 35) || is_in(45, 47) || is_in(55, 56)) return {Kind::time, 0};
  if (is_in(14, 17) || is_in(27, 31) || id == 36 || is_in(50, 54) || is_in(57, 58)) return {Kind::date, 0};
  return {};
}

std::string plain_number(double value) {
  std::array<char, 32> digits;
  std::snprintf(digits.data(), digits.size(), "%.14e", value);
  const std::string_view text(digits.data());
  const auto e = text.find('e');
  int exponent = 0;
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), text.data() + text.size(), exponent);
  const bool is_negative = text[0] == '-';
  std::string figures;
  for (const char c : text.substr(0, e))
    if (c >= '0' && c <= '9') figures += c;
  while (figures.size() > 1 && figures.back() == '0') figures.pop_back();
  if (figures == "0") return "0";
  std::string plain;
  if (exponent < 0) {
    plain = "0." + std::string(std::size_t(-exponent - 1), '0') + figures;
  } else {
    const auto whole = std::size_t(exponent) + 1;
    plain = figures.substr(0, whole) + std::string(whole > figures.size() ? whole - figures.size() : 0, '0');
    if (figures.size() > whole) plain += "." + figures.substr(whole);
  }
  return is_negative ? "-" + plain : plain;
}

std::string shown_number(std::string_view stored, const NumberFormat& format, bool counts_from_1904) {
  const auto text = trim(stored);
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::string(text);
  return shown_number(value, format, counts_from_1904);
}

std::string shown_number(double value, const NumberFormat& format, bool counts_from_1904) {
  if (!std::isfinite(value)) return "#NUM!";
  if (format.kind != Kind::number && value >= 0 && value < kLastSerial)
    return shown_serial(value, format.kind, counts_from_1904);
  auto plain = plain_number(value);
  const bool is_whole = plain.find_first_not_of("0123456789") == plain.npos;
  if (is_whole && plain.size() < format.zeros) plain.insert(0, format.zeros - plain.size(), '0');
  return plain;
}

std::string tidy_text(std::string_view utf8) {
  std::string text;
  bool has_gap = false;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto [code, read] = first_character(utf8.substr(at));
    const auto length = std::max<std::size_t>(1, read);
    if (read > 0 && is_space(code)) {
      has_gap = true;
    } else if (read == 0 || !is_invisible(code)) {
      if (has_gap && !text.empty()) text += ' ';
      has_gap = false;
      text += utf8.substr(at, length);
    }
    at += length;
  }
  return text;
}

TextRange tidy_range(std::string_view utf8) {
  TextRange range{utf8.size(), utf8.size()};
  for (std::size_t at = 0; at < utf8.size();) {
    const auto [code, read] = first_character(utf8.substr(at));
    const auto length = std::max<std::size_t>(1, read);
    if (read == 0 || (!is_space(code) && !is_invisible(code))) {
      range.begin = std::min(range.begin, at);
      range.end = at + length;
    }
    at += length;
  }
  return range;
}

std::string column_letters(std::size_t column) {
  std::string letters;
  for (auto rest = column + 1; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), char('A' + (rest - 1) % 26));
  return letters;
}

std::optional<CellPlace> cell_place(std::string_view reference) {
  constexpr std::size_t kMost = 1u << 24;
  std::size_t at = 0, row = 0, column = 0;
  const auto skip_dollar = [&] { at += at < reference.size() && reference[at] == '$'; };
  skip_dollar();
  for (; at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z' && column < kMost; ++at)
    column = column * 26 + std::size_t(reference[at] - 'A' + 1);
  skip_dollar();
  for (; at < reference.size() && reference[at] >= '0' && reference[at] <= '9' && row < kMost; ++at)
    row = row * 10 + std::size_t(reference[at] - '0');
  if (at != reference.size() || row == 0 || column == 0) return std::nullopt;
  return CellPlace{row - 1, column - 1};
}

}  // namespace calloff::formats
