// How a mapping reads a document: selectors, compiled once, and a pull cursor over what they select. The cursor is the
// same for every syntax: rows of a table today; a syntax with nested groups adds a way to enter them, not another
// cursor. Threading: a TableReader is immutable; a Cursor belongs to one thread and must not outlive its page.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "formats/page.hpp"

namespace calloff::formats {

/// What a slot holds in the current row. is_present: the slot's column (or label) is on the page; its text may still be
/// blank.
struct FieldView {
  std::string_view text;
  const PageLocator* locator = nullptr;
  bool is_present = false;
};

/// A column by the text of its header: the whole path (`本周/03/10`) or its lowest text. Compared by normal_header.
/// spellings: any of them; is_optional: the column may be missing from the page
struct ColumnSelector {
  std::vector<std::string> spellings;
  bool is_optional = false;
};

/// Columns by pattern (RE2, against the whole header path as the page spells it), for tables whose headers are values:
/// each row then gives one row per matching column. Named groups become captures; `constants` are captures of every
/// column it matches.
struct ColumnPattern {
  std::string pattern;
  std::map<std::string, std::string> constants;
};

/// Which table of a page, and which of its columns.
/// table: id or class, in a workbook the sheet's name; empty, or no such sheet in a workbook (where tables have no
/// ids): the table that has all columns that are not optional; if several have them, the only one with rows of data
/// ignored: headers known and not wanted (`*` any run), so that only a new one is reported
/// Slots: 0 .. columns-1 the columns, then the matched cell, then the captures in the order of `captures`.
struct TableSelector {
  std::string table;
  std::vector<ColumnSelector> columns;
  std::vector<ColumnPattern> patterns;
  std::vector<std::string> captures;
  std::vector<std::string> ignored;
  std::size_t cell_slot() const { return columns.size(); }
  std::size_t capture_slot(std::size_t capture) const { return columns.size() + 1 + capture; }
};

class Cursor {
 public:
  virtual ~Cursor() = default;
  /// Goes to the next row; false at the end. Totals and sentences over the table's whole width are never rows.
  virtual bool next() = 0;
  /// Valid until the next call of next().
  virtual FieldView field(std::size_t slot) const = 0;
  /// The header above the slot in the current row, as the page spells it; for messages.
  virtual std::string header(std::size_t slot) const = 0;
};

/// The opened table as its columns were found, for whoever compares pages. As good as the page.
/// first_row: of the rows that are data; headers: paths, column by column; slots: of each slot's column, none where an
/// optional one is missing; matched: columns that a pattern matched; is_sheet: its rows count only cells that are not
/// blank, so that a low cell_count says nothing
struct TableView {
  const Table* table = nullptr;
  std::size_t first_row = 0;
  std::vector<std::string> headers;
  std::vector<std::optional<std::size_t>> slots;
  std::vector<std::size_t> matched;
  bool is_sheet = false;
};

/// An opened table. new_headers: columns that no selector names (an inserted column): worth a note, no error.
struct OpenTable {
  std::unique_ptr<Cursor> cursor;
  std::vector<std::string> new_headers;
  TableView view;
};

/// Totals, and one cell over the whole width: a sentence (`没有符合条件的记录`), not a row.
bool is_passed_over(const Row& row);

class TableReader {
 public:
  /// errors: fix_config `mapping/bad_pattern` (pattern, reason)
  static Result<TableReader> compile(TableSelector selector);
  const TableSelector& selector() const;

  /// Finds the table and its columns. A table whose header rows were not marked up is searched for one to three rows
  /// that have them.
  /// errors: hold_feed `map/missing_table` (table, tables), `map/missing_column` (column, headers),
  ///         `map/ambiguous_column` (column, headers); quarantine `map/ambiguous_table` (first, second): two have the
  ///         columns and rows of data, and the selector names neither
  Result<OpenTable> open(const Page& page) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

/// The value with one of these labels, compared by normal_header; not present if the page has none.
FieldView find_label(const Page& page, const std::vector<std::string>& spellings);

/// A header or label as compared: without white space (of any width), full-width ASCII made half-width, no trailing
/// colon.
std::string normal_header(std::string_view text);

/// Has it a byte that narrow() looks at? If not, it is as narrow as it can be.
bool may_be_wide(std::string_view utf8);

/// The text with full-width ASCII (U+FF01..FF5E) and the ideographic space made half-width.
std::string narrow(std::string_view utf8);

/// The names of a pattern's groups, in order. errors: fix_config `mapping/bad_pattern` (pattern, reason)
Result<std::vector<std::string>> pattern_groups(const std::string& pattern);

}  // namespace calloff::formats
