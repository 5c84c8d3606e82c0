// The browser's tree of a page, as gumbo builds it; small questions asked of its nodes. Only for html/*.cpp.
// Threading: a Tree is used by one thread.
#pragma once
#include <gumbo.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "formats/html/tree_memory.hpp"

namespace calloff::formats {

/// A range of bytes in the UTF-8 source.
struct SourceRange {
  std::size_t begin = 0, end = 0;
};

/// Gumbo's output and its memory; the source must outlive it.
class Tree {
 public:
  explicit Tree(std::string_view utf8);
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  const GumboNode* document() const { return output_->document; }
  std::string_view source() const { return source_; }

  /// Offset of a piece of the source, or `otherwise` for what the builder made up.
  std::size_t offset_of(const GumboStringPiece& piece, std::size_t otherwise) const;

 private:
  std::string_view source_;
  TreeMemory memory_;
  const GumboOutput* output_;  // all of it in memory_
};

inline bool is_element(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}
inline bool is_element(const GumboNode* node, GumboTag tag) { return is_element(node) && node->v.element.tag == tag; }
inline bool is_text(const GumboNode* node) {
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA;
}

/// Children of elements and of the document; none for the others.
inline std::span<GumboNode* const> children(const GumboNode* node) {
  const auto* list = is_element(node)                    ? &node->v.element.children
                     : node->type == GUMBO_NODE_DOCUMENT ? &node->v.document.children
                                                         : nullptr;
  if (!list || list->length == 0) return {};
  return {reinterpret_cast<GumboNode* const*>(list->data), list->length};
}

/// nullptr if the element does not have it; the first one if it has it twice.
const char* attribute_or_null(const GumboNode* element, const char* name);
std::string attribute(const GumboNode* element, const char* name);

/// An element that starts a line of its own, or ends one.
bool is_block(GumboTag tag);

/// A person does not see it: by its kind, the hidden attribute, or an inline `display:none`.
bool is_hidden(const GumboNode* element);

/// Calls `enter` for every element in document order, outermost first; its subtree is left out where it says false.
template <class Enter>
void for_each_element(const GumboNode* root, const Enter& enter) {
  for (const auto* child : children(root))
    if (is_element(child) && enter(child)) for_each_element(child, enter);
}

}  // namespace calloff::formats
