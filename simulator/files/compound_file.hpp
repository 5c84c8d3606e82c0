// An OLE2 compound file that holds one stream. Threading: pure function.
// source: [MS-CFB] 2.1 to 2.6
#pragma once
#include <string>
#include <string_view>

namespace calloff::simulator::files {

/// stream: at most 7 MB; padded with zeros to whole sectors
/// name:   ASCII, at most 31 characters
std::string compound_file(std::string_view name, std::string stream);

/// Little-endian, as all of these files are.
void put_16(std::string& out, unsigned value);
void put_32(std::string& out, unsigned long value);

}  // namespace calloff::simulator::files
