// A table as a person sees it: cells with spans, some of them numbers. One shape for pages and for every kind of file.
// Threading: plain values.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "simulator/call.hpp"

namespace calloff::simulator {

struct GridCell {
  std::string text;  ///< UTF-8, not HTML
  std::size_t columns = 1, rows = 1;
  bool is_number = false;  ///< a workbook holds it as a number, if its text is one
};

/// Cells stand where an HTML table would put them: right of the cell before, past what spans from above.
struct Grid {
  std::string attributes;       ///< of the table element
  std::size_t header_rows = 0;  ///< of `rows`, at the top
  std::vector<std::vector<GridCell>> rows;
  bool nests_table = false;  ///< as HTML: the last cell of the first row below the header holds a table
};

/// Does to the column at index `vital`, a lead column that spans all header rows, what the fault asks for.
void edit_column(Grid& grid, ColumnEdit edit, std::size_t vital, std::string_view new_name);

/// The table element, header rows of class `head`.
std::string html_of(const Grid& grid);

}  // namespace calloff::simulator
