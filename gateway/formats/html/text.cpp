#include <algorithm>

#include "formats/html/extract.hpp"
#include "formats/html/reading.hpp"

namespace calloff::formats {
namespace {

bool holds_text_alone(const GumboNode* element) { return std::ranges::all_of(children(element), is_text); }

constexpr std::size_t kBytesPerCell = 16;  // of a page that is all table: `<td>12</td>` and some words

/// Walks the page once: its visible text line by line, and what else is looked at later.
class PageWalk {
 public:
  PageWalk(const Tree& tree, Places& places, Page& page) : tree_(tree), places_(places), page_(page) {}

  Elements read(const GumboNode* document) {
    met_.cells.reserve(tree_.source().size() / kBytesPerCell);
    page_.text.reserve(tree_.source().size() / 2);
    walk(document);
    end_line();
    return std::move(met_);
  }

 private:
  void walk(const GumboNode* node) {
    for (const auto* child : children(node)) {
      if (is_element(child)) note(child, false);
      if (add_leaf(tree_, child, line_)) {
        if (is_element(child)) note_below(child, is_of_text(child));
        continue;
      }
      const auto tag = child->v.element.tag;
      const bool is_cell = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
      if (is_block(tag)) end_line();
      if (is_cell)
        walk_cell(child);
      else
        walk(child);
      if (is_block(tag)) end_line();
    }
  }

  void walk_cell(const GumboNode* node) {
    const auto index = met_.cells.size();
    met_.cells.push_back({node, holds_text_alone(node)});
    ++cells_;
    walk(node);
    if (auto& cell = met_.cells[index]; cell.is_plain && !line_.empty()) {
      cell.begin = page_.text.size() + (page_.text.empty() ? 0 : 1);
      cell.length = line_.text().size();
      cell.place = line_.range();
    }
    // The cell's line ends with it, while its labels are its table's.
    end_line();
    --cells_;
  }

  static bool is_of_text(const GumboNode* element) {
    return element->v.element.tag == GUMBO_TAG_SCRIPT || element->v.element.tag == GUMBO_TAG_TITLE;
  }

  void note(const GumboNode* element, bool is_within_text) {
    const auto tag = element->v.element.tag;
    if (tag == GUMBO_TAG_TABLE) met_.tables.push_back({element, met_.cells.size()});
    if (tag == GUMBO_TAG_FORM) met_.has_form = true;
    const bool is_of_page = tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY || is_of_text(element);
    if (is_of_page && !is_within_text) met_.of_page.push_back(element);
  }

  /// What nobody sees may hold tables and forms all the same.
  void note_below(const GumboNode* node, bool is_within_text) {
    for (const auto* child : children(node)) {
      if (!is_element(child)) continue;
      note(child, is_within_text);
      note_below(child, is_within_text || is_of_text(child));
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
  Elements met_;
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

Elements extract_text(const Tree& tree, Places& places, Page& page) {
  auto met = PageWalk(tree, places, page).read(tree.document());
  for (const auto* element : met.of_page) {
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
  return met;
}

}  // namespace calloff::formats
