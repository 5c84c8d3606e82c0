#include <algorithm>
#include <optional>

#include "formats/html/extract.hpp"
#include "formats/html/reading.hpp"

namespace calloff::formats {
namespace {

bool holds_text_alone(const GumboNode* element) { return std::ranges::all_of(children(element), is_text); }

/// Where all the text of an element stands, if it is one piece of exact text, or none.
std::optional<SourceRange> exact_text(const Tree& tree, const GumboNode* element) {
  const auto inside = children(element);
  if (inside.empty()) return SourceRange{};
  return inside.size() == 1 && is_text(inside[0]) ? exact_place(tree, inside[0]) : std::nullopt;
}

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
      if (!is_element(child))
        add_leaf(tree_, child, line_);
      else if (const auto tag = child->v.element.tag; tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH)
        walk_cell(child);
      else
        walk_element(child);
    }
  }

  void walk_element(const GumboNode* element) {
    const auto table = met_.tables.size();
    note(element, false);
    if (add_leaf(tree_, element, line_)) return note_below(element, is_of_text(element));
    const auto tag = element->v.element.tag;
    const bool is_line = is_block(tag);
    if (is_line) end_line();
    walk(element);
    if (is_line) end_line();
    if (tag == GUMBO_TAG_TABLE) met_.tables[table].end_cell = met_.cells.size();
  }

  void walk_cell(const GumboNode* node) {
    const bool has_attributes = node->v.element.attributes.length > 0;
    if (has_attributes && is_hidden(node)) return note_below(node, false);
    end_line();
    const auto index = met_.cells.size();
    // Written member by member: a whole that is put together first and then copied waits for its parts.
    auto& cell = met_.cells.emplace_back();
    cell.node = node;
    cell.is_plain = holds_text_alone(node);
    cell.is_th = node->v.element.tag == GUMBO_TAG_TH;
    cell.has_attributes = has_attributes;
    if (const auto place = exact_text(tree_, node)) {
      const auto text = tree_.source().substr(place->begin, place->end - place->begin);
      if (!text.empty()) add_line(text);
      return set_text(cell, text.size(), *place);
    }
    ++cells_;
    walk(node);
    const auto length = line_.text().size();
    const auto place = line_.empty() ? SourceRange() : line_.range();
    // The cell's line ends with it, while its labels are its table's.
    end_line();
    --cells_;
    set_text(met_.cells[index], length, place);
  }

  /// length: of the text that the page's ends with
  void set_text(MetCell& cell, std::size_t length, SourceRange place) const {
    if (!cell.is_plain) return;
    cell.begin = page_.text.size() - length;
    cell.length = length;
    const auto blank = length > 0 ? 0 : start_tag(tree_, cell.node, 0).end;
    cell.place = length > 0 ? place : SourceRange{blank, blank};
  }

  void add_line(std::string_view text) {
    if (!page_.text.empty()) page_.text += '\n';
    page_.text += text;
  }

  static bool is_of_text(const GumboNode* element) {
    return element->v.element.tag == GUMBO_TAG_SCRIPT || element->v.element.tag == GUMBO_TAG_TITLE;
  }

  void note(const GumboNode* element, bool is_within_text) {
    const auto tag = element->v.element.tag;
    if (tag == GUMBO_TAG_TABLE) met_.tables.push_back({element, met_.cells.size(), met_.cells.size()});
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
      add_line(line_.text());
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
    const auto value = std::string_view(text.text()).substr(pair.value_begin, pair.value_end - pair.value_begin);
    found.value.text = places.memory().keep(value);
    places.put(text.range(pair.value_begin, pair.value_end), found.value.locator);
    found.value.locator.position = Position(places.words("label " + found.label));
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
