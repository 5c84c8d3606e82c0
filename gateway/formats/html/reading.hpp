// How a table is meant: which of its rows are its header, which are totals, and whether it is a table of labels and
// values at all. The rules are drawn in docs/formats.md. Threading: free functions.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "formats/html/grid.hpp"

namespace calloff::formats {

/// A label and its value within one text: byte ranges of it.
struct ColonPair {
  std::string_view label;
  std::size_t value_begin = 0, value_end = 0;
};

/// `计划编号：P-1 版本：2` as two pairs. A label is at most 24 characters long, has a letter in it, begins the text or
/// follows a space, and no punctuation; the colon is ： or :, not one of a time (11:30) or an address (http://).
std::vector<ColonPair> colon_pairs(std::string_view text);

/// Has it a colon, of either width? Most texts of cells do not.
bool may_have_label(std::string_view text);

/// `计划编号：` as `计划编号`; empty if the text does not end with a label's colon.
std::string_view label_before_colon(std::string_view text);

/// May this text name a value? At most 24 characters, a letter among them, no punctuation.
bool is_label_text(std::string_view text);

/// 合计, 总计, 小计, 共计, Total, Subtotal, Grand total, Sum: as a word, and first in the text.
bool is_total_word(std::string_view text);

/// How the rows divide: titles, then header rows, then rows of data.
struct Reading {
  std::size_t titles = 0;  ///< leading rows of one cell over the whole width
  std::size_t headers = 0;
  bool has_bare_labels = false;  ///< cells are label, value, label, value, without colons
};
Reading read_table(const Grid& grid);

}  // namespace calloff::formats
