#include "formats/sheet/sheet_labels.hpp"

#include <algorithm>
#include <string>

#include "formats/html/reading.hpp"

namespace calloff::formats {
namespace {

constexpr std::size_t kMostPairedCells = 8;

/// A cell as written, and the columns it takes.
struct Owner {
  const Cell* cell = nullptr;
  std::size_t begin = 0, end = 0;
  bool is_beside(const Owner& next) const { return end == next.begin; }
};

std::vector<Owner> owners_of(const Row& row) {
  std::vector<Owner> owners;
  for (std::size_t c = 0; c < row.cells.size(); ++c) {
    const auto& cell = row.cells[c];
    if (cell.is_blank()) continue;
    if (!cell.is_spanned)
      owners.push_back({&cell, c, c + 1});
    else if (!owners.empty() && owners.back().cell->locator == cell.locator)
      owners.back().end = c + 1;
  }
  return owners;
}

bool has_digit(std::string_view text) { return text.find_first_of("0123456789") != text.npos; }

/// value: of the cell's text
void add_label(std::vector<LabelledValue>& labels, std::string_view label, std::string_view value, const Cell& cell) {
  LabelledValue found{std::string(label), cell};
  found.value.text = value;
  found.value.is_spanned = false;
  labels.push_back(std::move(found));
}

void name_place(LabelledValue& labelled, PageMemory& memory) {
  auto& position = labelled.value.locator.position;
  position = Position(memory.keep_words({std::string(position.part()), position.text() + ", label " + labelled.label}));
}

/// Labels with colons. returns: cells that are a label or a value
std::size_t add_colon_labels(const std::vector<Owner>& owners, std::vector<LabelledValue>& labels) {
  std::size_t taken = 0;
  for (std::size_t i = 0; i < owners.size(); ++i) {
    const auto text = owners[i].cell->text;
    if (const auto label = label_before_colon(text); !label.empty()) {
      ++taken;
      if (i + 1 == owners.size() || !owners[i].is_beside(owners[i + 1])) continue;
      ++i, ++taken;
      add_label(labels, label, owners[i].cell->text, *owners[i].cell);
      continue;
    }
    const auto pairs = colon_pairs(text);
    taken += !pairs.empty();
    for (const auto& pair : pairs)
      if (pair.value_begin < pair.value_end)
        add_label(labels, pair.label, text.substr(pair.value_begin, pair.value_end - pair.value_begin),
                  *owners[i].cell);
  }
  return taken;
}

/// Label, value, label, value, each beside the other. Without a figure among the values it could as well be a header,
/// unless the table is much wider.
bool is_bare_pairs(const std::vector<Owner>& owners, std::size_t widest) {
  if (owners.empty() || owners.size() % 2 != 0 || owners.size() > kMostPairedCells) return false;
  bool has_figure = false;
  for (std::size_t i = 0; i < owners.size(); i += 2) {
    const auto label = owners[i].cell->text;
    if (has_digit(label) || !is_label_text(label) || !owners[i].is_beside(owners[i + 1])) return false;
    has_figure = has_figure || has_digit(owners[i + 1].cell->text);
  }
  return has_figure || owners.size() * 2 <= widest;
}

}  // namespace

void add_sheet_labels(const Table& table, Page& page) {
  std::size_t widest = 0;
  for (const auto& row : table.rows) widest = std::max(widest, row.cell_count);
  for (const auto& row : table.rows) {
    const auto owners = owners_of(row);
    if (row.is_total) return;
    std::vector<LabelledValue> found;
    const auto taken = add_colon_labels(owners, found);
    if (owners.size() > 1 && taken * 2 < owners.size()) {
      if (!is_bare_pairs(owners, widest)) return;
      found.clear();
      for (std::size_t i = 0; i < owners.size(); i += 2)
        add_label(found, owners[i].cell->text, owners[i + 1].cell->text, *owners[i + 1].cell);
    }
    for (auto& label : found) {
      name_place(label, *page.memory);
      page.labels.push_back(std::move(label));
    }
  }
}

}  // namespace calloff::formats
