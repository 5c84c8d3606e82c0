// XML Spreadsheet 2003, which portals name .xls. Threading: free function.
#pragma once
#include <string_view>

#include "formats/page.hpp"
#include "formats/table_document.hpp"

namespace calloff::formats {

/// Locators are byte ranges and name the cell.
/// errors:  quarantine `decode/bad_byte`, `decode/bad_xml` (where.offset), `decode/too_large`
/// source:  Microsoft, XML Spreadsheet Reference (Office 2003)
Result<Page> decode_xml_2003(std::string_view bytes, const PageOptions& options, const TableLimits& limits);

}  // namespace calloff::formats
