#include "formats/html/source_text.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "base/text.hpp"
#include "formats/utf8.hpp"

namespace calloff::formats {
namespace {

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Length of the character reference that `text` starts with, as long as it may be; 0 if it is none.
std::size_t reference_length(std::string_view text) {
  std::size_t at = text.size() > 1 && text[1] == '#' ? 2 : 1;
  const auto begin = at;
  while (at < text.size() && is_alphanumeric(text[at])) ++at;
  if (at == begin) return 0;
  return at < text.size() && text[at] == ';' ? at + 1 : at;
}

bool is_reference_to_ampersand(std::string_view reference) {
  const auto plain = lower(reference);
  return plain.starts_with("&amp") || plain.starts_with("&#38") || plain.starts_with("&#x26");
}

/// How much of `original` the character `shown` was read from; 0 if it can not be told.
std::size_t consumed(std::string_view original, std::string_view shown) {
  if (original.empty()) return 0;
  if (original[0] == '&') {
    const auto length = reference_length(original);
    if (shown != "&") return length;
    return length > 0 && is_reference_to_ampersand(original.substr(0, length)) ? length : 1;
  }
  if (original[0] == '\r' && shown == "\n") return original.starts_with("\r\n") ? 2 : 1;
  return original.starts_with(shown) ? shown.size() : 0;
}

/// Tags that the builder passed over within a text (a stray end tag) are not part of it.
std::size_t tags_before(std::string_view original, std::string_view shown) {
  std::size_t at = 0;
  while (shown != "<" && at < original.size() && original[at] == '<') {
    const auto end = original.find('>', at);
    if (end == original.npos) break;
    at = end + 1;
  }
  return at;
}

/// One range for each character of `text`, offsets into `original`; empty if they can not all be told.
std::vector<SourceRange> align(std::string_view text, std::string_view original) {
  std::vector<SourceRange> ranges;
  std::size_t from = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto length = first_character(text.substr(at)).length;
    if (length == 0) return {};
    const auto shown = text.substr(at, length);
    from += tags_before(original.substr(from), shown);
    const auto taken = consumed(original.substr(from), shown);
    if (taken == 0) return {};
    ranges.push_back({from, from + taken});
    from += taken;
    at += length;
  }
  return ranges;
}

}  // namespace

namespace {

/// Neither white space nor invisible, whatever follows: what begins with another byte must be decoded to tell.
constexpr std::array<bool, 256> kShown = [] {
  std::array<bool, 256> shown{};
  shown.fill(true);
  for (const unsigned char c : {' ', '\t', '\n', '\v', '\f', '\r', '\xc2', '\xe2', '\xe3', '\xef'}) shown[c] = false;
  return shown;
}();

}  // namespace

/// The gap before what stands at `next` becomes a space: part of the stretch if that is what the source has there.
void SourceText::close_gap(std::size_t next) {
  const bool is_shown = has_gap_ && !text_.empty();
  has_gap_ = false;
  if (!is_shown) return;
  const auto& last = stretches_.back();
  const bool continues = last.is_exact && last.place.begin + (text_.size() - last.begin) + 1 == next;
  if (!continues) stretches_.push_back({text_.size(), {next, next}, false});
  text_ += ' ';
}

/// range: of all the bytes; as long as they are where it is exact
void SourceText::append(std::string_view bytes, SourceRange range) {
  close_gap(range.begin);
  const bool is_exact = range.end - range.begin == bytes.size();
  const bool continues = is_exact && !stretches_.empty() && stretches_.back().is_exact &&
                         stretches_.back().place.begin + (text_.size() - stretches_.back().begin) == range.begin;
  if (!continues) stretches_.push_back({text_.size(), range, is_exact});
  text_ += bytes;
}

void SourceText::add_character(char32_t code, std::string_view bytes, SourceRange range) {
  if (is_invisible(code)) return;
  if (is_space(code))
    has_gap_ = true;
  else
    append(bytes, range);
}

void SourceText::add_plain(std::string_view text, std::size_t offset) {
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    while (at < text.size() && kShown[static_cast<unsigned char>(text[at])]) ++at;
    if (at > begin) append(text.substr(begin, at - begin), {offset + begin, offset + at});
    if (at == text.size()) return;
    const auto character = first_character(text.substr(at));
    const auto length = std::max<std::size_t>(1, character.length);
    add_character(character.code, text.substr(at, length), {offset + at, offset + at + length});
    at += length;
  }
}

void SourceText::add_aligned(std::string_view text, std::string_view original, std::size_t offset) {
  const auto ranges = align(text, original);
  std::size_t index = 0;
  for (std::size_t at = 0; at < text.size(); ++index) {
    const auto character = first_character(text.substr(at));
    const auto length = std::max<std::size_t>(1, character.length);
    const auto range = ranges.empty() ? SourceRange{0, original.size()} : ranges[index];
    add_character(character.code, text.substr(at, length), {offset + range.begin, offset + range.end});
    at += length;
  }
}

void SourceText::add(std::string_view text, std::string_view original, std::size_t offset) {
  if (original.starts_with(text))
    add_plain(text, offset);
  else
    add_aligned(text, original, offset);
}

void SourceText::add_at(std::string_view text, SourceRange range) {
  for (std::size_t at = 0; at < text.size();) {
    const auto character = first_character(text.substr(at));
    const auto length = std::max<std::size_t>(1, character.length);
    add_character(character.code, text.substr(at, length), range);
    at += length;
  }
}

void SourceText::clear() {
  text_.clear();
  stretches_.clear();
  has_gap_ = false;
}

SourceRange SourceText::range(std::size_t begin, std::size_t end) const {
  // What the builder moved (text out of a table) may stand out of order.
  SourceRange whole{std::numeric_limits<std::size_t>::max(), 0};
  for (std::size_t i = 0; i < stretches_.size() && stretches_[i].begin < end; ++i) {
    const auto& [from, place, is_exact] = stretches_[i];
    const auto to = i + 1 < stretches_.size() ? stretches_[i + 1].begin : text_.size();
    if (to <= begin) continue;
    const auto first = is_exact ? place.begin + (std::max(begin, from) - from) : place.begin;
    const auto last = is_exact ? place.begin + (std::min(end, to) - from) : place.end;
    whole.begin = std::min(whole.begin, first);
    whole.end = std::max(whole.end, last);
  }
  return whole;
}

SourceRange start_tag(const Tree& tree, const GumboNode* element, std::size_t otherwise) {
  const auto& tag = element->v.element.original_tag;
  const auto begin = tree.offset_of(tag, otherwise);
  if (!tag.data || begin == otherwise) return {begin, begin};
  return {begin, std::min(begin + tag.length, tree.source().size())};
}

std::size_t end_of(const Tree& tree, const GumboNode* element) {
  const auto start_end = start_tag(tree, element, 0).end;
  const auto& tag = element->v.element.original_end_tag;
  const auto end = std::min(tree.offset_of(tag, 0) + tag.length, tree.source().size());
  return std::max(start_end, end);
}

namespace {

/// What a text node was read from.
SourceRange original_place(const Tree& tree, const GumboNode* node) {
  const auto& piece = node->v.text.original_text;
  const auto begin = tree.offset_of(piece, tree.source().size());
  return {begin, begin + std::min(piece.length, tree.source().size() - begin)};
}

void add_text_node(const Tree& tree, const GumboNode* node, SourceText& out) {
  if (node->type == GUMBO_NODE_WHITESPACE) return out.add_gap();
  const auto [begin, end] = original_place(tree, node);
  out.add(node->v.text.text, tree.source().substr(begin, end - begin), begin);
}

/// The place of an attribute's value, quotes apart.
SourceRange value_place(const Tree& tree, const GumboNode* element) {
  const auto tag = start_tag(tree, element, 0);
  const auto* value = gumbo_get_attribute(&element->v.element.attributes, "value");
  const auto begin = tree.offset_of(value->original_value, tag.begin);
  auto piece = tree.source().substr(begin, std::min(value->original_value.length, tree.source().size() - begin));
  const bool is_quoted = piece.size() >= 2 && (piece[0] == '"' || piece[0] == '\'') && piece.back() == piece[0];
  return is_quoted ? SourceRange{begin + 1, begin + piece.size() - 1} : SourceRange{begin, begin + piece.size()};
}

bool shows_its_value(const GumboNode* input) {
  const auto type = lower(attribute(input, "type"));
  for (const auto* other : {"hidden", "password", "checkbox", "radio", "submit", "button", "reset", "image", "file"})
    if (type == other) return false;
  return attribute_or_null(input, "value") != nullptr;
}

}  // namespace

namespace {

/// Is it as people see it: no white space but single spaces within, nothing that takes no room? text: begins and ends
/// with no ASCII white space
bool is_tidy(std::string_view text) {
  for (std::size_t at = 0;;) {
    while (at < text.size() && kShown[static_cast<unsigned char>(text[at])]) ++at;
    if (at == text.size()) return true;
    if (text[at] == ' ') {
      if (text[at - 1] == ' ') return false;
      ++at;
      continue;
    }
    const auto character = first_character(text.substr(at));
    if (character.length == 0 || is_space(character.code) || is_invisible(character.code)) return false;
    at += character.length;
  }
}

}  // namespace

std::optional<SourceRange> exact_place(const Tree& tree, const GumboNode* text) {
  const auto [begin, end] = original_place(tree, text);
  const std::string_view shown = text->v.text.text;
  if (shown == kNoBreakSpace) return SourceRange{begin, begin};  // how portals write a blank cell
  if (!tree.source().substr(begin, end - begin).starts_with(shown)) return std::nullopt;
  const auto inner = trim(shown);
  if (!is_tidy(inner)) return std::nullopt;
  const auto first = begin + static_cast<std::size_t>(inner.data() - shown.data());
  return SourceRange{first, first + inner.size()};
}

const GumboNode* chosen_option(const GumboNode* select) {
  const GumboNode *first = nullptr, *chosen = nullptr;
  for_each_element(select, [&](const GumboNode* element) {
    if (element->v.element.tag != GUMBO_TAG_OPTION) return true;
    if (!first) first = element;
    if (!chosen && attribute_or_null(element, "selected")) chosen = element;
    return false;
  });
  return chosen ? chosen : first;
}

bool add_leaf(const Tree& tree, const GumboNode* node, SourceText& out) {
  if (is_text(node)) {
    add_text_node(tree, node, out);
    return true;
  }
  if (!is_element(node) || is_hidden(node)) return true;
  switch (node->v.element.tag) {
    case GUMBO_TAG_INPUT:
      if (shows_its_value(node)) out.add_at(attribute(node, "value"), value_place(tree, node));
      return true;
    case GUMBO_TAG_SELECT:
      if (const auto* option = chosen_option(node))
        for (const auto* child : children(option)) add_leaf(tree, child, out);
      return true;
    default:
      return false;
  }
}

void add_visible_text(const Tree& tree, const GumboNode* node, SourceText& out) {
  for (const auto* child : children(node)) {
    if (add_leaf(tree, child, out)) continue;
    const auto tag = child->v.element.tag;
    if (is_block(tag)) out.add_gap();
    if (tag != GUMBO_TAG_TABLE) add_visible_text(tree, child, out);
    if (is_block(tag)) out.add_gap();
  }
}

}  // namespace calloff::formats
