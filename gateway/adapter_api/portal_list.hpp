// A list of a portal, page by page: its rows found by header texts, and whether they stood still while it was read.
// Threading: values.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "formats/page.hpp"

namespace calloff::adapter_api {

/// Rows counted and pages told by `共35条 第1/2页`.
struct PageCount {
  std::size_t rows = 0, page = 0, pages = 0;
};
/// pattern: `共{rows}条 第{page}/{pages}页`; white space in it stands for any, also for none
/// errors: hold_feed page/no_count
Result<PageCount> read_page_count(std::string_view text, std::string_view pattern);

/// How a list is found and what it must have. id: headers whose cells together tell rows apart
struct ListShape {
  std::string table;
  std::vector<std::string> id;
  std::string link;
  std::vector<std::string> needed;  ///< further headers, without which nothing is taken
  std::vector<std::string> empty;   ///< what the page says when the list is truly empty
  std::string page_count;
};

/// One row. id: its id cells joined with `/`; link: the first link of the link column's cell; snippet: the list's
/// header and this row as served, as a table of its own
struct ListRow {
  std::string id;
  std::vector<std::string> cells;
  std::string link, snippet;
  std::size_t offset = 0;  ///< in the page as served
};

struct ListPage {
  std::vector<std::string> headers;
  std::vector<ListRow> rows;  ///< without total rows
  PageCount count;
  bool says_empty = false;

  /// errors: hold_feed page/missing_column (column, present)
  Result<std::size_t> column(std::string_view header) const;
};

/// page: has the table shape.table; bytes: the page as served, for the snippets
/// errors: hold_feed page/missing_column (column, present), page/bad_row (column), page/no_count
Result<ListPage> read_list(const formats::Page& page, std::string_view bytes, const ListShape& shape);

/// The error for a row that lacks what it must have. errors: hold_feed page/bad_row (column)
Error bad_row(const ListRow& row, std::string column);

/// One reading of a whole list. Rows that move while pages are turned are met twice or not at all.
class ListReading {
 public:
  static constexpr std::size_t kMostPages = 500;

  /// The next page in turn. errors: hold_feed page/too_many_pages
  Result<void> add(ListPage page);
  /// Page 1 once more, at the end: are its rows and counts what they were?
  void compare_first(const ListPage& again);

  std::size_t pages() const { return promised_.pages; }
  bool has_next() const { return next_ <= promised_.pages; }
  std::size_t next() const { return next_; }  ///< the page to be asked for, from 1

  /// Nothing moved, each row was met once, and there are as many as the portal counted.
  bool is_whole() const;
  /// Read twice alike: then rows met twice are the portal's own doubles and nothing is missing.
  bool is_whole_like(const ListReading& earlier) const;
  /// The pages as one list, each row once, in its order.
  ListPage take_list();

 private:
  std::size_t different_rows() const;
  ListPage all_;
  std::vector<std::string> first_page_;
  PageCount promised_{0, 1, 1};
  std::size_t next_ = 1;
  bool has_moved_ = false;
};

}  // namespace calloff::adapter_api
