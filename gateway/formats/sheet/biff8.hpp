// .xls workbooks of Excel 97 to 2003 (BIFF8). Threading: free function.
#pragma once
#include <string_view>

#include "formats/page.hpp"
#include "formats/table_document.hpp"

namespace calloff::formats {

/// Values as a person sees them: what formulas gave when the workbook was saved, dates by number format, merged cells.
/// errors:  quarantine `decode/unknown_kind` (locked with a password, or of Excel 95 and before), `decode/bad_workbook`
///          (reason), `decode/too_large`
/// source:  [MS-XLS] 2.4
Result<Page> decode_biff8(std::string_view bytes, const PageOptions& options, const TableLimits& limits);

}  // namespace calloff::formats
