#include "formats/html/grid.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/html/reading.hpp"
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

/// Reads the cells of one table.
class CellReader {
 public:
  CellReader(const Tree& tree, Places& places, const Elements& elements, std::string_view page_text,
             const MetTable& table, SourceRows& read)
      : tree_(tree),
        places_(places),
        cells_(elements.cells),
        page_text_(page_text),
        next_(table.first_cell),
        read_(read) {
    read_.shapes.reserve(table.end_cell - table.first_cell);
  }

  SourceRow read_row(const GumboNode* tr) {
    SourceRow row;
    row.reads_as_head = says_head(tr);
    row.cells.reserve(children(tr).size());
    auto begin = start_tag(tree_, tr, tree_.source().size()).begin;
    auto end = end_of(tree_, tr);
    const bool has_tags = tr->v.element.original_tag.length > 0 && tr->v.element.original_end_tag.length > 0;
    for (const auto* child : children(tr)) {
      const auto* met = find_met(child);
      if (!met && !is_element(child, GUMBO_TAG_TD) && !is_element(child, GUMBO_TAG_TH)) continue;
      const auto text_place = met && met->is_plain ? read_plain(*met, row) : read_any(child, row);
      if (has_tags) continue;  // they hold its cells
      begin = std::min(begin, start_tag(tree_, child, begin).begin);
      end = std::max({end, end_of(tree_, child), text_place.end});
    }
    row.place = {std::min(begin, end), end};
    return row;
  }

 private:
  static constexpr std::size_t kLookAhead = 64;  // past the cells of a small nested table

  /// nullptr: it was not met, or is not near the last one.
  const MetCell* find_met(const GumboNode* node) {
    // Mostly it is the next, and need not be looked at to know.
    if (next_ < cells_.size() && cells_[next_].node == node) return &cells_[next_++];
    if (!is_element(node)) return nullptr;
    for (auto i = next_; i < std::min(cells_.size(), next_ + kLookAhead); ++i)
      if (cells_[i].node == node) {
        next_ = i + 1;
        return &cells_[i];
      }
    return nullptr;
  }

  /// returns: where its text stands; an empty range where it would
  SourceRange read_plain(const MetCell& met, SourceRow& row) {
    const auto text = page_text_.substr(met.begin, met.length);
    if (may_have_label(text)) return read_any(met.node, row);
    auto& cell = row.cells.emplace_back();
    auto& shape = read_.shapes.emplace_back();
    cell.text = text;
    places_.put(met.place, cell.locator);
    shape.first_label = static_cast<std::uint32_t>(row.labels.size());
    shape.is_th = met.is_th;
    if (met.has_attributes) read_attributes(met.node, cell, shape);
    return met.place;
  }

  SourceRange read_any(const GumboNode* node, SourceRow& row) {
    auto& cell = row.cells.emplace_back();
    auto& shape = read_.shapes.emplace_back();
    shape.first_label = static_cast<std::uint32_t>(row.labels.size());
    text_.clear();
    add_visible_text(tree_, node, text_);
    cell.text = places_.memory().keep(text_.text());
    const auto place = text_.empty() ? blank_place(node) : text_.range();
    places_.put(place, cell.locator);
    if (!text_.empty()) add_colon_labels(text_, places_, row.labels);
    shape.labels = static_cast<std::uint32_t>(row.labels.size()) - shape.first_label;
    shape.is_th = node->v.element.tag == GUMBO_TAG_TH;
    shape.holds_table = holds_table(node);
    read_attributes(node, cell, shape);
    return place;
  }

  /// Its own, and the link of what it holds.
  void read_attributes(const GumboNode* node, Cell& cell, CellShape& shape) {
    cell.link = places_.memory().keep(link_of(node));
    if (node->v.element.attributes.length == 0) return;
    shape.column_span = span_of(node, "colspan", kMaxColumns);
    shape.row_span = span_of(node, "rowspan", 65'534);
    shape.reads_as_head = says_head(node);
  }

  SourceRange blank_place(const GumboNode* node) const {
    const auto end = start_tag(tree_, node, 0).end;
    return {end, end};
  }

  const Tree& tree_;
  Places& places_;
  const std::vector<MetCell>& cells_;
  std::string_view page_text_;
  std::size_t next_;  // of the cells
  SourceRows& read_;
  SourceText text_;
};

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
  if (coverings.empty()) return true;
  const auto& shapes = rows[row].shapes;
  return shapes.size() == width && std::ranges::all_of(shapes, [&](const CellShape& shape) {
           return shape.column_span == 1 && shape.row_span == 1 && &shape == &shapes[shape.column];
         });
}

SourceRows read_rows(const Tree& tree, Places& places, const Elements& elements, std::string_view page_text,
                     const MetTable& table) {
  SourceRows read;
  CellReader reader(tree, places, elements, page_text, table, read);
  std::size_t group = 0;
  for (const auto* section : children(table.node)) {
    const bool is_head = is_element(section, GUMBO_TAG_THEAD);
    if (!is_head && !is_element(section, GUMBO_TAG_TBODY) && !is_element(section, GUMBO_TAG_TFOOT)) continue;
    ++group;
    read.rows.reserve(read.rows.size() + children(section).size());
    for (const auto* tr : children(section)) {
      if (!is_element(tr, GUMBO_TAG_TR)) continue;
      auto row = reader.read_row(tr);
      if (row.cells.empty()) continue;
      row.group = group;
      row.is_in_thead = is_head;
      read.rows.push_back(std::move(row));
    }
  }
  std::size_t first = 0;
  for (auto& row : read.rows) {
    row.shapes = std::span(read.shapes).subspan(first, row.cells.size());
    first += row.cells.size();
  }
  return read;
}

namespace {

bool is_single(const CellShape& cell) { return cell.column_span == 1 && cell.row_span == 1; }

/// Gives each cell its column, going by what hangs down from the rows above.
class Columns {
 public:
  /// returns: the row's width, its last cell counted as one column; 0 if it is beyond kMaxColumns
  std::size_t place(SourceRow& row, std::size_t rows_below) {
    if (row.group != group_) hanging_.clear();
    group_ = row.group;
    if (hanging_.empty() && std::ranges::all_of(row.shapes, is_single)) {
      for (std::size_t i = 0; i < row.shapes.size(); ++i) row.shapes[i].column = static_cast<std::uint32_t>(i);
      return row.shapes.size() > kMaxColumns ? 0 : row.shapes.size();
    }
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
    if (std::ranges::all_of(hanging_, [](std::size_t rows) { return rows == 0; })) hanging_.clear();
    return width > kMaxColumns ? 0 : width;
  }

 private:
  std::vector<std::size_t> hanging_, next_;  // rows still to come that each column is covered in; empty if none is
  std::size_t group_ = 0;
};

/// Is each cell as wide as a column, as high as a row, and no row shorter than the table is wide?
bool is_regular(const Grid& grid) {
  return std::ranges::all_of(grid.rows, [&](const SourceRow& row) { return row.shapes.size() == grid.width; }) &&
         std::ranges::all_of(grid.shapes, is_single);
}

void cover(Grid& grid) {
  if (is_regular(grid)) return;
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

Result<Grid> lay_out(SourceRows rows, std::size_t cells_left) {
  Grid grid;
  static_cast<SourceRows&>(grid) = std::move(rows);
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
