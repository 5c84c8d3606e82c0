#include <algorithm>

#include "formats/html/extract.hpp"
#include "formats/html/reading.hpp"

namespace calloff::formats {
namespace {

/// Walks the visible page line by line.
class PageText {
 public:
  PageText(const Tree& tree, Places& places, Page& page) : tree_(tree), places_(places), page_(page) {}

  void read(const GumboNode* document) {
    walk(document);
    end_line();
  }

 private:
  void walk(const GumboNode* node) {
    for (const auto* child : children(node)) {
      if (add_leaf(tree_, child, line_)) continue;
      const auto tag = child->v.element.tag;
      const bool is_cell = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
      if (is_block(tag)) end_line();
      cells_ += is_cell;
      walk(child);
      if (is_block(tag)) end_line();
      cells_ -= is_cell;
    }
  }

  /// Cells tell their labels themselves, as the table they are in is understood.
  void end_line() {
    if (!line_.empty()) {
      if (!page_.text.empty()) page_.text += '\n';
      page_.text += line_.text();
      if (cells_ == 0) add_colon_labels(line_, places_, page_.labels);
    }
    line_.clear();
  }

  const Tree& tree_;
  Places& places_;
  Page& page_;
  SourceText line_;
  std::size_t cells_ = 0;  // nesting of cells
};

std::string body_of(const GumboNode* script) {
  std::string body;
  for (const auto* child : children(script))
    if (is_text(child)) body += child->v.text.text;
  return body;
}

bool has_end_tag(const GumboNode* element) {
  return element->v.element.original_end_tag.length > 0 ||
         (element->parse_flags & GUMBO_INSERTION_IMPLICIT_END_TAG) == 0;
}

}  // namespace

void add_colon_labels(const SourceText& text, Places& places, std::vector<LabelledValue>& labels) {
  for (const auto& pair : colon_pairs(text.text())) {
    if (pair.value_begin == pair.value_end) continue;
    LabelledValue found{std::string(pair.label), {}};
    found.value.text = text.text().substr(pair.value_begin, pair.value_end - pair.value_begin);
    places.put(text.range(pair.value_begin, pair.value_end), found.value.locator);
    found.value.locator.position = "label " + found.label;
    labels.push_back(std::move(found));
  }
}

namespace {

void find_below(const GumboNode* node, bool is_within_text, Elements& found) {
  for (const auto* child : children(node)) {
    if (!is_element(child)) continue;
    const auto tag = child->v.element.tag;
    const bool is_text = tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_TITLE;
    if (tag == GUMBO_TAG_TABLE) found.tables.push_back(child);
    if (tag == GUMBO_TAG_FORM) found.has_form = true;
    if (!is_within_text && (is_text || tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY)) found.of_page.push_back(child);
    find_below(child, is_within_text || is_text, found);
  }
}

}  // namespace

Elements find_elements(const GumboNode* document) {
  Elements found;
  find_below(document, false, found);
  return found;
}

void extract_text(const Tree& tree, const Elements& elements, Places& places, Page& page) {
  for (const auto* element : elements.of_page) {
    switch (element->v.element.tag) {
      case GUMBO_TAG_SCRIPT:
        if (auto body = body_of(element); !body.empty()) page.scripts.push_back(std::move(body));
        break;
      case GUMBO_TAG_TITLE:
        if (page.title.empty()) {
          SourceText title;
          add_visible_text(tree, element, title);
          page.title = title.text();
        }
        break;
      case GUMBO_TAG_BODY:
        if (auto onload = attribute(element, "onload"); !onload.empty()) page.scripts.push_back(std::move(onload));
        [[fallthrough]];
      default:
        page.is_complete = page.is_complete || has_end_tag(element);
    }
  }
  PageText(tree, places, page).read(tree.document());
}

}  // namespace calloff::formats
