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
  if (grid.coverings.empty())
    for (const auto& row : grid.rows)
      for (const auto& cell : row.cells) bytes += cell.text.size() + cell.link.size();
  for (const auto covering : grid.coverings) {
    if (covering.is_none()) continue;
    const auto& cell = grid.rows[covering.row].cells[covering.index];
    bytes += cell.text.size() + cell.link.size();
  }
  return bytes;
}

/// Bytes that the names of all places take when they are asked for: each says its table and its column.
std::size_t names_in(const Table& table, const std::string& name, std::size_t rows) {
  std::size_t bytes = 0;
  for (const auto& column : table.columns) bytes += name.size() + column.path().size();
  return bytes * rows;
}

Result<void> take_text(std::size_t& left, std::size_t bytes) {
  if (bytes > left)
    return Error{Recovery::quarantine,
                 "decode/too_large",
                 {{"what", "bytes of text"}, {"limit", std::to_string(kMaxTextPerPage)}}};
  left -= bytes;
  return {};
}

/// The row's cells, one for each column. A plain row's are taken from the grid.
void fill_columns(Grid& grid, std::size_t r, Row& row) {
  if (grid.is_plain(r)) {
    row.cells = std::move(grid.rows[r].cells);
    return;
  }
  row.cells.reserve(grid.width);
  for (std::size_t column = 0; column < grid.width; ++column) {
    const auto covering = grid.at(r, column);
    if (covering.is_none()) {
      row.cells.emplace_back().locator.offset = row.locator.offset;
      continue;
    }
    row.cells.push_back(*grid.cell(r, column));
    row.cells.back().is_spanned = covering.row != r || grid.shape(r, column)->column != column;
  }
}

/// words: of the positions of this row and of those like it; number: of this row among them
Row to_row(Grid& grid, Places& places, std::size_t r, const PositionWords& words, std::size_t number) {
  Row row;
  row.cell_count = grid.rows[r].shapes.size();
  places.put(grid.rows[r].place, row.locator);
  row.locator.position = Position(words, number, words.after.size());
  fill_columns(grid, r, row);
  for (std::size_t column = 0; column < row.cells.size(); ++column)
    row.cells[column].locator.position = Position(words, number, column);
  const auto first =
      std::find_if(row.cells.begin(), row.cells.end(), [](const Cell& cell) { return !cell.is_blank(); });
  row.is_total = first != row.cells.end() && is_total_word(first->text);
  return row;
}

/// The texts above each column, a cell that spans several header rows once.
std::vector<Column> header_paths(const Grid& grid, const Reading& reading) {
  std::vector<Column> columns(grid.width);
  for (std::size_t c = 0; c < grid.width; ++c) {
    const Cell* last = nullptr;
    for (auto r = reading.titles; r < reading.titles + reading.headers; ++r) {
      const auto* cell = grid.cell(r, c);
      if (cell && cell != last && !cell->is_blank()) columns[c].header.emplace_back(cell->text);
      last = cell;
    }
  }
  return columns;
}

/// `table NAME, KIND N, column PATH`
const PositionWords& position_words(Places& places, const Table& table, const std::string& name,
                                    std::string_view kind) {
  std::vector<std::string> after;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const auto path = table.columns[c].path();
    after.push_back(", column " + (path.empty() ? std::to_string(c + 1) : path));
  }
  return places.words("table " + name + ", " + std::string(kind) + " ", std::move(after));
}

/// What else is asked of the grid's cells must have been asked before.
void add_rows(Grid& grid, Places& places, const Reading& reading, const std::string& name, Table& table) {
  const auto data_begin = reading.titles + reading.headers;
  const auto &header_words = position_words(places, table, name, "header row"),
             &row_words = position_words(places, table, name, "row");
  table.rows.reserve(grid.rows.size() - std::min(grid.rows.size(), data_begin));
  for (std::size_t r = 0; r < grid.rows.size(); ++r) {
    if (r < reading.titles) {
      if (table.caption.empty()) table.caption = grid.rows[r].cells[0].text;
    } else if (r < data_begin) {
      table.header.push_back(to_row(grid, places, r, header_words, table.header.size() + 1));
    } else {
      table.rows.push_back(to_row(grid, places, r, row_words, table.rows.size() + 1));
    }
  }
}

void add_label(std::vector<LabelledValue>& labels, Places& places, std::string_view label, Cell value) {
  value.locator.position = Position(places.words("label " + std::string(label)));
  labels.push_back({std::string(label), value});
}

/// Labels of one row: `label：` before its value, `label：value` in one cell, or bare pairs.
void add_row_labels(const SourceRow& row, const Reading& reading, Places& places, std::vector<LabelledValue>& labels) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    auto label = label_before_colon(row.cells[i].text);
    if (label.empty() && reading.has_bare_labels && i % 2 == 0) label = row.cells[i].text;
    if (!label.empty() && i + 1 < row.cells.size())
      add_label(labels, places, label, row.cells[++i]);
    else
      for (std::size_t l = 0; l < row.shapes[i].labels; ++l)
        labels.push_back(row.labels[row.shapes[i].first_label + l]);
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

Result<void> extract_tables(const Tree& tree, const Elements& elements, Places& places, Page& page) {
  std::size_t cells_left = kMaxCellsPerPage, text_left = kMaxTextPerPage;
  const auto page_text = elements.cells.empty() ? std::string_view() : places.memory().keep(page.text);
  for (const auto& met : elements.tables) {
    const auto* node = met.node;
    auto grid = lay_out(read_rows(tree, places, elements, page_text, met), cells_left);
    if (!grid) return grid.error();
    cells_left -= grid->rows.size() * grid->width;
    if (auto taken = take_text(text_left, text_in(*grid)); !taken) return taken;
    const auto reading = read_table(*grid);
    Table table;
    table.id = attribute(node, "id");
    table.css_class = attribute(node, "class");
    table.caption = caption_of(tree, node);
    const auto name = name_of(table, page.tables.size() + 1);
    places.put(place_of(tree, node, *grid), table.locator);
    table.locator.position = Position(places.words("table " + name));
    const auto labelled_rows = reading.headers == 0 ? grid->rows.size() : reading.titles;
    for (std::size_t r = 0; r < labelled_rows; ++r) add_row_labels(grid->rows[r], reading, places, page.labels);
    table.columns = header_paths(*grid, reading);
    if (auto taken = take_text(text_left, names_in(table, name, grid->rows.size() - reading.titles)); !taken)
      return taken;
    add_rows(*grid, places, reading, name, table);
    page.tables.push_back(std::move(table));
  }
  return {};
}

}  // namespace calloff::formats
