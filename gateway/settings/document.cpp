// yaml-cpp's events become our tree. Events, not its nodes: they show every key, quoting and place, and nothing is
// guessed.
#include "settings/document.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/node/node.h>  // parser.h only declares Node, which clang-tidy takes for a slip of ours
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

#include "base/text.hpp"

namespace calloff::settings {
namespace {

constexpr std::size_t kMaxBytes = 1u << 20;
constexpr std::size_t kMaxDepth = 64;

/// Turns yaml-cpp's marks (0-based, columns in bytes) into places (1-based, columns in characters). Marks come nearly
/// in order, so the last place is remembered: a file of one long line stays linear.
class Places {
 public:
  Places(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {
    lines_.push_back(0);
    for (auto at = text_.find('\n'); at != text_.npos; at = text_.find('\n', at + 1)) lines_.push_back(at + 1);
  }

  Place operator()(const YAML::Mark& mark) {
    if (mark.is_null()) return {file_, 1, 1};
    return at(std::size_t(mark.line), std::size_t(mark.column));
  }

  Place at(std::size_t line, std::size_t byte) {
    if (line >= lines_.size()) return {file_, int(line) + 1, int(byte) + 1};
    if (line != line_ || byte < byte_) line_ = line, byte_ = 0, characters_ = 0;
    const auto rest = text_.substr(lines_[line]);
    for (; byte_ < byte && byte_ < rest.size(); ++byte_)
      if ((static_cast<unsigned char>(rest[byte_]) & 0xc0) != 0x80) ++characters_;
    return {file_, int(line) + 1, characters_ + 1};
  }

  Place at_offset(std::size_t offset) {
    const auto after = std::upper_bound(lines_.begin(), lines_.end(), offset);
    const auto line = std::size_t(after - lines_.begin()) - 1;
    return at(line, offset - lines_[line]);
  }

 private:
  std::string_view text_;
  std::string file_;
  std::vector<std::size_t> lines_;  // where each begins
  std::size_t line_ = 0, byte_ = 0;
  int characters_ = 0;
};

/// Carries an Error out of yaml-cpp's callbacks; caught in read_yaml only.
struct Refused {
  Error error;
};

class Builder final : public YAML::EventHandler {
 public:
  explicit Builder(Places& places) : places_(places) {}
  Node take_root() { return std::move(root_); }
  /// Where the last quoted scalar begins, and its place.
  const std::pair<std::size_t, Place>& last_quoted() const { return last_quoted_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& mark, const std::string&) override { refuse_alias(mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_alias(mark); }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    // yaml-cpp marks an absent value at whatever comes next; people look at the key.
    node.place = !open_.empty() && open_.back().key ? open_.back().node.key_places.back() : place(mark, anchor, "?");
    add(std::move(node));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node;
    node.kind = Node::Kind::scalar;
    node.text = value;
    node.is_quoted = tag == "!";
    node.place = place(mark, anchor, tag);
    if (node.is_quoted) last_quoted_ = {std::size_t(mark.pos), node.place};
    add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::Kind::list, place(mark, anchor, tag));
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::Kind::map, place(mark, anchor, tag));
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    std::optional<std::string> key;  // of the entry whose value comes next
    std::set<std::string> keys;
  };

  Place place(const YAML::Mark& mark, YAML::anchor_t anchor, std::string_view tag) {
    if (anchor != YAML::NullAnchor) refuse_alias(mark);
    if (tag != "?" && tag != "!" && !tag.empty())
      throw Refused{error_at(places_(mark), "settings/tag", {{"tag", std::string(tag)}})};
    return places_(mark);
  }

  [[noreturn]] void refuse_alias(const YAML::Mark& mark) { throw Refused{error_at(places_(mark), "settings/alias")}; }

  void open(Node::Kind kind, Place place) {
    if (expects_key()) throw Refused{error_at(place, "settings/bad_key")};
    if (open_.size() >= kMaxDepth)
      throw Refused{error_at(place, "settings/too_deep", {{"limit", std::to_string(kMaxDepth)}})};
    open_.push_back({});
    open_.back().node.kind = kind;
    open_.back().node.place = std::move(place);
  }

  void close() {
    auto node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node));
  }

  bool expects_key() const { return !open_.empty() && open_.back().node.is_map() && !open_.back().key; }

  void add(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (expects_key()) {
      add_key(std::move(node));
    } else if (open_.back().node.is_map()) {
      open_.back().node.entries.push_back({std::move(*open_.back().key), std::move(node)});
      open_.back().key.reset();
    } else {
      open_.back().node.items.push_back(std::move(node));
    }
  }

  void add_key(Node node) {
    auto& map = open_.back();
    if (!node.is_scalar()) throw Refused{error_at(node.place, "settings/bad_key")};
    if (node.text == "<<" && !node.is_quoted) throw Refused{error_at(node.place, "settings/merge_key")};
    if (!map.keys.insert(node.text).second) throw Refused{duplicate(map.node, node)};
    map.node.key_places.push_back(node.place);
    map.key = std::move(node.text);
  }

  static Error duplicate(const Node& map, const Node& key) {
    std::string first;
    for (std::size_t i = 0; i < map.entries.size(); ++i)
      if (map.entries[i].key == key.text) first = std::to_string(map.key_places[i].line);
    return error_at(key.place, "settings/duplicate_key", {{"key", key.text}, {"line", first}});
  }

  Places& places_;
  std::vector<Open> open_;
  Node root_;
  std::pair<std::size_t, Place> last_quoted_{std::string_view::npos, {}};
};

/// What yaml-cpp would take silently or explain badly.
std::optional<Error> refuse_bytes(std::string_view text, Places& places) {
  const auto valid = std::min(valid_utf8_prefix(text), text.find('\0'));
  if (valid < text.size()) return error_at(places.at_offset(valid), "settings/not_utf8");
  for (std::size_t at = 0; at < text.size();) {
    const auto blank = text.find_first_not_of(' ', at);
    if (blank == text.npos) break;
    // A tab that indents; one in a line of nothing but blanks hurts nobody.
    if (text[blank] == '\t') {
      const auto next = text.find_first_not_of(" \t", blank);
      if (next != text.npos && text[next] != '\n' && text[next] != '\r')
        return error_at(places.at_offset(blank), "settings/tab");
    }
    const auto end = text.find('\n', blank);
    if (end == text.npos) break;
    at = end + 1;
  }
  return std::nullopt;
}

/// A plain value that begins with * is an alias to YAML, and most often a cron expression to whoever wrote it.
Error explain(const YAML::Exception& failure, std::string_view text, Places& places) {
  const auto place = places(failure.mark);
  const auto at = std::size_t(failure.mark.is_null() ? 0 : failure.mark.pos);
  if (at < text.size() && (text[at] == '*' || text[at] == '&')) return error_at(place, "settings/alias");
  return error_at(place, "settings/syntax", {{"reason", failure.msg}});
}

/// yaml-cpp takes a quote that nothing closes for closed by the end of the file.
bool is_open_quote(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != '\'' && text[at] != '"')) return false;
  const char quote = text[at];
  for (++at; at < text.size(); ++at) {
    const bool is_escape = quote == '"' ? text[at] == '\\' : text.substr(at, 2) == "''";
    if (is_escape) {
      ++at;
    } else if (text[at] == quote) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string Place::to_string() const { return file + ":" + std::to_string(line) + ":" + std::to_string(column); }

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, value] : entries)
    if (name == key) return &value;
  return nullptr;
}

const Place& Node::place_of(std::string_view key) const {
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (entries[i].key == key) return key_places[i];
  return place;
}

Error error_at(const Place& place, std::string code, std::vector<std::pair<std::string, std::string>> args) {
  Where where;
  where.position = place.to_string();
  return Error(Recovery::fix_config, std::move(code), std::move(args), std::move(where));
}

Result<Node> read_yaml(std::string_view text, const std::string& file) {
  if (text.size() > kMaxBytes) return error_at({file, 1, 1}, "settings/too_large", {{"limit", "1 MiB"}});
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  Places places(text, file);
  if (auto refused = refuse_bytes(text, places)) return *refused;
  Builder builder(places);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(builder)) {
      auto root = builder.take_root();
      if (const auto& [at, place] = builder.last_quoted(); is_open_quote(text, at))
        return error_at(place, "settings/open_quote");
      Builder second(places);
      if (parser.HandleNextDocument(second)) return error_at(second.take_root().place, "settings/second_document");
      if (root.place.line == 0) root.place = {file, 1, 1};
      return root;
    }
  } catch (const Refused& refused) {
    return refused.error;
  } catch (const YAML::Exception& e) {
    return explain(e, text, places);
  }
  Node empty;
  empty.place = {file, 1, 1};
  return empty;
}

Result<Node> read_yaml_file(const std::string& path) {
  const auto unreadable = [&](std::string reason) {
    return error_at({path, 1, 1}, "settings/unreadable", {{"reason", std::move(reason)}});
  };
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  if (failed) return unreadable(failed.message());
  if (!std::filesystem::is_regular_file(status)) return unreadable("it is not a regular file");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable(std::strerror(errno));
  std::string text(kMaxBytes + 1, '\0');
  file.read(text.data(), std::streamsize(text.size()));
  if (file.bad()) return unreadable(std::strerror(errno));
  text.resize(std::size_t(file.gcount()));
  return read_yaml(text, path);
}

}  // namespace calloff::settings
