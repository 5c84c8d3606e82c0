// From a page's tree to what a Page holds. Locators count archived bytes. Threading: free functions.
#pragma once
#include <string>
#include <vector>

#include "formats/html/places.hpp"
#include "formats/html/source_text.hpp"
#include "formats/html/tree.hpp"
#include "formats/page.hpp"

namespace calloff::formats {

/// The elements that are looked at by themselves, in document order.
/// of_page: html, body, title and script, but for what is within a title or script
struct Elements {
  std::vector<const GumboNode*> tables, of_page;
  bool has_form = false;
};
Elements find_elements(const GumboNode* document);

/// All tables in document order, nested ones after their owner; and the labelled values found in those that are not
/// tables of data.
/// errors: quarantine `decode/too_large` (what: columns or cells)
Result<void> extract_tables(const Tree& tree, const Elements& elements, Places& places, Page& page);

/// All forms in document order. Fields of a form that was begun between a table and its rows are its own, though the
/// tree has them elsewhere.
std::vector<Form> extract_forms(const GumboNode* document);

/// Title, visible text, scripts, completeness, and labelled values that stand outside of tables.
void extract_text(const Tree& tree, const Elements& elements, Places& places, Page& page);

/// Adds the pairs that a text with colons has.
void add_colon_labels(const SourceText& text, Places& places, std::vector<LabelledValue>& labels);

}  // namespace calloff::formats
