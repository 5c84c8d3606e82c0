#include <algorithm>

#include "formats/cursor.hpp"
#include "formats/table_search.hpp"

namespace calloff::formats {
namespace {

class TableCursor : public Cursor {
 public:
  TableCursor(Bound bound, bool is_unpivot) : bound_(std::move(bound)), is_unpivot_(is_unpivot) {}

  bool next() override {
    if (is_started_ && is_unpivot_ && ++match_ < bound_.matched.size()) return true;
    if (is_unpivot_ && bound_.matched.empty()) return false;
    match_ = 0;
    row_ = is_started_ ? row_ + 1 : bound_.first_row;
    is_started_ = true;
    while (row_ < bound_.table->rows.size() && is_passed_over(bound_.table->rows[row_])) ++row_;
    return row_ < bound_.table->rows.size();
  }

  FieldView field(std::size_t slot) const override {
    if (slot < bound_.columns.size()) return cell(bound_.columns[slot]);
    if (!is_unpivot_) return {};
    const auto& match = bound_.matched[match_];
    if (slot == bound_.columns.size()) return cell(match.column);
    const auto& text = match.captures.at(slot - bound_.columns.size() - 1);
    return {text, header_locator(match.column), true};
  }

  std::string header(std::size_t slot) const override {
    const auto column = slot < bound_.columns.size() ? bound_.columns[slot]
                        : is_unpivot_                ? bound_.matched[match_].column
                                                     : kMissing;
    return column == kMissing ? "" : join(bound_.headers[column], "/");
  }

 private:
  FieldView cell(std::size_t column) const {
    const auto& cells = bound_.table->rows[row_].cells;
    if (column >= cells.size()) return {{}, nullptr, column != kMissing};
    return {cells[column].text, &cells[column].locator, true};
  }
  const PageLocator* header_locator(std::size_t column) const {
    const auto* row = bound_.lowest_header;
    return row && column < row->cells.size() ? &row->cells[column].locator : nullptr;
  }

  Bound bound_;
  bool is_unpivot_;
  bool is_started_ = false;
  std::size_t row_ = 0, match_ = 0;
};

TableView view_of(const Bound& bound) {
  TableView view;
  view.table = bound.table;
  view.first_row = bound.first_row;
  for (const auto& header : bound.headers) view.headers.push_back(join(header, "/"));
  for (const auto column : bound.columns)
    view.slots.push_back(column == kMissing ? std::nullopt : std::optional(column));
  for (const auto& match : bound.matched) view.matched.push_back(match.column);
  return view;
}

}  // namespace

bool is_passed_over(const Row& row) {
  return row.is_total || (row.cell_count == 1 && row.cells.size() > 1 && row.cells.back().is_spanned);
}

Result<TableReader> TableReader::compile(TableSelector selector) {
  auto compiled = std::make_shared<Compiled>();
  compiled->selector = std::move(selector);
  for (const auto& column : compiled->selector.columns) compiled->columns.push_back(wanted_column(column));
  for (const auto& source : compiled->selector.patterns) {
    auto pattern = compile_pattern(source, compiled->selector.captures);
    if (!pattern) return pattern.error();
    compiled->patterns.push_back(std::move(*pattern));
  }
  TableReader reader;
  reader.compiled_ = std::move(compiled);
  return reader;
}

const TableSelector& TableReader::selector() const { return compiled_->selector; }

Result<OpenTable> TableReader::open(const Page& page) const {
  auto bound = compiled_->find(page);
  if (!bound) return bound.error();
  if (auto columns = compiled_->bind_columns(*bound); !columns) return columns.error();
  compiled_->bind_patterns(*bound);
  if (!compiled_->patterns.empty() && bound->matched.empty())
    return Error(Recovery::hold_feed, "map/missing_column",
                 {{"column", compiled_->selector.patterns.front().pattern}, {"headers", shown(bound->headers)}});
  auto found = compiled_->new_headers(*bound);
  auto view = view_of(*bound);
  view.is_sheet = page.is_workbook();
  return OpenTable{std::make_unique<TableCursor>(std::move(*bound), !compiled_->patterns.empty()), std::move(found),
                   std::move(view)};
}

}  // namespace calloff::formats
