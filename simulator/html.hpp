// Pages of the portals' era, written in UTF-8 and served in GBK.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "simulator/call.hpp"

namespace calloff::simulator {

/// Text made safe for element content and attribute values.
std::string escaped(std::string_view text);

/// What a site says about its bytes, and what they are.
struct PageCharset {
  Charset charset = Charset::gbk;
  std::string_view content_type = "text/html;charset=GBK", meta = "gb2312";
};

/// A whole page. As it stands: `text/html;charset=GBK`, its meta says gb2312.
/// body: HTML, UTF-8; a frameset if it begins with `<frameset`
Response html_page(const PageCharset& charset, std::string_view title, std::string_view script, std::string_view body);
Response gbk_page(std::string_view title, std::string_view script, std::string_view body);

/// The characters as a picture that a person can read (SVG).
Response captcha_picture(std::string_view characters);

/// 200 with nothing but a script that takes the whole window to `url`; how these portals end a session.
Response top_location(std::string_view url, std::string_view message = {}, const PageCharset& charset = {});

struct TableLook {
  std::string attributes;             ///< of the table element
  std::vector<std::string> header;    ///< HTML of the header cells
  std::size_t vital = 0;              ///< the column that column faults are done to
  std::string header_cell = "th";     ///< some pages head their tables with td
  std::string renamed = "栏目";       ///< what a renamed column is called, with its number
  std::string total = "合计";         ///< what a total row begins with, where a fault adds one
  std::vector<std::size_t> summed{};  ///< the columns that a total row sums
};

/// A table of one header row and rows of as many cells. Cells are HTML.
class Table {
 public:
  Table(TableLook look, const Quirks& quirks);
  void row(std::vector<std::string> cells);

  /// The whole element. before_rows: put between header and rows, such as a comment that marks the rows' start.
  /// empty_text: shown in one wide cell when there is no row; empty = nothing shown
  std::string html(std::string_view before_rows = {}, std::string_view empty_text = {}) const;

 private:
  std::string line(std::vector<std::string> cells, std::string_view cell) const;
  TableLook look_;
  std::vector<std::string> total_row() const;
  ColumnEdit edit_;
  bool nests_table_;
  EmptyList empty_;
  std::vector<std::vector<std::string>> rows_;
};

/// Which rows page `asked` of a list shows. A page past the end is the last one.
struct PageCut {
  std::size_t page = 1, pages = 1, first = 0, last = 0;  ///< rows first..last-1; pages count from 1
};
PageCut cut_page(std::size_t rows, std::size_t page_size, std::string_view asked);

/// `共35条 第1/2页`
std::string page_count_text(std::size_t rows, const PageCut& cut);

/// The count and links that send the named form again for another page (its field `pageNo`). Needs kPageLinkScript.
std::string page_links(std::string_view form_name, std::size_t rows, const PageCut& cut);

inline constexpr std::string_view kPageLinkScript =
    "function gotoPage(form, n){ var f = document.forms[form]; f.pageNo.value = n; f.submit(); }";

std::string hidden(std::string_view name, std::string_view value);
std::string text_input(std::string_view name, std::string_view value, int size = 12);

inline constexpr std::string_view kNoRecords = "没有符合条件的记录";

}  // namespace calloff::simulator
