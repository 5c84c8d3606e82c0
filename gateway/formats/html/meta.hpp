// What an HTML page says about its own charset, found before it is decoded. Threading: free function.
#pragma once
#include <string>
#include <string_view>

namespace calloff::formats {

/// The charset that a page's first meta element of that kind (or its XML declaration) names, as written; empty if none.
/// Comments are passed over. Only the first 4096 bytes are read: browsers read 1024, portals put scripts before it.
/// source: HTML Living Standard, 13.2.3.2
std::string charset_in_head(std::string_view bytes);

}  // namespace calloff::formats
