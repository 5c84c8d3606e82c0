// One table as a grid: what the source wrote, and which of it covers each place. Threading: plain values.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "formats/html/tree.hpp"
#include "formats/page.hpp"

namespace calloff::formats {

inline constexpr std::size_t kMaxColumns = 1000, kMaxCellsPerPage = 500'000;
inline constexpr std::size_t kMaxTextPerPage = 64u << 20;  // bytes, in cells and in the names of their places

/// A td or th as written.
struct SourceCell {
  Cell cell;
  std::vector<LabelledValue> labels;                      ///< `label：value` within its text
  std::size_t column = 0, column_span = 1, row_span = 1;  ///< spans cut to the table's size and to its row group
  bool is_th = false, holds_table = false;
  bool reads_as_head = false;  ///< its class says head or title
};

/// A tr as written. group: rows of one thead, tbody or tfoot have the same number.
struct SourceRow {
  std::vector<SourceCell> cells;
  SourceRange place;
  std::size_t group = 0;
  bool is_in_thead = false, reads_as_head = false;
};

/// The cell that covers a place: written in row `row` as its `index`th; none for what no cell covers.
struct Covering {
  std::size_t row = 0, index = 0;
  bool is_none = true;
};

struct Grid {
  std::vector<SourceRow> rows;
  std::size_t width = 0;
  std::vector<std::vector<Covering>> places;  ///< rows x width

  const SourceCell* at(std::size_t row, std::size_t column) const;
};

/// Reads a table's rows; nested tables are left out.
std::vector<SourceRow> read_rows(const Tree& tree, const GumboNode* table);

/// Lays the rows out. A row's last cell widens the table by one column only, whatever its span says: portals write
/// colspan="100" for "to the end".
/// errors: quarantine `decode/too_large` (what: columns, or cells of the page; limit)
/// source: HTML Living Standard, 4.9.12.1 (forming a table)
Result<Grid> lay_out(std::vector<SourceRow> rows, std::size_t cells_left);

}  // namespace calloff::formats
