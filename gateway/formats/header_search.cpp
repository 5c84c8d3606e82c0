#include "formats/header_search.hpp"

#include <algorithm>

namespace calloff::formats {
namespace {

/// Is `cell` the same written cell as `other`, merged over both?
bool is_same_cell(const Cell& cell, const Cell& other) {
  if (!cell.is_spanned || cell.is_blank() || cell.text != other.text) return false;
  if (cell.locator.length > 0) return cell.locator.offset == other.locator.offset;
  return cell.locator.position == other.locator.position;
}

class HeaderRows {
 public:
  HeaderRows(const Table& table, std::size_t first, std::size_t count)
      : table_(table), first_(first), count_(count), texts_(count, std::vector<std::string>(width())) {
    for (std::size_t r = 0; r < count_; ++r)
      for (std::size_t c = 0; c < width(); ++c)
        texts_[r][c] = cell(r, c).is_blank() ? from_group(r, c) : std::string(cell(r, c).text);
  }

  HeaderPaths paths() const {
    HeaderPaths paths(width());
    for (std::size_t c = 0; c < width(); ++c)
      for (std::size_t r = 0; r < count_; ++r)
        if (!texts_[r][c].empty() && !hangs_down(r, c)) paths[c].push_back(texts_[r][c]);
    return paths;
  }

 private:
  std::size_t width() const { return table_.columns.size(); }
  const Cell& cell(std::size_t r, std::size_t c) const {
    static const Cell kBlank;
    const auto& cells = table_.rows[first_ + r].cells;
    return c < cells.size() ? cells[c] : kBlank;
  }
  bool hangs_down(std::size_t r, std::size_t c) const { return r > 0 && is_same_cell(cell(r, c), cell(r - 1, c)); }

  bool heads_others(std::size_t r, std::size_t c) const {
    for (auto below = r + 1; below < count_; ++below)
      if (!cell(below, c).is_blank() && !hangs_down(below, c)) return true;
    return false;
  }

  /// Nothing ends a group but the next text in its row; below another group, it ends with that one.
  std::string from_group(std::size_t r, std::size_t c) const {
    const bool is_in_group =
        c > 0 && heads_others(r, c) && heads_others(r, c - 1) && (r == 0 || texts_[r - 1][c] == texts_[r - 1][c - 1]);
    return is_in_group ? texts_[r][c - 1] : std::string();
  }

  const Table& table_;
  std::size_t first_, count_;
  std::vector<std::vector<std::string>> texts_;
};

bool divides_groups(const Row& above, const Row& row) {
  std::size_t singles = 0, groups = 0, lone = 0;
  for (std::size_t c = 0; c < row.cells.size(); ++c) {
    const bool is_filled = !row.cells[c].is_blank(),
               is_headed = !above.cells[c].is_blank() && !above.cells[c].is_spanned;
    if (!is_filled) {
      singles += is_headed;
      continue;
    }
    if (!is_headed && (c == 0 || row.cells[c - 1].is_blank())) return false;  // below nothing
    if (!is_headed) continue;
    const bool goes_on = c + 1 < row.cells.size() && !row.cells[c + 1].is_blank() &&
                         (above.cells[c + 1].is_blank() || above.cells[c + 1].is_spanned);
    ++(goes_on ? groups : lone);
  }
  return groups > 0 && lone < singles;
}

}  // namespace

HeaderPaths header_paths(const Table& table, std::size_t first, std::size_t count) {
  return HeaderRows(table, first, count).paths();
}

bool continues_header(const Table& table, std::size_t first, std::size_t row) {
  if (row <= first || row >= table.rows.size() || table.rows[row].is_total) return false;
  const auto &above = table.rows[row - 1], &here = table.rows[row];
  if (above.cells.size() != here.cells.size()) return false;
  for (std::size_t c = 0; c < here.cells.size(); ++c)
    if (is_same_cell(here.cells[c], above.cells[c])) return true;
  return divides_groups(above, here);
}

}  // namespace calloff::formats
