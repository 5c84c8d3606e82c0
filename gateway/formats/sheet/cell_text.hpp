// What a person reads in a cell: stored numbers without the traces of binary fractions, dates by the cell's number
// format. Threading: free functions over values.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace calloff::formats {

/// What a number format says of the values under it. zeros: digits that are always shown (`00000000` for part numbers)
struct NumberFormat {
  enum class Kind { number, date, date_time, time } kind = Kind::number;
  std::size_t zeros = 0;
};

/// A format code as workbooks write it (`yyyy/mm/dd`, `[$-804]h:mm AM/PM`), or a name of XML 2003 (`Short Date`).
/// source: ECMA-376-1, 18.8.31
NumberFormat number_format_of(std::string_view code);
/// The format behind a number that has no code in the file, those of Chinese and Japanese Excel included.
/// source: ECMA-376-1, 18.8.30
NumberFormat built_in_number_format(unsigned id);

/// A number as text: at most 15 significant digits, no exponent: 1200, 0.125, -3.
std::string plain_number(double value);

/// A stored number under its format: plain_number, or `yyyy-MM-dd`, `yyyy-MM-dd HH:mm`, `HH:mm` (`:ss` where there are
/// seconds). What is no number comes back as it is.
/// source: ECMA-376-1, 18.17.4 (serial dates; 29 February 1900 is counted, though it never was)
std::string shown_number(std::string_view stored, const NumberFormat& format, bool counts_from_1904);
std::string shown_number(double value, const NumberFormat& format, bool counts_from_1904);

/// White space of every kind made one space, trimmed; what takes no room left out - as cells of pages are.
std::string tidy_text(std::string_view utf8);

/// Where tidy_text's text begins and ends in `utf8`; {size, size} for a blank.
struct TextRange {
  std::size_t begin = 0, end = 0;
};
TextRange tidy_range(std::string_view utf8);

/// `C` for column 2. source: ECMA-376-1, 18.18.7
std::string column_letters(std::size_t column);

/// Row and column, from 0, of `C5` or `$C$5`. A reference without a row (`C`) or column is none.
struct CellPlace {
  std::size_t row = 0, column = 0;
};
std::optional<CellPlace> cell_place(std::string_view reference);

}  // namespace calloff::formats
