#include "formats/html/tree.hpp"

#include <functional>

#include "base/text.hpp"

namespace calloff::formats {

Tree::Tree(std::string_view utf8) : source_(utf8) {
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  options.userdata = &memory_;
  options.allocator = [](void* memory, std::size_t size) { return static_cast<TreeMemory*>(memory)->allocate(size); };
  options.deallocator = [](void* memory, void* piece) { static_cast<TreeMemory*>(memory)->release(piece); };
  output_ = gumbo_parse_with_options(&options, utf8.data(), utf8.size());
}

std::size_t Tree::offset_of(const GumboStringPiece& piece, std::size_t otherwise) const {
  const std::less<const char*> before;
  if (!piece.data || before(piece.data, source_.data()) || before(source_.data() + source_.size(), piece.data))
    return otherwise;
  return static_cast<std::size_t>(piece.data - source_.data());
}

const char* attribute_or_null(const GumboNode* element, const char* name) {
  if (!is_element(element) || element->v.element.attributes.length == 0) return nullptr;
  const auto* found = gumbo_get_attribute(&element->v.element.attributes, name);
  return found ? found->value : nullptr;
}

std::string attribute(const GumboNode* element, const char* name) {
  const auto* value = attribute_or_null(element, name);
  return value ? value : "";
}

bool is_block(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_P:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_UL:
      return true;
    default:
      return false;
  }
}

bool is_hidden(const GumboNode* element) {
  switch (element->v.element.tag) {
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_APPLET:
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
      return true;
    default:
      break;
  }
  if (attribute_or_null(element, "hidden")) return true;
  const auto* style = attribute_or_null(element, "style");
  if (!style) return false;
  auto plain = lower(style);
  std::erase_if(plain, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
  return plain.find("display:none") != plain.npos;
}

}  // namespace calloff::formats
