// One table as a grid: what the source wrote, and which of it covers each place. Threading: plain values.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "formats/html/extract.hpp"
#include "formats/html/tree.hpp"
#include "formats/page.hpp"

namespace calloff::formats {

inline constexpr std::size_t kMaxColumns = 1000, kMaxCellsPerPage = 500'000;
inline constexpr std::size_t kMaxTextPerPage = 64u << 20;  // bytes, in cells and in the names of their places

/// What a td or th is beside its text.
struct CellShape {
  std::uint32_t column = 0, column_span = 1, row_span = 1;  ///< spans cut to the table's size and to its row group
  std::uint32_t first_label = 0, labels = 0;                ///< `label：value` within its text: among its row's labels
  bool is_th = false, holds_table = false;
  bool reads_as_head = false;  ///< its class says head or title
};

/// A tr as written. group: rows of one thead, tbody or tfoot have the same number.
struct SourceRow {
  std::vector<Cell> cells;
  std::span<CellShape> shapes;  ///< of the cells: its share of the table's
  std::vector<LabelledValue> labels;
  SourceRange place;
  std::size_t group = 0;
  bool is_in_thead = false, reads_as_head = false;
};

/// The cell that covers a place: written in row `row` as its `index`th.
struct Covering {
  static constexpr std::uint32_t kNone = UINT32_MAX;
  std::uint32_t row = kNone, index = 0;
  bool is_none() const { return row == kNone; }
};

/// A table's rows, and the shapes of all their cells in one piece.
struct SourceRows {
  std::vector<CellShape> shapes;
  std::vector<SourceRow> rows;

  SourceRows() = default;
  SourceRows(SourceRows&&) = default;
  SourceRows& operator=(SourceRows&&) = default;
};

struct Grid : SourceRows {
  std::size_t width = 0;
  std::vector<Covering> coverings;  ///< row by row, `width` each; none if each cell covers its own place alone

  Covering at(std::size_t row, std::size_t column) const {
    if (coverings.empty()) return {static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column)};
    return coverings[row * width + column];
  }
  /// nullptr where no cell is.
  const Cell* cell(std::size_t row, std::size_t column) const;
  const CellShape* shape(std::size_t row, std::size_t column) const;

  /// Each column has its own cell, and none of them reaches into another row.
  bool is_plain(std::size_t row) const;
};

/// Reads a table's rows; nested tables are left out. page_text: what the walk that met the cells wrote; cells quote it
SourceRows read_rows(const Tree& tree, Places& places, const Elements& elements, std::string_view page_text,
                     const MetTable& table);

/// Lays the rows out. A row's last cell widens the table by one column only, whatever its span says: portals write
/// colspan="100" for "to the end".
/// errors: quarantine `decode/too_large` (what: columns, or cells of the page; limit)
/// source: HTML Living Standard, 4.9.12.1 (forming a table)
Result<Grid> lay_out(SourceRows rows, std::size_t cells_left);

}  // namespace calloff::formats
