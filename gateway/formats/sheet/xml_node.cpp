#include "formats/sheet/xml_node.hpp"

#include <algorithm>
#include <charconv>

#include "base/number.hpp"
#include "base/text.hpp"
#include "formats/sheet/sheet.hpp"
#include "formats/utf8.hpp"

namespace calloff::formats {

std::string_view local_name(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

bool is_named(const pugi::xml_node& node, std::string_view name) { return local_name(node.name()) == name; }

pugi::xml_node child_named(const pugi::xml_node& parent, std::string_view name) {
  for (const auto& child : parent.children())
    if (is_named(child, name)) return child;
  return {};
}

std::string_view attribute_named(const pugi::xml_node& node, std::string_view name) {
  for (const auto& attribute : node.attributes())
    if (local_name(attribute.name()) == name) return attribute.value();
  return {};
}

std::size_t number_or(std::string_view text, std::size_t otherwise, std::size_t most) {
  const auto value = whole_number<std::size_t>(trim(text));
  return value && *value <= most ? *value : otherwise;
}

namespace {

/// Where a reference like &#xD800; or &#0; names what is no character; npos: nowhere. The parser would write it out all
/// the same, and a NUL would end the value.
std::size_t reference_to_nothing(std::string_view xml) {
  constexpr std::uint64_t kFirstSurrogate = 0xD800, kLastSurrogate = 0xDFFF, kLast = 0x10FFFF;
  for (auto at = xml.find("&#"); at != xml.npos; at = xml.find("&#", at + 2)) {
    const bool is_hex = xml.substr(at + 2).starts_with('x');
    const auto digits = xml.substr(at + (is_hex ? 3 : 2));
    std::uint64_t code = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
    if (read.ec == std::errc::invalid_argument) continue;  // text, as the parser takes it
    const bool is_surrogate = code >= kFirstSurrogate && code <= kLastSurrogate;
    if (read.ec == std::errc::result_out_of_range || code == 0 || is_surrogate || code > kLast) return at;
  }
  return xml.npos;
}

Error bad_xml(std::string_view entry, std::string reason, std::size_t offset) {
  Where where;
  where.offset = offset;
  return Error{
      Recovery::quarantine, "decode/bad_xml", {{"entry", std::string(entry)}, {"reason", std::move(reason)}}, where};
}

}  // namespace

Result<void> parse_xml(pugi::xml_document& document, std::string_view utf8, std::string_view entry,
                       const TableLimits& limits) {
  // A tree takes many times the bytes of its text: what would not fit is told before it is built.
  if (utf8.size() > limits.max_xml_part) return too_large("bytes of XML", limits.max_xml_part);
  const auto count = [&](char c) { return std::size_t(std::ranges::count(utf8, c)); };
  if (count('<') > 2 * limits.max_elements) return too_large("elements", limits.max_elements);
  if (count('=') > 4 * limits.max_elements) return too_large("attributes", 4 * limits.max_elements);
  if (const auto valid = valid_utf8_length(utf8); valid < utf8.size())
    return bad_xml(entry, "a byte that is not UTF-8", valid);
  if (const auto at = reference_to_nothing(utf8); at != utf8.npos)
    return bad_xml(entry, "a reference to no character", at);
  const auto parsed =
      document.load_buffer(utf8.data(), utf8.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
  if (parsed) return {};
  return bad_xml(entry, parsed.description(), std::size_t(std::max<std::ptrdiff_t>(0, parsed.offset)));
}

}  // namespace calloff::formats
