#include "formats/html/shape.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace calloff::formats {
namespace {

constexpr std::size_t kMaxElements = 500'000, kMaxAttributes = 256;

bool is_white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// What ends a tag's name.
constexpr auto kEndsName = [] {
  std::array<bool, 256> ends{};
  for (const unsigned char c : {' ', '\t', '\n', '\v', '\f', '\r', '/', '>'}) ends[c] = true;
  return ends;
}();
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char lower_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower_letter(x) == lower_letter(y); });
}

/// What an element's name says about what is open after its start tag.
enum class Kind : unsigned char {
  other,
  never_open,  ///< void, or closed by what follows
  cell,
  table_part,  ///< but no cell
  table,
  formatting,
  raw_text,
  foreign,  ///< drawings and formulas
  plain_text
};

struct NamedKind {
  std::string_view name;
  Kind kind;
};
constexpr auto kNamed = std::to_array<NamedKind>({{"area", Kind::never_open},
                                                  {"base", Kind::never_open},
                                                  {"basefont", Kind::never_open},
                                                  {"bgsound", Kind::never_open},
                                                  {"br", Kind::never_open},
                                                  {"col", Kind::never_open},
                                                  {"embed", Kind::never_open},
                                                  {"frame", Kind::never_open},
                                                  {"hr", Kind::never_open},
                                                  {"img", Kind::never_open},
                                                  {"image", Kind::never_open},
                                                  {"input", Kind::never_open},
                                                  {"keygen", Kind::never_open},
                                                  {"link", Kind::never_open},
                                                  {"meta", Kind::never_open},
                                                  {"param", Kind::never_open},
                                                  {"source", Kind::never_open},
                                                  {"track", Kind::never_open},
                                                  {"wbr", Kind::never_open},
                                                  {"p", Kind::never_open},
                                                  {"li", Kind::never_open},
                                                  {"dt", Kind::never_open},
                                                  {"dd", Kind::never_open},
                                                  {"option", Kind::never_open},
                                                  {"optgroup", Kind::never_open},
                                                  {"html", Kind::never_open},
                                                  {"head", Kind::never_open},
                                                  {"body", Kind::never_open},
                                                  {"colgroup", Kind::never_open},
                                                  {"td", Kind::cell},
                                                  {"th", Kind::cell},
                                                  {"caption", Kind::cell},
                                                  {"tr", Kind::table_part},
                                                  {"tbody", Kind::table_part},
                                                  {"thead", Kind::table_part},
                                                  {"tfoot", Kind::table_part},
                                                  {"table", Kind::table},
                                                  {"a", Kind::formatting},
                                                  {"b", Kind::formatting},
                                                  {"big", Kind::formatting},
                                                  {"code", Kind::formatting},
                                                  {"em", Kind::formatting},
                                                  {"font", Kind::formatting},
                                                  {"i", Kind::formatting},
                                                  {"nobr", Kind::formatting},
                                                  {"s", Kind::formatting},
                                                  {"small", Kind::formatting},
                                                  {"strike", Kind::formatting},
                                                  {"strong", Kind::formatting},
                                                  {"tt", Kind::formatting},
                                                  {"u", Kind::formatting},
                                                  {"script", Kind::raw_text},
                                                  {"style", Kind::raw_text},
                                                  {"title", Kind::raw_text},
                                                  {"textarea", Kind::raw_text},
                                                  {"iframe", Kind::raw_text},
                                                  {"noframes", Kind::raw_text},
                                                  {"noembed", Kind::raw_text},
                                                  {"xmp", Kind::raw_text},
                                                  {"svg", Kind::foreign},
                                                  {"math", Kind::foreign},
                                                  {"plaintext", Kind::plain_text}});

/// Names by a hash of their last letters, for a lookup without a copy.
class KindTable {
 public:
  constexpr KindTable() {
    for (unsigned char i = 0; i < kNamed.size(); ++i) {
      const auto key = last_letters(kNamed[i].name);
      auto at = hash(key);
      while (slots_[at].key != 0) at = (at + 1) % slots_.size();
      slots_[at] = {key, i};
    }
  }
  /// key: its last_letters
  Kind find(std::string_view name, std::uint64_t key) const {
    for (auto at = hash(key); slots_[at].key != 0; at = (at + 1) % slots_.size()) {
      if (slots_[at].key != key) continue;
      const auto& named = kNamed[slots_[at].named];
      if (named.name.size() == name.size() && (name.size() <= sizeof key || is_same_name(named.name, name)))
        return named.kind;
    }
    return Kind::other;
  }

  /// The key of a name that goes on with `c`: its last eight characters. With this bit set a capital letter is small,
  /// and nothing else becomes a letter.
  static constexpr std::uint64_t with_letter(std::uint64_t key, char c) {
    return key << 8 | (static_cast<unsigned char>(c) | 0x20u);
  }

 private:
  struct Slot {
    std::uint64_t key = 0;  // 0: free
    unsigned char named = 0;
  };
  static constexpr std::uint64_t last_letters(std::string_view name) {
    std::uint64_t key = 0;
    for (const char c : name) key = with_letter(key, c);
    return key;
  }
  static constexpr std::size_t hash(std::uint64_t key) { return key * 0x9e3779b97f4a7c15u >> 56; }
  std::array<Slot, 256> slots_{};
};
constexpr KindTable kKinds;

/// The open elements that count.
class OpenElements {
 public:
  OpenElements() { open_.reserve(64); }
  std::size_t depth() const { return open_.size(); }

  void start(std::string_view name, Kind kind) {
    if (kind == Kind::never_open) return;
    if (kind == Kind::cell || kind == Kind::table_part) {
      end_table_part();
      if (kind == Kind::cell && nearest_table() < open_.size()) open_.push_back({name, kind});
      return;
    }
    open_.push_back({name, kind});
  }

  void end(std::string_view name, Kind kind) {
    if (kind == Kind::cell || kind == Kind::table_part) return end_table_part();
    if (kind == Kind::table) {
      const auto table = nearest_table();
      if (table == open_.size()) return;
      end_table_part();
      open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(table));
      return;
    }
    const auto found = nearest(name);
    if (found == open_.size()) return;
    // Formatting that stands above stays open: the builder opens it again.
    const auto from = open_.begin() + static_cast<std::ptrdiff_t>(found);
    const bool is_formatting = from->kind == Kind::formatting;
    open_.erase(from);
    if (!is_formatting) drop_from(found);
  }

 private:
  struct Open {
    std::string_view name;  // as written
    Kind kind;
  };

  /// Index of the innermost open `name` in the same cell; size() if there is none.
  std::size_t nearest(std::string_view name) const {
    for (auto i = open_.size(); i-- > 0;) {
      if (open_[i].kind == Kind::cell) break;
      if (is_same_name(open_[i].name, name)) return i;
    }
    return open_.size();
  }

  /// The same of tables, which are seen from inside cells.
  std::size_t nearest_table() const {
    for (auto i = open_.size(); i-- > 0;)
      if (open_[i].kind == Kind::table) return i;
    return open_.size();
  }

  void drop_from(std::size_t first) {
    open_.erase(std::remove_if(open_.begin() + static_cast<std::ptrdiff_t>(first), open_.end(),
                               [](const Open& element) { return element.kind != Kind::formatting; }),
                open_.end());
  }

  /// Ends the innermost table's open cell with all that it holds; formatting begun outside of cells stays.
  void end_table_part() {
    // Mostly nothing is open in the cell, or there is none.
    if (open_.empty() || open_.back().kind == Kind::table) return;
    if (open_.back().kind == Kind::cell) return open_.pop_back();
    const auto table = nearest_table();
    if (table == open_.size()) return;
    const auto cell = std::find_if(open_.begin() + static_cast<std::ptrdiff_t>(table), open_.end(),
                                   [](const Open& element) { return element.kind == Kind::cell; });
    open_.erase(cell, open_.end());
    drop_from(table + 1);
  }

  std::vector<Open> open_;
};

/// Reads tags as the tree builder's tokenizer does.
class TagScanner {
 public:
  TagScanner(std::string_view html, std::size_t max_depth) : html_(html), max_depth_(max_depth) {}

  Result<void> scan() {
    while (true) {
      // Mostly one tag follows the other.
      if (ahead(0) != '<') at_ = html_.find('<', at_);
      if (at_ >= html_.size()) return {};
      markup();
      if (refused_) return std::move(*refused_);
    }
  }

 private:
  char ahead(std::size_t by) const { return at_ + by < html_.size() ? html_[at_ + by] : '\0'; }

  void markup() {
    const char next = ahead(1);
    if (plain_cell()) return;
    if (is_letter(next))
      start_tag();
    else if (next == '/' && is_letter(ahead(2)))
      end_tag();
    else if (next == '!' && html_.substr(at_).starts_with("<!--"))
      comment();
    else if (next == '!' || next == '?' || next == '/')
      skip_past(">", 2);
    else
      ++at_;
  }

  /// Most tags of a page of figures are these two; they are told by their bytes, and held like all others.
  bool plain_cell() {
    const auto rest = html_.substr(at_);
    const bool is_start = rest.starts_with("<td>");
    if (!is_start && !rest.starts_with("</td>")) return false;
    at_ += is_start ? 4 : 5;
    if (is_start)
      opened("td", Kind::cell);
    else
      open_.end("td", Kind::cell);
    return true;
  }

  void skip_past(std::string_view end, std::size_t from) {
    const auto found = html_.find(end, at_ + from);
    at_ = found == html_.npos ? html_.size() : found + end.size();
  }

  void comment() {
    const auto rest = html_.substr(at_ + 4);
    if (rest.starts_with(">") || rest.starts_with("->")) return skip_past(">", 4);
    const auto plain = html_.find("-->", at_ + 4), banged = html_.find("--!>", at_ + 4);
    const auto end = std::min(plain, banged);
    at_ = end == html_.npos ? html_.size() : html_.find('>', end) + 1;
  }

  struct Name {
    std::string_view text;  // as written
    Kind kind;
  };
  Name name() {
    const auto rest = html_.substr(std::min(at_, html_.size()));
    std::size_t length = 0;
    std::uint64_t key = 0;
    for (; length < rest.size() && !kEndsName[static_cast<unsigned char>(rest[length])]; ++length)
      key = KindTable::with_letter(key, rest[length]);
    at_ += length;
    const auto text = rest.substr(0, length);
    return {text, kKinds.find(text, key)};
  }

  void end_tag() {
    at_ += 2;
    const auto [ended, kind] = name();
    if (has_too_many_attributes()) return refuse("attributes in one tag", kMaxAttributes);
    open_.end(ended, kind);
  }

  void start_tag() {
    at_ += 1;
    const auto [started, kind] = name();
    if (has_too_many_attributes()) return refuse("attributes in one tag", kMaxAttributes);
    if (!opened(started, kind)) return;
    // In drawings and formulas the elements of raw text hold elements.
    if (kind == Kind::foreign) has_foreign_ = true;
    if (kind == Kind::plain_text)
      at_ = html_.size();
    else if (!has_foreign_ && kind == Kind::raw_text)
      raw_text(started);
  }

  /// Is it one that may still be?
  bool opened(std::string_view name, Kind kind) {
    if (++elements_ > kMaxElements) {
      refuse("elements", kMaxElements);
      return false;
    }
    open_.start(name, kind);
    if (open_.depth() <= max_depth_) return true;
    refused_ = Error{Recovery::quarantine, "decode/too_deep", {{"limit", std::to_string(max_depth_)}}};
    return false;
  }

  void raw_text(std::string_view element) {
    for (; at_ < html_.size(); ++at_) {
      at_ = std::min(html_.find("</", at_), html_.size());
      const auto after = at_ + 2 + element.size();
      if (after < html_.size() && is_same_name(html_.substr(at_ + 2, element.size()), element) &&
          (is_white(html_[after]) || html_[after] == '/' || html_[after] == '>'))
        return;
    }
  }

  /// Moves behind the tag.
  bool has_too_many_attributes() {
    if (ahead(0) != '>') return attributes() > kMaxAttributes;
    ++at_;
    return false;
  }

  /// Moves behind the tag. Quotes mean something only after an equals sign.
  std::size_t attributes() {
    std::size_t count = 0;
    while (at_ < html_.size()) {
      if (html_[at_] == '>') {
        ++at_;
        break;
      }
      if (is_white(html_[at_]) || html_[at_] == '/') {
        ++at_;
        continue;
      }
      ++count;
      attribute();
    }
    return count;
  }

  void skip_white() {
    while (at_ < html_.size() && is_white(html_[at_])) ++at_;
  }

  void attribute() {
    ++at_;  // whatever it is, it belongs to the name
    while (at_ < html_.size() && !is_white(html_[at_]) && html_[at_] != '/' && html_[at_] != '>' && html_[at_] != '=')
      ++at_;
    skip_white();
    if (ahead(0) != '=') return;
    ++at_;
    skip_white();
    if (const char quote = ahead(0); quote == '"' || quote == '\'') return skip_past({&quote, 1}, 1);
    while (at_ < html_.size() && !is_white(html_[at_]) && html_[at_] != '>') ++at_;
  }

  void refuse(std::string what, std::size_t limit) {
    refused_ =
        Error{Recovery::quarantine, "decode/too_large", {{"what", std::move(what)}, {"limit", std::to_string(limit)}}};
  }

  std::string_view html_;
  std::size_t max_depth_, at_ = 0, elements_ = 0;
  bool has_foreign_ = false;
  std::optional<Error> refused_;
  OpenElements open_;
};

}  // namespace

Result<void> check_shape(std::string_view html, std::size_t max_depth) { return TagScanner(html, max_depth).scan(); }

}  // namespace calloff::formats
