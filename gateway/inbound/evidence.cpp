#include "inbound/evidence.hpp"

#include <algorithm>

#include "base/checked_sum.hpp"
#include "base/text.hpp"

namespace calloff::inbound {
namespace {

using formats::Row;
using formats::TableView;
using mapping::FieldType;

std::string name_of(const formats::Table& table) {
  if (!table.id.empty()) return table.id;
  return table.css_class.empty() ? table.caption : table.css_class;
}

/// One table's rows, read for their number, width and totals.
class TableEvidence {
 public:
  TableEvidence(const mapping::Plan& plan, std::size_t part, const TableView& view)
      : plan_(plan), part_(part), view_(view), columns_(view.headers.size()) {
    for (std::size_t c = 0; c < columns_.size(); ++c) columns_[c].is_summed = is_figure(c);
  }

  void read(PageEvidence& into) {
    model::PartShape shape{plan_.parts[part_].name, name_of(*view_.table), view_.headers, 0, {}};
    bool has_odd_row = false;
    for (std::size_t r = view_.first_row; r < view_.table->rows.size(); ++r) {
      const auto& row = view_.table->rows[r];
      if (row.is_total) {
        read_total(row, shape, into);
      } else if (!formats::is_passed_over(row)) {
        ++shape.rows;
        ++rows_since_;
        add(row);
        if (!has_odd_row && is_odd(row)) {
          has_odd_row = true;
          into.odd_rows.push_back({row.cell_count, columns_.size(), row.locator});
        }
      }
    }
    into.parts.push_back(std::move(shape));
  }

 private:
  /// all: over the whole table; since: since the last total row, which may be one of several
  struct Column {
    bool is_summed = false;
    Decimal all, since;
  };

  /// What the mapping reads as anything but a quantity is a number by its looks only.
  bool is_figure(std::size_t column) const {
    if (view_.headers[column].empty()) return false;
    for (const auto& field : plan_.fields)
      if (field.from == mapping::From::slot && field.part == part_ && field.slot < view_.slots.size() &&
          view_.slots[field.slot] == column)
        return field.shape->type == FieldType::quantity;
    return true;
  }

  bool is_blank(std::string_view text) const {
    return text.empty() || std::ranges::find(plan_.blanks, text) != plan_.blanks.end();
  }

  void add(const Row& row) {
    for (std::size_t c = 0; c < columns_.size() && c < row.cells.size(); ++c) {
      if (!columns_[c].is_summed || row.cells[c].is_spanned || is_blank(row.cells[c].text)) continue;
      const auto value = mapping::read_number(row.cells[c].text, plan_.numbers);
      const auto all = value ? checked_sum(columns_[c].all, *value) : std::nullopt;
      const auto since = value ? checked_sum(columns_[c].since, *value) : std::nullopt;
      columns_[c].is_summed = all && since;
      if (!columns_[c].is_summed) continue;
      columns_[c].all = *all;
      columns_[c].since = *since;
    }
  }

  void read_total(const Row& row, model::PartShape& shape, PageEvidence& into) {
    for (std::size_t c = 0; c < columns_.size() && c < row.cells.size(); ++c) {
      const auto& cell = row.cells[c];
      auto& column = columns_[c];
      const auto stated = column.is_summed && !cell.is_spanned && !is_blank(cell.text)
                              ? mapping::read_number(cell.text, plan_.numbers)
                              : Result<Decimal>(Error());
      if (!stated) continue;
      const bool is_sub_total = rows_since_ > 0 && *stated == column.since;
      const auto sum = is_sub_total ? column.since : column.all;
      shape.totals.push_back({view_.headers[c], to_string(*stated), to_string(sum)});
      if (*stated != sum) into.wrong_totals.push_back({view_.headers[c], *stated, sum, cell.locator});
    }
    for (auto& column : columns_) column.since = {};
    rows_since_ = 0;
  }

  bool is_odd(const Row& row) const {
    if (row.cell_count > columns_.size()) return true;
    const bool has_spans = std::ranges::any_of(row.cells, &formats::Cell::is_spanned);
    return !view_.is_sheet && row.cell_count < columns_.size() && !has_spans;
  }

  const mapping::Plan& plan_;
  std::size_t part_;
  const TableView& view_;
  std::vector<Column> columns_;
  std::size_t rows_since_ = 0;  ///< since the last total row: without one, nothing is there to be a sub-total of
};

void add_claim(const mapping::Draft& head, std::string_view field, std::vector<Claim>& claims) {
  const auto* found = head.find(field);
  auto text = head.text(field);
  if (found && !text.empty())
    claims.push_back({std::move(text), found->locator ? model::Locator(*found->locator) : model::Locator()});
}

std::optional<LocalDate> target_of(const mapping::Draft& head) {
  for (const auto* field : {"pickup", "arrival"})
    if (const auto time = head.time(field)) return time->date;
  return std::nullopt;
}

}  // namespace

PageEvidence read_evidence(const mapping::Plan& plan, const mapping::MappedDocument& mapped) {
  PageEvidence evidence;
  for (const auto& opened : mapped.opened) TableEvidence(plan, opened.part, opened.view).read(evidence);
  for (const auto& draft : mapped.drafts) {
    add_claim(draft.head, "plant", evidence.plants);
    add_claim(draft.head, "supplier_duns", evidence.suppliers);
    if (const auto target = target_of(draft.head)) evidence.newest_target = std::max(evidence.newest_target, target);
  }
  return evidence;
}

}  // namespace calloff::inbound
