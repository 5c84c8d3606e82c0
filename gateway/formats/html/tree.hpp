// The browser's tree of a page, as gumbo builds it; small questions asked of its nodes. Only for html/*.cpp.
// Threading: a Tree is used by one thread.
#pragma once
#include <gumbo.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace calloff::formats {

/// A range of bytes in the UTF-8 source.
struct SourceRange {
  std::size_t begin = 0, end = 0;
};

/// Owns gumbo's output; the source must outlive it.
class Tree {
 public:
  explicit Tree(std::string_view utf8);
  const GumboNode* document() const { return output_->document; }
  std::string_view source() const { return source_; }

  /// Offset of a piece of the source, or `otherwise` for what the builder made up.
  std::size_t offset_of(const GumboStringPiece& piece, std::size_t otherwise) const;

 private:
  struct Destroy {
    void operator()(GumboOutput* output) const;
  };
  std::string_view source_;
  std::unique_ptr<GumboOutput, Destroy> output_;
};

bool is_element(const GumboNode* node);
bool is_element(const GumboNode* node, GumboTag tag);
bool is_text(const GumboNode* node);

/// Children of elements and of the document; none for the others.
std::span<GumboNode* const> children(const GumboNode* node);

/// nullptr if the element does not have it; the first one if it has it twice.
const char* attribute_or_null(const GumboNode* element, const char* name);
std::string attribute(const GumboNode* element, const char* name);

/// An element that starts a line of its own, or ends one.
bool is_block(GumboTag tag);

/// A person does not see it: by its kind, the hidden attribute, or an inline `display:none`.
bool is_hidden(const GumboNode* element);

/// Calls `enter` for every element in document order, outermost first; its subtree is left out where it says false.
void for_each_element(const GumboNode* root, const std::function<bool(const GumboNode*)>& enter);

}  // namespace calloff::formats
