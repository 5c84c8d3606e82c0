#include "formats/html/grid.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/html/extract.hpp"
#include "formats/html/source_text.hpp"

namespace calloff::formats {
namespace {

/// Reads a span as browsers do: leading digits, at most `most`, else 1.
std::uint32_t span_of(const GumboNode* cell, const char* name, std::uint32_t most) {
  const auto text = attribute(cell, name);
  const auto digits = trim(text);
  std::uint32_t span = 0;
  for (std::size_t i = 0; i < digits.size() && digits[i] >= '0' && digits[i] <= '9' && span <= most; ++i)
    span = span * 10 + static_cast<std::uint32_t>(digits[i] - '0');
  // rowspan="0" means "to the end of the group"
  if (span == 0) return name == std::string_view("rowspan") && digits.starts_with('0') ? most : 1;
  return std::min(span, most);
}

bool says_head(const GumboNode* element) {
  const auto name = lower(attribute(element, "class"));
  return name.find("head") != name.npos || name.find("title") != name.npos;
}

/// Most cells hold text alone.
bool holds_elements(const GumboNode* cell) {
  return std::ranges::any_of(children(cell), [](const GumboNode* child) { return is_element(child); });
}

std::string link_of(const GumboNode* cell) {
  const auto target = [](const GumboNode* element) {
    const auto href = attribute(element, "href"), onclick = attribute(element, "onclick");
    const auto plain = lower(trim(href));
    const bool leads_nowhere =
        plain.empty() || plain == "#" || plain.starts_with("javascript:void") || plain == "javascript:;";
    return leads_nowhere && !onclick.empty() ? onclick : href;
  };
  // The cell's own link goes before one in a table that a portal put into the cell, as around its buttons.
  std::string own, nested;
  for_each_element(cell, [&](const GumboNode* element) {
    if (own.empty() && element->v.element.tag != GUMBO_TAG_TABLE) own = target(element);
    if (element->v.element.tag != GUMBO_TAG_TABLE) return own.empty();
    for_each_element(element, [&](const GumboNode* inner) {
      if (nested.empty()) nested = target(inner);
      return nested.empty();
    });
    return false;
  });
  if (!own.empty()) return own;
  const auto onclick = attribute(cell, "onclick");
  return onclick.empty() ? nested : onclick;
}

bool holds_table(const GumboNode* cell) {
  bool found = false;
  for_each_element(cell, [&](const GumboNode* element) {
    found = found || element->v.element.tag == GUMBO_TAG_TABLE;
    return !found;
  });
  return found;
}

/// returns: where its text stands; an empty range where it would
SourceRange read_cell(const Tree& tree, Places& places, const GumboNode* node, SourceText& text, SourceRow& row) {
  auto& cell = row.cells.emplace_back();
  auto& shape = row.shapes.emplace_back();
  text.clear();
  add_visible_text(tree, node, text);
  cell.text = text.text();
  auto place = SourceRange{};
  if (text.empty())
    place.begin = place.end = start_tag(tree, node, 0).end;
  else
    place = text.range();
  places.put(place, cell.locator);
  shape.first_label = static_cast<std::uint32_t>(row.labels.size());
  add_colon_labels(text, places, row.labels);
  shape.labels = static_cast<std::uint32_t>(row.labels.size()) - shape.first_label;
  shape.is_th = node->v.element.tag == GUMBO_TAG_TH;
  const bool has_elements = holds_elements(node);
  if (has_elements) shape.holds_table = holds_table(node);
  const bool has_attributes = node->v.element.attributes.length > 0;
  if (has_elements || has_attributes) cell.link = link_of(node);
  if (has_attributes) {
    shape.column_span = span_of(node, "colspan", kMaxColumns);
    shape.row_span = span_of(node, "rowspan", 65'534);
    shape.reads_as_head = says_head(node);
  }
  return place;
}

SourceRow read_row(const Tree& tree, Places& places, const GumboNode* tr, SourceText& text) {
  SourceRow row;
  row.reads_as_head = says_head(tr);
  row.cells.reserve(children(tr).size());
  row.shapes.reserve(children(tr).size());
  auto begin = start_tag(tree, tr, tree.source().size()).begin;
  auto end = end_of(tree, tr);
  for (const auto* child : children(tr)) {
    if (!is_element(child, GUMBO_TAG_TD) && !is_element(child, GUMBO_TAG_TH)) continue;
    const auto text_place = read_cell(tree, places, child, text, row);
    begin = std::min(begin, start_tag(tree, child, begin).begin);
    end = std::max({end, end_of(tree, child), text_place.end});
  }
  row.place = {std::min(begin, end), end};
  return row;
}

}  // namespace

const Cell* Grid::cell(std::size_t row, std::size_t column) const {
  const auto covering = at(row, column);
  return covering.is_none() ? nullptr : &rows[covering.row].cells[covering.index];
}

const CellShape* Grid::shape(std::size_t row, std::size_t column) const {
  const auto covering = at(row, column);
  return covering.is_none() ? nullptr : &rows[covering.row].shapes[covering.index];
}

bool Grid::is_plain(std::size_t row) const {
  const auto& shapes = rows[row].shapes;
  return shapes.size() == width && std::ranges::all_of(shapes, [&](const CellShape& shape) {
           return shape.column_span == 1 && shape.row_span == 1 && &shape == &shapes[shape.column];
         });
}

std::vector<SourceRow> read_rows(const Tree& tree, Places& places, const GumboNode* table) {
  std::vector<SourceRow> rows;
  SourceText text;
  std::size_t group = 0;
  for (const auto* section : children(table)) {
    const bool is_head = is_element(section, GUMBO_TAG_THEAD);
    if (!is_head && !is_element(section, GUMBO_TAG_TBODY) && !is_element(section, GUMBO_TAG_TFOOT)) continue;
    ++group;
    for (const auto* tr : children(section)) {
      if (!is_element(tr, GUMBO_TAG_TR)) continue;
      auto row = read_row(tree, places, tr, text);
      if (row.cells.empty()) continue;
      row.group = group;
      row.is_in_thead = is_head;
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

namespace {

/// Gives each cell its column, going by what hangs down from the rows above.
class Columns {
 public:
  /// returns: the row's width, its last cell counted as one column; 0 if it is beyond kMaxColumns
  std::size_t place(SourceRow& row, std::size_t rows_below) {
    if (row.group != group_) hanging_.clear();
    group_ = row.group;
    std::size_t column = 0, width = 0;
    auto& next = next_;
    next.assign(std::max(hanging_.size(), row.shapes.size()), 0);
    for (std::size_t c = 0; c < hanging_.size(); ++c) next[c] = hanging_[c] > 0 ? hanging_[c] - 1 : 0;
    for (auto& cell : row.shapes) {
      while (column < hanging_.size() && hanging_[column] > 0) ++column;
      if (column + cell.column_span > 2 * kMaxColumns) return 0;
      cell.column = static_cast<std::uint32_t>(column);
      cell.row_span = static_cast<std::uint32_t>(std::min<std::size_t>(cell.row_span, rows_below + 1));
      width = column + (&cell == &row.shapes.back() ? 1 : cell.column_span);
      if (next.size() < column + cell.column_span) next.resize(column + cell.column_span, 0);
      for (std::size_t i = 0; i < cell.column_span; ++i)
        next[column + i] = std::max<std::size_t>(next[column + i], cell.row_span - 1);
      column += cell.column_span;
    }
    hanging_.swap(next_);
    return width > kMaxColumns ? 0 : width;
  }

 private:
  std::vector<std::size_t> hanging_, next_;  // rows still to come that each column is covered in
  std::size_t group_ = 0;
};

void cover(Grid& grid) {
  grid.coverings.assign(grid.rows.size() * grid.width, Covering());
  for (std::uint32_t r = 0; r < grid.rows.size(); ++r)
    for (std::uint32_t i = 0; i < grid.rows[r].shapes.size(); ++i) {
      auto& cell = grid.rows[r].shapes[i];
      cell.column_span = static_cast<std::uint32_t>(std::min<std::size_t>(cell.column_span, grid.width - cell.column));
      for (std::size_t y = r; y < r + cell.row_span; ++y)
        for (std::size_t x = cell.column; x < cell.column + cell.column_span; ++x)
          if (auto& covering = grid.coverings[y * grid.width + x]; covering.is_none()) covering = {r, i};
    }
}

Error too_large(std::string what, std::size_t limit) {
  return {Recovery::quarantine, "decode/too_large", {{"what", std::move(what)}, {"limit", std::to_string(limit)}}};
}

}  // namespace

Result<Grid> lay_out(std::vector<SourceRow> rows, std::size_t cells_left) {
  Grid grid;
  grid.rows = std::move(rows);
  Columns columns;
  auto group_end = grid.rows.size();
  std::vector<std::size_t> rows_below(grid.rows.size());
  for (auto r = grid.rows.size(); r-- > 0;) {
    if (r + 1 < grid.rows.size() && grid.rows[r + 1].group != grid.rows[r].group) group_end = r + 1;
    rows_below[r] = group_end - 1 - r;
  }
  for (std::size_t r = 0; r < grid.rows.size(); ++r) {
    const auto width = columns.place(grid.rows[r], rows_below[r]);
    if (width == 0) return too_large("columns", kMaxColumns);
    grid.width = std::max(grid.width, width);
  }
  if (grid.rows.size() * grid.width > cells_left) return too_large("cells", kMaxCellsPerPage);
  cover(grid);
  return grid;
}

}  // namespace calloff::formats
