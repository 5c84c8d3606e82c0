#include "formats/sheet/sheet.hpp"

#include <algorithm>

#include "formats/html/reading.hpp"
#include "formats/sheet/cell_text.hpp"
#include "formats/sheet/sheet_labels.hpp"

namespace calloff::formats {

Error too_large(std::string what, std::size_t limit) {
  return {Recovery::quarantine, "decode/too_large", {{"what", std::move(what)}, {"limit", std::to_string(limit)}}};
}

void merge_cells(Sheet& sheet, CellPlace first, CellPlace last) {
  const auto row = std::ranges::lower_bound(sheet.rows, first.row, {}, &SheetRow::number);
  if (row == sheet.rows.end() || row->number != first.row || last.row < first.row || last.column < first.column) return;
  const auto cell = std::ranges::find(row->cells, first.column, &SheetCell::column);
  if (cell == row->cells.end()) return;
  cell->row_span = last.row - first.row + 1;
  cell->column_span = last.column - first.column + 1;
}

Result<void> Budget::take_sheet() {
  if (++sheets_ > limits_.max_sheets) return too_large("sheets", limits_.max_sheets);
  return {};
}

Result<void> Budget::take_cells(std::size_t count) {
  if (count > cells_left_) return too_large("cells", limits_.max_cells);
  cells_left_ -= count;
  return {};
}

Result<void> Budget::take_grid(std::size_t count) {
  if (count > grid_left_) return too_large("cells", limits_.max_cells);
  grid_left_ -= count;
  return {};
}

Result<void> Budget::take_unpacked(std::size_t bytes) {
  if (bytes > unpacked_left_) return too_large("bytes unpacked", limits_.max_unpacked);
  unpacked_left_ -= bytes;
  return {};
}

Result<void> Budget::take_text(std::size_t bytes) {
  if (bytes > text_left_) return too_large("bytes of text", limits_.max_text);
  text_left_ -= bytes;
  return {};
}

Result<void> Budget::check_place(std::size_t row, std::size_t column) const {
  if (row >= limits_.max_rows) return too_large("rows", limits_.max_rows);
  if (column >= limits_.max_columns) return too_large("columns", limits_.max_columns);
  return {};
}

namespace {

/// A title merged to the sheet's last column makes the table no wider.
std::size_t widening(const SheetCell& cell) {
  constexpr std::size_t kWidestGroup = 128;
  return cell.column_span > kWidestGroup ? 1 : cell.column_span;
}

/// Lays a sheet out as a grid of the rows that are not blank.
class Layout {
 public:
  Layout(const Sheet& sheet, const std::string& part, PageMemory& memory)
      : sheet_(sheet), part_(part), memory_(memory) {}

  Result<Table> table(Budget& budget) {
    for (const auto& row : sheet_.rows) {
      const bool is_used =
          std::ranges::any_of(row.cells, [](const SheetCell& cell) { return !tidy_text(cell.text).empty(); });
      if (is_used) used_.push_back(&row);
    }
    for (const auto* row : used_)
      for (const auto& cell : row->cells)
        if (!tidy_text(cell.text).empty()) width_ = std::max(width_, cell.column + widening(cell));
    width_ = std::min(width_, budget.limits().max_columns);
    if (auto taken = budget.take_grid(used_.size() * width_); !taken) return taken.error();
    // Every place is named after its sheet.
    if (auto taken = budget.take_text(used_.size() * width_ * sheet_.name.size()); !taken) return taken.error();
    Table table;
    table.id = table.caption = sheet_.name;
    table.columns.resize(width_);
    table.rows.resize(used_.size());
    name_columns();
    for (std::size_t r = 0; r < used_.size(); ++r) start_row(table.rows[r], *used_[r]);
    // Merged cells do not overlap in a workbook of good faith: together they cover no more than there is.
    covers_left_ = used_.size() * width_;
    for (std::size_t r = 0; r < used_.size(); ++r)
      for (const auto& cell : used_[r]->cells)
        if (auto placed = place(table, r, cell, budget); !placed) return placed.error();
    for (auto& row : table.rows) finish_row(row);
    set_place(table);
    return table;
  }

 private:
  /// `Sheet1!C5`, where the sheet has names for its cells; else `row 5, column 3`.
  void name_columns() {
    for (std::size_t c = 0; c < width_; ++c)
      columns_.push_back(sheet_.has_references
                             ? &memory_.keep_words({part_, sheet_.name + "!" + column_letters(c)})
                             : &memory_.keep_words({part_, "row ", {", column " + std::to_string(c + 1)}}));
  }
  Position position(std::size_t row, std::size_t column) const { return Position(*columns_[column], row + 1); }

  void start_row(Row& row, const SheetRow& source) const {
    row.locator = {source.offset, source.length, row_position(source.number)};
    row.cells.resize(width_);
    for (std::size_t c = 0; c < width_; ++c)
      row.cells[c].locator = {source.offset + source.length, 0, position(source.number, c)};
  }

  Position row_position(std::size_t number) const {
    const auto row = std::to_string(number + 1);
    return Position(
        memory_.keep_words({part_, sheet_.has_references ? sheet_.name + "!" + row + ":" + row : "row " + row}));
  }

  /// The cell, and what it covers; only rows that are there are covered.
  Result<void> place(Table& table, std::size_t r, const SheetCell& source, Budget& budget) {
    if (source.column >= width_) return {};
    const Cell cell{memory_.keep(tidy_text(source.text)),
                    {},
                    {source.offset, source.length, position(used_[r]->number, source.column)},
                    false};
    const auto last_row = used_[r]->number + source.row_span;
    const auto last_column = std::min(width_, source.column + source.column_span);
    for (auto y = r; y < used_.size() && used_[y]->number < last_row; ++y)
      for (auto x = source.column; x < last_column; ++x) {
        auto& target = table.rows[y].cells[x];
        const bool is_owner = y == r && x == source.column;
        if (!is_owner && covers_left_-- == 0) return too_large("merged cells", used_.size() * width_);
        if (!is_owner && (cell.is_blank() || !target.is_blank())) continue;
        if (!is_owner)
          if (auto taken = budget.take_text(cell.text.size()); !taken) return taken;
        target = cell;
        target.is_spanned = !is_owner;
      }
    return {};
  }

  static void finish_row(Row& row) {
    row.cell_count = std::size_t(
        std::ranges::count_if(row.cells, [](const Cell& cell) { return !cell.is_blank() && !cell.is_spanned; }));
    const auto first = std::ranges::find_if(row.cells, [](const Cell& cell) { return !cell.is_blank(); });
    row.is_total = first != row.cells.end() && is_total_word(first->text);
  }

  void set_place(Table& table) const {
    table.locator.position =
        Position(memory_.keep_words({part_, sheet_.has_references ? "sheet " + sheet_.name : "the table"}));
    if (used_.empty()) return;
    table.locator.offset = used_.front()->offset;
    table.locator.length = used_.back()->offset + used_.back()->length - used_.front()->offset;
  }

  const Sheet& sheet_;
  const std::string& part_;
  PageMemory& memory_;
  std::vector<const SheetRow*> used_;
  std::vector<const PositionWords*> columns_;
  std::size_t width_ = 0, covers_left_ = 0;
};

Result<void> add_text(Page& page, const Table& table, Budget& budget) {
  for (const auto& row : table.rows) {
    std::string line;
    for (const auto& cell : row.cells)
      if (!cell.is_blank() && !cell.is_spanned) line.append(line.empty() ? "" : " ").append(cell.text);
    if (auto taken = budget.take_text(line.size()); !taken) return taken;
    page.text += (page.text.empty() ? "" : "\n") + line;
  }
  return {};
}

}  // namespace

Result<void> add_sheet(Page& page, const Sheet& sheet, const std::string& part, Budget& budget) {
  auto table = Layout(sheet, part, *page.memory).table(budget);
  if (!table) return table.error();
  add_sheet_labels(*table, page);
  if (auto added = add_text(page, *table, budget); !added) return added;
  page.tables.push_back(std::move(*table));
  return {};
}

}  // namespace calloff::formats
