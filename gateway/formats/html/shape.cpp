#include "formats/html/shape.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace calloff::formats {
namespace {

constexpr std::size_t kMaxElements = 500'000, kMaxAttributes = 256;

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr auto kVoid =
    std::to_array<std::string_view>({"area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img",
                                     "image", "input", "keygen", "link", "meta", "param", "source", "track", "wbr"});
constexpr auto kClosesItself =
    std::to_array<std::string_view>({"p", "li", "dt", "dd", "option", "optgroup", "html", "head", "body", "colgroup"});
constexpr auto kTablePart = std::to_array<std::string_view>({"td", "th", "tr", "tbody", "thead", "tfoot", "caption"});
constexpr auto kFormatting = std::to_array<std::string_view>(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"});
constexpr auto kRawText =
    std::to_array<std::string_view>({"script", "style", "title", "textarea", "iframe", "noframes", "noembed", "xmp"});

bool is_cell(std::string_view name) { return name == "td" || name == "th" || name == "caption"; }
bool is_white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The open elements that count.
class OpenElements {
 public:
  std::size_t depth() const { return open_.size(); }

  void start(const std::string& name) {
    if (is_one_of(name, kVoid) || is_one_of(name, kClosesItself)) return;
    if (is_one_of(name, kTablePart)) {
      end_table_part();
      if (is_cell(name) && nearest("table") < open_.size()) open_.push_back({"td", false});
      return;
    }
    open_.push_back({name, is_one_of(name, kFormatting)});
  }

  void end(const std::string& name) {
    if (is_one_of(name, kTablePart)) return end_table_part();
    if (name == "table") {
      const auto table = nearest("table");
      if (table == open_.size()) return;
      end_table_part();
      open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(table));
      return;
    }
    const auto found = nearest(name);
    if (found == open_.size()) return;
    // Formatting that stands above stays open: the builder opens it again.
    const auto from = open_.begin() + static_cast<std::ptrdiff_t>(found);
    const bool is_formatting = from->is_formatting;
    open_.erase(from);
    if (!is_formatting) drop_from(found);
  }

 private:
  struct Open {
    std::string name;
    bool is_formatting;
  };

  /// Index of the innermost open `name` in the same cell; size() if there is none. Tables are seen from inside cells.
  std::size_t nearest(std::string_view name) const {
    for (auto i = open_.size(); i-- > 0;) {
      if (open_[i].name == name) return i;
      if (name != "table" && open_[i].name == "td") break;
    }
    return open_.size();
  }

  void drop_from(std::size_t first) {
    open_.erase(std::remove_if(open_.begin() + static_cast<std::ptrdiff_t>(first), open_.end(),
                               [](const Open& element) { return !element.is_formatting; }),
                open_.end());
  }

  /// Ends the innermost table's open cell with all that it holds; formatting begun outside of cells stays.
  void end_table_part() {
    const auto table = nearest("table");
    if (table == open_.size()) return;
    const auto cell = std::find_if(open_.begin() + static_cast<std::ptrdiff_t>(table), open_.end(),
                                   [](const Open& element) { return element.name == "td"; });
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
    for (at_ = html_.find('<'); at_ < html_.size(); at_ = html_.find('<', at_)) {
      if (auto passed = markup(); !passed) return passed;
    }
    return {};
  }

 private:
  char ahead(std::size_t by) const { return at_ + by < html_.size() ? html_[at_ + by] : '\0'; }

  Result<void> markup() {
    if (html_.substr(at_).starts_with("<!--"))
      comment();
    else if (ahead(1) == '!' || ahead(1) == '?' || (ahead(1) == '/' && !is_letter(ahead(2))))
      skip_past(">", 2);
    else if (ahead(1) == '/')
      return end_tag();
    else if (is_letter(ahead(1)))
      return start_tag();
    else
      ++at_;
    return {};
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

  std::string name() {
    const auto begin = at_;
    while (at_ < html_.size() && !is_white(html_[at_]) && html_[at_] != '/' && html_[at_] != '>') ++at_;
    return lower(html_.substr(begin, at_ - begin));
  }

  Result<void> end_tag() {
    at_ += 2;
    const auto ended = name();
    if (attributes() > kMaxAttributes) return too_large("attributes in one tag", kMaxAttributes);
    open_.end(ended);
    return {};
  }

  Result<void> start_tag() {
    at_ += 1;
    const auto started = name();
    if (attributes() > kMaxAttributes) return too_large("attributes in one tag", kMaxAttributes);
    if (++elements_ > kMaxElements) return too_large("elements", kMaxElements);
    open_.start(started);
    if (open_.depth() > max_depth_)
      return Error{Recovery::quarantine, "decode/too_deep", {{"limit", std::to_string(max_depth_)}}};
    // In drawings and formulas these elements hold elements, not text.
    if (started == "svg" || started == "math") has_foreign_ = true;
    if (started == "plaintext")
      at_ = html_.size();
    else if (!has_foreign_ && is_one_of(started, kRawText))
      raw_text(started);
    return {};
  }

  void raw_text(const std::string& element) {
    for (; at_ < html_.size(); ++at_) {
      at_ = std::min(html_.find("</", at_), html_.size());
      const auto after = at_ + 2 + element.size();
      if (after < html_.size() && lower(html_.substr(at_ + 2, element.size())) == element &&
          (is_white(html_[after]) || html_[after] == '/' || html_[after] == '>'))
        return;
    }
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

  static Error too_large(std::string what, std::size_t limit) {
    return {Recovery::quarantine, "decode/too_large", {{"what", std::move(what)}, {"limit", std::to_string(limit)}}};
  }

  std::string_view html_;
  std::size_t max_depth_, at_ = 0, elements_ = 0;
  bool has_foreign_ = false;
  OpenElements open_;
};

}  // namespace

Result<void> check_shape(std::string_view html, std::size_t max_depth) { return TagScanner(html, max_depth).scan(); }

}  // namespace calloff::formats
