// A worksheet as its reader found it, before it is a Table: cells that were written, and which of them are merged.
// Threading: plain values; a Budget belongs to one thread.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "formats/page.hpp"
#include "formats/sheet/cell_text.hpp"
#include "formats/table_document.hpp"

namespace calloff::formats {

/// text: as stored, not tidied. offset, length: of what tidy_text leaves, in the archived bytes; 0, 0 where the syntax
/// has no such place.
struct SheetCell {
  std::size_t column = 0, row_span = 1, column_span = 1;
  std::string text;
  std::uint64_t offset = 0, length = 0;
};

/// number: from 0, as the sheet counts; rows that were not written are not there.
struct SheetRow {
  std::size_t number = 0;
  std::vector<SheetCell> cells;  ///< by column, none twice
  std::uint64_t offset = 0, length = 0;
};

/// has_references: its cells are named as in a workbook (`Sheet1!C5`), not by row and column
struct Sheet {
  std::string name;
  std::vector<SheetRow> rows;  ///< by number, none twice
  bool has_references = true;
};

/// Makes the cell at `first` cover all up to `last`, if it was written. Both must be places of the sheet.
void merge_cells(Sheet& sheet, CellPlace first, CellPlace last);

/// What a document may still hold. Every step that grows with the document asks it first.
class Budget {
 public:
  explicit Budget(const TableLimits& limits)
      : limits_(limits),
        cells_left_(limits.max_cells),
        grid_left_(limits.max_cells),
        unpacked_left_(limits.max_unpacked),
        text_left_(limits.max_text) {}
  const TableLimits& limits() const { return limits_; }

  /// errors: quarantine `decode/too_large` (what, limit)
  Result<void> take_sheet();
  Result<void> take_cells(std::size_t count);  ///< as written
  Result<void> take_grid(std::size_t count);   ///< as laid out, blanks filled in
  Result<void> take_unpacked(std::size_t bytes);
  Result<void> take_text(std::size_t bytes);  ///< whenever text is copied: one string may stand in every cell
  Result<void> check_place(std::size_t row, std::size_t column) const;

 private:
  TableLimits limits_;
  std::size_t sheets_ = 0, cells_left_, grid_left_, unpacked_left_, text_left_;
};

Error too_large(std::string what, std::size_t limit);

/// Adds the sheet as a table, its labels, and its text to the page. Blank rows are left out; merged cells are filled
/// in. errors: quarantine `decode/too_large`
Result<void> add_sheet(Page& page, const Sheet& sheet, const std::string& part, Budget& budget);

}  // namespace calloff::formats
