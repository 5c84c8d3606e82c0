// .xlsx workbooks, whatever they are named. Threading: free function.
#pragma once
#include <string_view>

#include "formats/page.hpp"
#include "formats/table_document.hpp"

namespace calloff::formats {

/// Values as a person sees them: numbers without exponents, dates by number format, what a formula gave when the
/// workbook was saved; a formula without such a value stands as text, so that it is never taken for a blank. Hidden
/// rows and sheets are read like the others. errors:  quarantine `decode/unknown_kind` (an archive that is no
/// workbook), `decode/bad_xml` (entry, reason),
///          `decode/bad_workbook` (reason), and those of Containers::open_zip and ZipArchive::read
/// source:  ECMA-376-1, 18 (SpreadsheetML)
Result<Page> decode_xlsx(std::string_view bytes, const PageOptions& options, const TableLimits& limits);

}  // namespace calloff::formats
