// How customers spell numbers and dates, as a mapping declares it. Threading: plain values.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.hpp"
#include "base/quantity.hpp"

namespace calloff::mapping {

/// group: separators between groups of three digits, e.g. "," and " "; decimal: before the fraction
struct NumberSpelling {
  std::vector<std::string> group;
  std::string decimal = ".";
  bool is_full_width = false;            ///< full-width digits and signs count as half-width ones
  bool is_parentheses_negative = false;  ///< (5) is -5
  bool is_trailing_minus = false;        ///< 5- is -5
};

/// Spaces of every width count as one kind, and the minus sign (U+2212) as a hyphen.
/// errors: quarantine base/bad_quantity (text): also for groups that are not of three digits
Result<Decimal> read_number(std::string_view text, const NumberSpelling& spelling);

/// A compiled date format: yyyy yy MMMM MMM MM M dd d HH H hh h mm ss a, everything between single quotes and every
/// other character that is not an ASCII letter as itself. MMM and MMMM are English month names, of three letters and
/// whole; a is AM or PM (上午, 下午) and goes with hh or h.
class DateFormat {
 public:
  /// errors: fix_config mapping/bad_date_format (format, reason)
  static Result<DateFormat> compile(std::string_view format);
  bool has_time() const { return has_time_; }
  bool has_year() const { return has_year_; }
  const std::string& text() const { return text_; }

  /// The whole text read by this format, or none. Without a year: the one that puts the date within -60..+300 days of
  /// `reference`. Without a day: the first. 24:00 is 00:00 of the next day.
  std::optional<LocalTime> read(std::string_view text, LocalDate reference) const;
  std::string write(LocalTime time) const;
  /// What stands between the figures: "--" of yyyy-MM-dd. None where names, or figures of its own, stand there too.
  std::optional<std::string> separators() const;

 private:
  enum class Kind { year, short_year, month, month_name, day, hour, half_day_hour, half_day, minute, second, literal };
  struct Piece {
    Kind kind;
    std::size_t width;  ///< digits; 1: one or two. Of month_name: letters; 4: all of them
    std::string literal;
  };
  struct Reading;
  static bool read_piece(const Piece& piece, std::string_view& text, Reading& reading);
  bool add_letters(char letter, std::size_t count);
  std::string problem() const;

  std::string text_;
  std::vector<Piece> pieces_;
  bool has_time_ = false, has_year_ = false;
};

/// A text that two formats read as different times, e.g. 03/04/2026 as dd/MM/yyyy and as MM/dd/yyyy.
struct DoubleReading {
  std::string text;
  LocalTime first, second;
};
/// None if every text that both read is the same time to both: tried over days, months and years that look alike.
std::optional<DoubleReading> find_double_reading(const DateFormat& first, const DateFormat& second);

/// White space of every kind as single spaces, full-width characters half-width: how dates and numbers are compared.
std::string plain_spelling(std::string_view text);

/// The first format that reads the text. errors: quarantine base/bad_date (text)
Result<LocalTime> read_time(std::string_view text, const std::vector<DateFormat>& formats, LocalDate reference);

}  // namespace calloff::mapping
