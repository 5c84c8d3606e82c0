#include "formats/html/reading.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include "base/text.hpp"
#include "formats/utf8.hpp"

namespace calloff::formats {
namespace {

constexpr std::size_t kLongestLabel = 24;  // characters
constexpr std::string_view kWideColon = "：";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

/// Has it a letter, of any script? Figures, dates and times have none.
bool has_letter(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, length] = first_character(text.substr(at));
    const bool is_ascii_letter = (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    const bool is_wide_digit_or_mark = (code >= 0xff00 && code <= 0xff20) || (code >= 0x3000 && code <= 0x303f);
    if (is_ascii_letter || (code >= 0xc0 && !is_wide_digit_or_mark && !(code >= 0x2000 && code <= 0x206f))) return true;
    at += std::max<std::size_t>(1, length);
  }
  return false;
}

bool is_figure(std::string_view text) { return has_digit(text) && !has_letter(text); }

bool is_label(std::string_view text) {
  for (const auto* mark : {"。", "，", "；", "！", "？", "、", ",", ";", "!", "?", "=", "\"", "："})
    if (text.find(mark) != text.npos) return false;
  return !text.empty() && count_characters(text) <= kLongestLabel && has_letter(text);
}

/// The next colon at or after `at`: its place and length; npos if there is none.
std::pair<std::size_t, std::size_t> next_colon(std::string_view text, std::size_t at) {
  const auto wide = text.find(kWideColon, at), narrow = text.find(':', at);
  if (wide < narrow) return {wide, kWideColon.size()};
  return {narrow, 1};
}

bool is_within_time_or_address(std::string_view text, std::size_t colon, std::size_t length) {
  const auto after = text.substr(colon + length);
  if (after.starts_with("//")) return true;
  return colon > 0 && is_digit(text[colon - 1]) && !after.empty() && is_digit(after[0]);
}

/// Where the label that ends at `colon` begins, not before `from`; npos if there is none.
std::size_t label_begin(std::string_view text, std::size_t from, std::size_t colon) {
  auto whole = text.substr(from, colon - from);
  if (from == 0 && is_label(trim(whole))) return from;
  while (whole.ends_with(' ')) whole.remove_suffix(1);
  const auto space = whole.rfind(' ');
  if (from > 0 && space == whole.npos) return text.npos;  // the value of the label before
  const auto begin = space == whole.npos ? from : from + space + 1;
  return is_label(trim(text.substr(begin, colon - begin))) ? begin : text.npos;
}

}  // namespace

bool may_have_label(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at)
    if (text[at] == ':' || (text[at] == kWideColon[0] && text.substr(at).starts_with(kWideColon))) return true;
  return false;
}

std::vector<ColonPair> colon_pairs(std::string_view text) {
  std::vector<ColonPair> pairs;
  if (!may_have_label(text)) return pairs;
  std::size_t from = 0;
  for (auto [colon, length] = next_colon(text, 0); colon != text.npos;
       std::tie(colon, length) = next_colon(text, colon + length)) {
    if (is_within_time_or_address(text, colon, length)) continue;
    const auto begin = label_begin(text, from, colon);
    if (begin == text.npos) continue;
    if (!pairs.empty()) pairs.back().value_end = begin;
    pairs.push_back({trim(text.substr(begin, colon - begin)), colon + length, text.size()});
    from = colon + length;
  }
  for (auto& pair : pairs) {
    while (pair.value_begin < pair.value_end && text[pair.value_begin] == ' ') ++pair.value_begin;
    while (pair.value_end > pair.value_begin && text[pair.value_end - 1] == ' ') --pair.value_end;
  }
  return pairs;
}

std::string_view label_before_colon(std::string_view text) {
  if (text.ends_with(kWideColon))
    text.remove_suffix(kWideColon.size());
  else if (text.ends_with(':'))
    text.remove_suffix(1);
  else
    return {};
  const auto label = trim(text);
  return is_label(label) ? label : std::string_view();
}

bool is_label_text(std::string_view text) { return is_label(text); }

bool is_total_word(std::string_view text) {
  if (text.empty() || is_digit(text.front())) return false;  // as most rows begin
  constexpr std::array kWords = std::to_array<std::string_view>(
      {"合计", "总计", "小计", "共计", "grand total", "subtotal", "sub total", "total", "sum"});
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
    const auto begins = [&](std::string_view with) {
      return text.size() >= with.size() && std::equal(with.begin(), with.end(), text.begin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
             });
    };
    if (!begins(word)) return false;
    const auto rest = text.substr(word.size());
    const auto next = first_character(rest).code;
    return rest.empty() || is_space(next) || (next < 0x80 && !has_letter(rest.substr(0, 1))) ||
           rest.starts_with(kWideColon) || rest.starts_with("（");
  });
}

namespace {

bool is_title(const Grid& grid, std::size_t row) {
  const auto& cells = grid.rows[row].shapes;
  return row + 1 < grid.rows.size() && grid.width > 1 && cells.size() == 1 && cells[0].row_span == 1 &&
         cells[0].column == 0 && cells[0].column_span == grid.width && grid.rows[row + 1].cells.size() > 1;
}

/// All th, but for some blank td (the corner above the row numbers).
bool is_th_row(const SourceRow& row) {
  std::size_t th = 0;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (!row.shapes[i].is_th && !row.cells[i].is_blank()) return false;
    th += row.shapes[i].is_th;
  }
  return 2 * th > row.cells.size();
}

bool reads_as_head(const SourceRow& row) {
  return row.reads_as_head ||
         std::all_of(row.shapes.begin(), row.shapes.end(), [](const CellShape& cell) { return cell.reads_as_head; });
}

/// A td row is a header unless it begins with a figure, holds a nested table, or is made of labels with colons.
bool may_head(const SourceRow& row) {
  const Cell* first = nullptr;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto& cell = row.cells[i];
    if (row.shapes[i].holds_table || !colon_pairs(cell.text).empty()) return false;
    if (!first && !cell.is_blank()) first = &cell;
  }
  return first && !is_figure(first->text);
}

bool is_paired(const SourceRow& row) {
  return row.cells.size() % 2 == 0 && row.cells.size() <= 8 &&
         std::none_of(row.shapes.begin(), row.shapes.end(),
                      [](const CellShape& cell) { return cell.row_span > 1 || cell.holds_table; });
}

/// th, td, th, td.
bool is_th_td_pairs(const SourceRow& row) {
  for (std::size_t i = 0; i < row.cells.size(); ++i)
    if (row.shapes[i].is_th != (i % 2 == 0)) return false;
  return true;
}

/// td only: each label is a text without figures that no other row has; labels are added to `labels`.
bool is_td_pairs(const SourceRow& row, std::set<std::string_view>& labels) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (row.shapes[i].is_th) return false;
    const auto text = row.cells[i].text;
    if (i % 2 == 0 && (has_digit(text) || !is_label(text) || !labels.insert(text).second)) return false;
  }
  return true;
}

bool has_figure_as_value(const SourceRow& row) {
  for (std::size_t i = 1; i < row.cells.size(); i += 2)
    if (has_digit(row.cells[i].text)) return true;
  return false;
}

/// Label, value, label, value in every row. Without th the first row must hold a value with figures, or it could as
/// well be a header.
bool has_bare_labels(const Grid& grid, std::size_t from) {
  const auto first = grid.rows.begin() + static_cast<std::ptrdiff_t>(from);
  if (first == grid.rows.end() || !std::all_of(first, grid.rows.end(), is_paired)) return false;
  if (std::all_of(first, grid.rows.end(), is_th_td_pairs)) return true;
  std::set<std::string_view> labels;
  return has_figure_as_value(*first) &&
         std::all_of(first, grid.rows.end(), [&](const SourceRow& row) { return is_td_pairs(row, labels); });
}

bool hangs_into(const Grid& grid, std::size_t first, std::size_t row) {
  for (std::size_t column = 0; column < grid.width; ++column) {
    const auto covering = grid.at(row, column);
    if (!covering.is_none() && covering.row >= first && covering.row < row) return true;
  }
  return false;
}

/// Is `row` blank below the single cells of the row above, and not blank below its groups (cells of several columns)?
bool divides_groups(const Grid& grid, std::size_t row) {
  bool has_group = false, has_single = false;
  for (std::size_t column = 0; column < grid.width; ++column) {
    const auto* above = grid.shape(row - 1, column);
    const auto* here = grid.cell(row, column);
    const bool is_group = above && above->column_span > 1;
    (is_group ? has_group : has_single) = true;
    if (is_group == (!here || here->is_blank())) return false;
  }
  return has_group && has_single;
}

std::size_t count_headers(const Grid& grid, std::size_t first) {
  const auto count = grid.rows.size();
  auto end = first;
  while (end < count && grid.rows[end].is_in_thead) ++end;
  while (end < count && is_th_row(grid.rows[end])) ++end;
  if (end == first)
    while (end < count && reads_as_head(grid.rows[end])) ++end;
  if (end == first && grid.width > 1 && first < count && may_head(grid.rows[first])) ++end;
  const bool is_th = end > first && is_th_row(grid.rows[first]);
  while (end > first && end < count && grid.rows[end].group == grid.rows[end - 1].group &&
         (hangs_into(grid, first, end) || (!is_th && divides_groups(grid, end))))
    ++end;
  return end - first;
}

}  // namespace

Reading read_table(const Grid& grid) {
  Reading reading;
  while (reading.titles < grid.rows.size() && is_title(grid, reading.titles)) ++reading.titles;
  reading.has_bare_labels = has_bare_labels(grid, reading.titles);
  if (!reading.has_bare_labels) reading.headers = count_headers(grid, reading.titles);
  return reading;
}

}  // namespace calloff::formats
