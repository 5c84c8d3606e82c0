#include "simulator/grid.hpp"

#include <fmt/format.h>

#include "simulator/html.hpp"

namespace calloff::simulator {
namespace {

std::string html_of(const GridCell& cell) {
  std::string html = "<td";
  if (cell.rows > 1) html += fmt::format(" rowspan=\"{}\"", cell.rows);
  if (cell.columns > 1) html += fmt::format(" colspan=\"{}\"", cell.columns);
  return html + ">" + (cell.text.empty() ? "&nbsp;" : escaped(cell.text)) + "</td>";
}

std::string nested(const GridCell& cell) {
  return "<td><table><tr><td>" + escaped(cell.text) + "</td><td>&nbsp;</td></tr></table></td>";
}

}  // namespace

void edit_column(Grid& grid, ColumnEdit edit, std::size_t vital, std::string_view new_name) {
  if (edit == ColumnEdit::none || grid.rows.empty()) return;
  if (edit == ColumnEdit::rename) {
    grid.rows.front().at(vital).text = new_name;
    return;
  }
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    auto& row = grid.rows[i];
    // The second header row does not reach the lead columns, nor does the one wide cell of an empty table.
    if ((i > 0 && i < grid.header_rows) || row.size() <= vital) continue;
    const auto at = row.begin() + static_cast<std::ptrdiff_t>(vital);
    if (edit == ColumnEdit::drop) row.erase(at);
    if (edit == ColumnEdit::insert) row.insert(at, GridCell{"", 1, i == 0 ? grid.header_rows : 1});
  }
}

std::string html_of(const Grid& grid) {
  std::string html = fmt::format("<table {}>\r\n", grid.attributes);
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    html += i < grid.header_rows ? "<tr class=\"head\">" : "<tr>";
    const bool nests = grid.nests_table && i == grid.header_rows;
    for (std::size_t j = 0; j < grid.rows[i].size(); ++j) {
      const auto& cell = grid.rows[i][j];
      html += nests && j + 1 == grid.rows[i].size() ? nested(cell) : html_of(cell);
    }
    html += "</tr>\r\n";
  }
  return html + "</table>\r\n";
}

}  // namespace calloff::simulator
