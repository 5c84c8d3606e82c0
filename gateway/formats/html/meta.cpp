#include "formats/html/meta.hpp"

#include "base/text.hpp"

namespace calloff::formats {
namespace {

/// The value after `name =` in one tag, unquoted; empty if it is not there.
std::string value_after(std::string_view tag, std::string_view name) {
  auto at = tag.find(name);
  if (at == tag.npos) return {};
  at = tag.find_first_not_of(" \t\r\n", at + name.size());
  if (at == tag.npos || tag[at] != '=') return {};
  at = tag.find_first_not_of(" \t\r\n\"'", at + 1);
  if (at == tag.npos) return {};
  return std::string(tag.substr(at, tag.find_first_of(" \t\r\n\"';/>?", at) - at));
}

}  // namespace

std::string charset_in_head(std::string_view bytes) {
  const auto head = lower(bytes.substr(0, 4096));
  if (head.starts_with("<?xml"))
    if (auto name = value_after(std::string_view(head).substr(0, head.find('>')), "encoding"); !name.empty())
      return name;
  for (auto at = head.find('<'); at != head.npos; at = head.find('<', at)) {
    const auto rest = std::string_view(head).substr(at);
    if (rest.starts_with("<!--")) {
      const auto end = rest.find("-->", 4);
      if (end == rest.npos) return {};
      at += end + 3;
      continue;
    }
    if (rest.starts_with("<meta"))
      if (auto name = value_after(rest.substr(0, rest.find('>')), "charset"); !name.empty()) return name;
    ++at;
  }
  return {};
}

}  // namespace calloff::formats
