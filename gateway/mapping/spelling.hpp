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
};

/// errors: quarantine base/bad_quantity (text): also for groups that are not of three digits
Result<Decimal> read_number(std::string_view text, const NumberSpelling& spelling);

/// A compiled date format: yyyy yy MM M dd d HH H mm ss, everything between single quotes and every other character
/// that is not an ASCII letter as itself.
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

 private:
  enum class Kind { year, short_year, month, day, hour, minute, second, literal };
  struct Piece {
    Kind kind;
    std::size_t width;  ///< digits; 1: one or two
    std::string literal;
  };
  bool add_letters(char letter, std::size_t count);

  std::string text_;
  std::vector<Piece> pieces_;
  bool has_time_ = false, has_year_ = false;
};

/// The first format that reads the text. errors: quarantine base/bad_date (text)
Result<LocalTime> read_time(std::string_view text, const std::vector<DateFormat>& formats, LocalDate reference);

}  // namespace calloff::mapping
