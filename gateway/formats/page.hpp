// A page as decoded: its text, its tables with header paths, its labelled values - each with its place in the archived
// bytes. Knows no customer and no mapping. Threading: immutable after decoding.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "formats/page_locator.hpp"
#include "formats/page_memory.hpp"

namespace calloff::formats {

/// One cell. text: visible text, &nbsp; and runs of white space made one space, trimmed; scripts apart; of inputs what
/// stands in them, of selects the chosen option.
/// link: the href or onclick of the first link in it, as written. A cell that a span covers repeats its owner's text
/// and locator, with is_spanned set. The locator of a blank cell is an empty range where its text would stand.
/// What it says is the page's memory.
struct Cell {
  std::string_view text, link;
  PageLocator locator;
  bool is_spanned = false;
  bool is_blank() const { return text.empty(); }
};

/// header: the texts above the column, top to bottom, repeated spans once, e.g. {"本周", "03/10"}.
struct Column {
  std::vector<std::string> header;
  /// The path joined with `/`.
  std::string path() const;
};

struct Row {
  std::vector<Cell> cells;     ///< as many as the table has columns; short rows are padded with blanks
  std::size_t cell_count = 0;  ///< cells the source really had, spans counted once
  bool is_total = false;       ///< starts with a total word (合计, 总计, Total)
  PageLocator locator;         ///< of the whole row as written, its tags included
};

/// One table. Nested tables are tables of their own and not part of their owner's cells.
/// header: empty when none could be told; then every column's header is empty too.
struct Table {
  std::string id, css_class, caption;
  std::vector<Column> columns;
  std::vector<Row> header, rows;
  PageLocator locator;
};

/// `计划编号：P-1` as "计划编号" and its value, from pairs of cells or from one cell with a colon.
struct LabelledValue {
  std::string label;
  Cell value;
};

/// One field of a form. type: of an input element as written in lower case (text, hidden, checkbox ...), or select,
/// textarea, button. is_sent: a browser would send it as the page stands - not a box left open, a button, or disabled.
struct FormField {
  std::string name, value, type;
  bool is_sent = true;
};
struct Form {
  std::string name, action, method;
  std::vector<FormField> fields;
  const FormField* find(std::string_view field_name) const;
};

/// Which syntax a page was read from.
enum class PageKind { html, mhtml, separated_text, xml_2003, biff, xlsx };
std::string_view to_string(PageKind kind);

/// memory: what cells, labels and places quote; copies of the page share it. A table is as good as its page.
struct Page {
  std::shared_ptr<PageMemory> memory = std::make_shared<PageMemory>();
  PageKind kind = PageKind::html;
  std::string charset;               ///< decided once: GB18030, UTF-8 ...
  std::string title, text;           ///< visible text of the whole page
  std::vector<std::string> scripts;  ///< bodies of script elements, and what body's onload says
  std::vector<Table> tables;
  std::vector<LabelledValue> labels;
  std::vector<Form> forms;
  bool is_complete = false;  ///< the source closed its </html> or </body> (a cut body did not); true of sheets

  /// Its tables are worksheets: rows and nothing else, no ids, no header that is marked.
  bool is_workbook() const { return kind != PageKind::html && kind != PageKind::mhtml; }

  /// The first table with that id, else with that among its classes; nullptr if there is none.
  const Table* find_table(std::string_view id_or_class) const;
  /// The first value with exactly that label (written without its colon); nullptr if there is none.
  const Cell* find_label(std::string_view label) const;
  bool says(std::string_view words) const;  ///< in the visible text or in a script
};

/// How a page is read.
struct PageOptions {
  std::string http_charset{};               ///< from Content-Type, empty if none
  std::string default_charset = "GB18030";  ///< when header and meta say nothing that holds, and it is not UTF-8
  std::string part{};                       ///< name given to locators
  std::size_t max_bytes = 16u << 20;
  std::size_t max_depth = 200;  ///< nesting of elements; the tree builder is quadratic in it
};

/// Decodes an HTML page.
/// bytes:   one page as archived; not kept
/// returns: offsets of every locator count bytes of `bytes`
/// errors:  quarantine `decode/bad_byte` (charset, byte, near; where.offset: the first byte that does not decode),
///          `decode/unknown_charset`, `decode/too_large` (what, limit), `decode/too_deep` (limit)
Result<Page> decode_page(std::string_view bytes, const PageOptions& options);

}  // namespace calloff::formats
