// A YAML file as read: a tree that knows its places, and has no surprises (duplicate keys, octal numbers, merge keys
// are errors or plain text). Configuration and mapping files are both read through it.
// Threading: immutable after load.
#pragma once
#include <memory>
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
  std::vector<Node> items;                             ///< lists
  std::vector<std::pair<std::string, Node>> entries;   ///< maps, in file order; keys unique
  std::vector<Place> key_places;                       ///< of each entry's key
  Place place;

  const Node* find(std::string_view key) const;  ///< nullptr if absent or not a map
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
};

/// errors: fix_config settings/syntax, settings/duplicate_key, settings/merge_key, settings/too_large,
///         settings/unreadable; every one with file:line:column in where.position
Result<Node> read_yaml_file(const std::string& path);
/// file: the name to show in places
Result<Node> read_yaml(std::string_view text, const std::string& file);

/// An error at a place: fix_config, with the place in where.position.
Error error_at(const Place& place, std::string code, std::vector<std::pair<std::string, std::string>> args = {});

}  // namespace calloff::settings
