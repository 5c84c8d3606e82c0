// Text as people see it, with the place in the source of each of its bytes. Threading: plain value.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/html/tree.hpp"

namespace calloff::formats {

/// Grows piece by piece; white space is made one space, at the ends none.
class SourceText {
 public:
  /// Adds a piece of text.
  /// original: the source it was read from, character references and all; offset: where that stands
  void add(std::string_view text, std::string_view original, std::size_t offset);

  /// Adds text that stands elsewhere in the source (a field's value): all of it is placed at `range`.
  void add_at(std::string_view text, SourceRange range);

  /// A gap between words, such as a line break.
  void add_gap() { has_gap_ = true; }
  void clear();

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

  /// The source range of bytes begin..end-1 of text(); both must be character boundaries, begin < end.
  SourceRange range(std::size_t begin, std::size_t end) const;
  SourceRange range() const { return range(0, text_.size()); }

 private:
  /// A stretch of text_, up to the next one's begin. is_exact: it stands in the source byte by byte from place.begin
  /// on; else all of it stands at `place`.
  struct Stretch {
    std::size_t begin;
    SourceRange place;
    bool is_exact;
  };

  void add_plain(std::string_view text, std::size_t offset);
  void add_aligned(std::string_view text, std::string_view original, std::size_t offset);
  void add_character(char32_t code, std::string_view bytes, SourceRange range);
  void append(std::string_view bytes, SourceRange range);
  void close_gap(std::size_t next);

  std::string text_;
  std::vector<Stretch> stretches_;
  bool has_gap_ = false;
};

/// Adds the visible text below `node`. Nested tables, scripts and what is hidden are left out; of fields their values.
void add_visible_text(const Tree& tree, const GumboNode* node, SourceText& out);

/// Adds what a person sees of one node without children of interest: text, a line break, a field's value.
/// returns: whether the node was such a one (then its children are not to be visited)
bool add_leaf(const Tree& tree, const GumboNode* node, SourceText& out);

/// Where the text of a text node stands, if it stands there as people see it but for white space around it: no
/// character reference, no more than one space at a time. Most texts do. An empty range: nothing is to be seen.
std::optional<SourceRange> exact_place(const Tree& tree, const GumboNode* text);

/// The chosen option of a select, or the first; nullptr if it has none.
const GumboNode* chosen_option(const GumboNode* select);

/// Where an element's start tag stands; an empty range at `otherwise` for one that the builder made up.
SourceRange start_tag(const Tree& tree, const GumboNode* element, std::size_t otherwise);

/// The end of an element's end tag, or of its start tag if it has none; 0 if it has neither.
std::size_t end_of(const Tree& tree, const GumboNode* element);

}  // namespace calloff::formats
