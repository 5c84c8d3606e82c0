// OLE compound files: the container of .xls. Threading: free functions.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace calloff::formats {

/// Little-endian, 0 beyond the end.
std::uint16_t u16_at(std::string_view bytes, std::size_t at);
std::uint32_t u32_at(std::string_view bytes, std::size_t at);

/// The stream of that name, put together from its sectors.
/// returns: empty if there is no such stream
/// errors:  quarantine `decode/bad_workbook` (reason): a chain of sectors that goes in a circle or out of the file
/// source:  [MS-CFB] 2
Result<std::string> read_stream(std::string_view file, std::string_view name);

}  // namespace calloff::formats
