// Web pages saved as one file (.mht), which portals name .xls. Threading: free function.
#pragma once
#include <string_view>

#include "formats/page.hpp"
#include "formats/table_document.hpp"

namespace calloff::formats {

/// Every HTML part is read, in order; their tables, labels and forms come together. Excel writes one part a worksheet.
/// errors:  those of decode_page and of Containers; quarantine `decode/bad_message` (no HTML within)
/// source:  RFC 2557
Result<Page> decode_mhtml(std::string_view bytes, const PageOptions& options, const TableLimits& limits);

}  // namespace calloff::formats
