#include "simulator/files/workbook.hpp"

#include <algorithm>

namespace calloff::simulator::files {
namespace {

bool is_whole_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && text.size() < 16 && std::all_of(text.begin(), text.end(), is_digit);
}

/// Places one table's cells from row `top` on. Returns the row below it.
std::size_t place(const Grid& grid, std::size_t top, std::vector<PlacedCell>& cells) {
  std::vector<std::size_t> taken_until;  // by column: the first row that no span from above covers
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    std::size_t column = 0;
    for (const auto& cell : grid.rows[i]) {
      while (column < taken_until.size() && taken_until[column] > i) ++column;
      taken_until.resize(std::max(taken_until.size(), column + cell.columns), 0);
      for (std::size_t j = column; j < column + cell.columns; ++j) taken_until[j] = i + cell.rows;
      const bool is_number = cell.is_number && is_whole_number(cell.text);
      if (!cell.text.empty() || cell.columns * cell.rows > 1)
        cells.push_back({top + i, column, cell.rows, cell.columns, cell.text, is_number});
      column += cell.columns;
    }
  }
  return top + grid.rows.size();
}

}  // namespace

std::vector<PlacedCell> placed(const Worksheet& sheet) {
  std::vector<PlacedCell> cells;
  std::size_t row = 0;
  for (const auto& table : sheet.tables) row = place(table, row, cells) + 1;
  return cells;
}

std::string tab_text(const Worksheet& sheet, Charset charset) {
  std::string text;
  std::size_t row = 0, column = 0;
  for (const auto& cell : placed(sheet)) {
    for (; row < cell.row; ++row, column = 0) text += "\r\n";
    for (; column < cell.column; ++column) text += '\t';
    text += cell.text;
  }
  return to_site(charset, text + "\r\n");
}

}  // namespace calloff::simulator::files
