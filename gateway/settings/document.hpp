// A YAML file as read: a tree that knows its places, and has no surprises (duplicate keys, octal numbers, merge keys
// are errors or plain text). Configuration and mapping files are both read through it.
// Threading: immutable after load.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace calloff::settings {

/// 1-based line and column in `file`.
struct Place {
  std::string file;
  int line = 0, column = 0;
  std::string to_string() const;  ///< `customers/sgm.yaml:7:3`
};

/// One node. Scalars keep their text exactly as written (0123 stays "0123"); quoted tells "1" from 1.
class Node {
 public:
  enum class Kind { scalar, list, map, null };
  Kind kind = Kind::null;
  std::string text;  ///< scalars
  bool is_quoted = false;
  struct Entry;
  std::vector<Node> items;        ///< lists
  std::vector<Entry> entries;     ///< maps, in file order; keys unique
  std::vector<Place> key_places;  ///< of each entry's key
  Place place;

  const Node* find(std::string_view key) const;       ///< nullptr if absent or not a map
  const Place& place_of(std::string_view key) const;  ///< of that key in the file; of the map itself if absent
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
};

struct Node::Entry {
  std::string key;
  Node value;
};

/// An empty file is a null node. Anchors, aliases and tags are refused: a file says what it means where it stands, and
/// nothing in it can grow. At most 1 MiB of UTF-8, 64 levels.
/// errors: fix_config settings/syntax, duplicate_key, merge_key, alias, tag, bad_key, open_quote, tab, second_document,
/// not_utf8,
///         too_deep, too_large, unreadable (all `settings/...`); every one with file:line:column in where.position
Result<Node> read_yaml_file(const std::string& path);
/// file: the name to show in places
Result<Node> read_yaml(std::string_view text, const std::string& file);

/// An error at a place: fix_config, with the place in where.position.
Error error_at(const Place& place, std::string code, std::vector<std::pair<std::string, std::string>> args = {});

}  // namespace calloff::settings
