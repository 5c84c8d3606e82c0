// Small questions asked of XML whose namespace prefixes may be any. Only for sheet/*.cpp.
// Threading: free functions over a document of one thread.
#pragma once
#include <pugixml.hpp>
#include <string_view>

#include "base/result.hpp"
#include "formats/table_document.hpp"

namespace calloff::formats {

/// `ss:Row` as `Row`.
std::string_view local_name(std::string_view name);
bool is_named(const pugi::xml_node& node, std::string_view name);
pugi::xml_node child_named(const pugi::xml_node& parent, std::string_view name);
/// The first attribute of that local name; empty if there is none.
std::string_view attribute_named(const pugi::xml_node& node, std::string_view name);

/// A whole number from 0 to `most`, or `otherwise` if the text is none.
std::size_t number_or(std::string_view text, std::size_t otherwise, std::size_t most);

/// Parses UTF-8. entry: of an archive, for messages.
/// errors: quarantine `decode/bad_xml` (entry, reason; where.offset in the text), `decode/too_large` (elements,
/// attributes, bytes of XML)
Result<void> parse_xml(pugi::xml_document& document, std::string_view utf8, std::string_view entry,
                       const TableLimits& limits);

}  // namespace calloff::formats
