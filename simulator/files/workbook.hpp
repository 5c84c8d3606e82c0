// Files for a spreadsheet, in each of the forms that hide behind `.xls`. One worksheet each; own writers, but for xlsx.
// Threading: pure functions.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "simulator/charset.hpp"
#include "simulator/grid.hpp"

namespace calloff::simulator::files {

/// A worksheet: tables one under another, a blank row between two.
struct Worksheet {
  std::string name;  ///< at most 31 characters
  std::vector<Grid> tables;
};

struct PlacedCell {
  std::size_t row = 0, column = 0;  ///< from 0
  std::size_t rows = 1, columns = 1;
  std::string_view text;
  bool is_number = false;  ///< its text is a whole number, with a minus perhaps
};

/// Every cell where a person would see it, row by row; blank ones without a span are left out. The texts are `sheet`'s.
std::vector<PlacedCell> placed(const Worksheet& sheet);

/// Rows of cells between tabs, lines between CR LF, in the site's charset.
std::string tab_text(const Worksheet& sheet, Charset charset);

/// Excel's "XML Spreadsheet 2003", UTF-8.
std::string xml_2003(const Worksheet& sheet);

/// Excel 97-2003: an OLE2 compound file with a BIFF8 stream.
/// source: [MS-XLS] 2.1, 2.4; [MS-CFB] 2
std::string biff8(const Worksheet& sheet);

/// Office Open XML, written by libxlsxwriter. Throws std::runtime_error if the machine has no memory for it.
std::string xlsx(const Worksheet& sheet);

/// A page as one "Web archive" file: MIME, quoted-printable.
/// page: HTML in the site's charset; charset_name: as MIME calls it
/// source: RFC 2557; RFC 2045, 6.7
std::string mhtml(std::string_view page, std::string_view charset_name);

}  // namespace calloff::simulator::files
