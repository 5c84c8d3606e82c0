// From a page's tree to what a Page holds. Locators count archived bytes. Threading: free functions.
#pragma once
#include <string>
#include <vector>

#include "formats/html/places.hpp"
#include "formats/html/source_text.hpp"
#include "formats/html/tree.hpp"
#include "formats/page.hpp"

namespace calloff::formats {

/// A td or th as the walk over the page met it. A tree is larger than a processor's cache: what was read once is not
/// read again.
/// begin, length, place: of its text, in the page's and in the source; if it is plain
struct MetCell {
  const GumboNode* node = nullptr;
  bool is_plain = false;  ///< it holds text alone
  bool is_th = false, has_attributes = false;
  std::size_t begin = 0, length = 0;
  SourceRange place{};  ///< an empty range where it would stand, if there is none
};

/// first_cell, end_cell: of the cells met, those in it
struct MetTable {
  const GumboNode* node = nullptr;
  std::size_t first_cell = 0, end_cell = 0;
};

/// What the walk met, in document order. Cells that are hidden, and all in them, it did not meet.
/// of_page: html, body, title and script, but for what is within a title or script
struct Elements {
  std::vector<MetTable> tables;
  std::vector<MetCell> cells;
  std::vector<const GumboNode*> of_page;
  bool has_form = false;
};

/// Title, visible text, scripts, completeness, and labelled values that stand outside of tables.
Elements extract_text(const Tree& tree, Places& places, Page& page);

/// All tables in document order, nested ones after their owner; and the labelled values found in those that are not
/// tables of data. The page must have its text.
/// errors: quarantine `decode/too_large` (what: columns or cells)
Result<void> extract_tables(const Tree& tree, const Elements& elements, Places& places, Page& page);

/// All forms in document order. Fields of a form that was begun between a table and its rows are its own, though the
/// tree has them elsewhere.
std::vector<Form> extract_forms(const GumboNode* document);

/// Adds the pairs that a text with colons has.
void add_colon_labels(const SourceText& text, Places& places, std::vector<LabelledValue>& labels);

}  // namespace calloff::formats
