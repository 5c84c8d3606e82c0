#include <algorithm>
#include <utility>

#include "formats/html/extract.hpp"
#include "formats/html/grid.hpp"
#include "formats/html/reading.hpp"

namespace calloff::formats {
namespace {

/// What people call a table: its id, else its class, else its number on the page.
std::string name_of(const Table& table, std::size_t ordinal) {
  if (!table.id.empty()) return table.id;
  return table.css_class.empty() ? "#" + std::to_string(ordinal) : table.css_class;
}

/// Bytes of text in all places: a cell is repeated wherever its spans reach.
std::size_t text_in(const Grid& grid) {
  std::size_t bytes = 0;
  for (std::size_t r = 0; r < grid.rows.size(); ++r)
    for (std::size_t c = 0; c < grid.width; ++c)
      if (const auto* cell = grid.at(r, c)) bytes += cell->cell.text.size() + cell->cell.link.size();
  return bytes;
}

/// Bytes that the names of all places take: each says its table and its column.
std::size_t names_in(const Table& table, const std::string& name) {
  std::size_t bytes = 0;
  for (const auto& column : table.columns) bytes += name.size() + column.path().size();
  return bytes * (table.header.size() + table.rows.size());
}

Result<void> take_text(std::size_t& left, std::size_t bytes) {
  if (bytes > left)
    return Error{Recovery::quarantine,
                 "decode/too_large",
                 {{"what", "bytes of text"}, {"limit", std::to_string(kMaxTextPerPage)}}};
  left -= bytes;
  return {};
}

Row to_row(const Grid& grid, std::size_t r) {
  const auto& source = grid.rows[r];
  Row row;
  row.cell_count = source.cells.size();
  row.locator.offset = source.place.begin;
  row.locator.length = source.place.end - source.place.begin;
  row.cells.reserve(grid.width);
  for (std::size_t column = 0; column < grid.width; ++column) {
    const auto* cell = grid.at(r, column);
    if (!cell) {
      Cell blank;
      blank.locator.offset = source.place.begin;
      row.cells.push_back(std::move(blank));
      continue;
    }
    row.cells.push_back(cell->cell);
    row.cells.back().is_spanned = grid.places[r][column].row != r || cell->column != column;
  }
  const auto first =
      std::find_if(row.cells.begin(), row.cells.end(), [](const Cell& cell) { return !cell.is_blank(); });
  row.is_total = first != row.cells.end() && is_total_word(first->text);
  return row;
}

/// The texts above each column, a cell that spans several header rows once.
std::vector<Column> header_paths(const Grid& grid, const Reading& reading) {
  std::vector<Column> columns(grid.width);
  for (std::size_t c = 0; c < grid.width; ++c) {
    const SourceCell* last = nullptr;
    for (auto r = reading.titles; r < reading.titles + reading.headers; ++r) {
      const auto* cell = grid.at(r, c);
      if (cell && cell != last && !cell->cell.is_blank()) columns[c].header.push_back(cell->cell.text);
      last = cell;
    }
  }
  return columns;
}

void name_positions(Table& table, const std::string& name) {
  std::vector<std::string> columns;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const auto path = table.columns[c].path();
    columns.push_back(", column " + (path.empty() ? std::to_string(c + 1) : path));
  }
  const auto place = [&](std::vector<Row>& rows, std::string_view kind) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
      auto& position = rows[r].locator.position;
      position = "table " + name + ", " + std::string(kind) + " " + std::to_string(r + 1);
      for (std::size_t c = 0; c < columns.size(); ++c) rows[r].cells[c].locator.position = position + columns[c];
    }
  };
  place(table.header, "header row");
  place(table.rows, "row");
}

Table to_table(const Grid& grid, const Reading& reading) {
  Table table;
  const auto data_begin = reading.titles + reading.headers;
  table.columns = header_paths(grid, reading);
  for (std::size_t r = 0; r < grid.rows.size(); ++r) {
    if (r < reading.titles) {
      auto& text = grid.rows[r].cells[0].cell.text;
      if (table.caption.empty()) table.caption = text;
    } else {
      (r < data_begin ? table.header : table.rows).push_back(to_row(grid, r));
    }
  }
  return table;
}

void add_label(std::vector<LabelledValue>& labels, std::string_view label, Cell value) {
  value.locator.position = "label " + std::string(label);
  labels.push_back({std::string(label), std::move(value)});
}

/// Labels of one row: `label：` before its value, `label：value` in one cell, or bare pairs.
void add_row_labels(const SourceRow& row, const Reading& reading, std::vector<LabelledValue>& labels) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    auto label = label_before_colon(row.cells[i].cell.text);
    if (label.empty() && reading.has_bare_labels && i % 2 == 0) label = row.cells[i].cell.text;
    if (!label.empty() && i + 1 < row.cells.size())
      add_label(labels, label, row.cells[++i].cell);
    else
      labels.insert(labels.end(), row.cells[i].labels.begin(), row.cells[i].labels.end());
  }
}

SourceRange place_of(const Tree& tree, const GumboNode* table, const Grid& grid) {
  auto place = start_tag(tree, table, grid.rows.empty() ? 0 : grid.rows.front().place.begin);
  place.end = std::max(place.end, end_of(tree, table));
  for (const auto& row : grid.rows) place.end = std::max(place.end, row.place.end);
  return place;
}

std::string caption_of(const Tree& tree, const GumboNode* table) {
  SourceText text;
  for (const auto* child : children(table))
    if (is_element(child, GUMBO_TAG_CAPTION)) add_visible_text(tree, child, text);
  return text.text();
}

}  // namespace

Result<void> extract_tables(const Tree& tree, Page& page) {
  std::vector<const GumboNode*> nodes;
  for_each_element(tree.document(), [&](const GumboNode* element) {
    if (element->v.element.tag == GUMBO_TAG_TABLE) nodes.push_back(element);
    return true;
  });
  std::size_t cells_left = kMaxCellsPerPage, text_left = kMaxTextPerPage;
  for (const auto* node : nodes) {
    auto grid = lay_out(read_rows(tree, node), cells_left);
    if (!grid) return grid.error();
    cells_left -= grid->rows.size() * grid->width;
    if (auto taken = take_text(text_left, text_in(*grid)); !taken) return taken;
    const auto reading = read_table(*grid);
    auto table = to_table(*grid, reading);
    table.id = attribute(node, "id");
    table.css_class = attribute(node, "class");
    if (auto caption = caption_of(tree, node); !caption.empty()) table.caption = std::move(caption);
    const auto place = place_of(tree, node, *grid);
    table.locator.offset = place.begin;
    table.locator.length = place.end - place.begin;
    const auto name = name_of(table, page.tables.size() + 1);
    table.locator.position = "table " + name;
    if (auto taken = take_text(text_left, names_in(table, name)); !taken) return taken;
    name_positions(table, name);
    const auto labelled_rows = reading.headers == 0 ? grid->rows.size() : reading.titles;
    for (std::size_t r = 0; r < labelled_rows; ++r) add_row_labels(grid->rows[r], reading, page.labels);
    page.tables.push_back(std::move(table));
  }
  return {};
}

}  // namespace calloff::formats
