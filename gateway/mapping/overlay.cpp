#include "mapping/overlay.hpp"

#include <algorithm>
#include <array>

namespace calloff::mapping {
namespace {

using settings::Node;

// A change that names one of these replaces whichever of them the base had: a field has one origin.
constexpr std::array kOrigins{"from", "label", "constant", "context", "capture"};

bool is_origin(std::string_view key) { return std::ranges::find(kOrigins, key) != kOrigins.end(); }

void erase(Node& map, std::size_t index) {
  map.entries.erase(map.entries.begin() + long(index));
  map.key_places.erase(map.key_places.begin() + long(index));
}

void set(Node& map, const std::string& key, const Node& value, const settings::Place& place) {
  for (std::size_t i = 0; i < map.entries.size(); ++i)
    if (map.entries[i].key == key) {
      map.entries[i].value = value;
      map.key_places[i] = place;
      return;
    }
  map.entries.push_back({key, value});
  map.key_places.push_back(place);
}

/// What a field is known by: `field` when reading, `key` when writing.
std::string identity(const Node& field) {
  for (const auto* key : {"field", "key"})
    if (const auto* found = field.find(key)) return found->text;
  return {};
}

Node* mutable_entry(Node& map, std::string_view key) {
  for (auto& [name, value] : map.entries)
    if (name == key) return &value;
  return nullptr;
}

void change_field(Node& field, const Node& change) {
  const bool has_new_origin =
      std::ranges::any_of(change.entries, [](const auto& entry) { return is_origin(entry.key); });
  if (has_new_origin)
    for (std::size_t i = field.entries.size(); i-- > 0;)
      if (is_origin(field.entries[i].key)) erase(field, i);
  for (std::size_t i = 0; i < change.entries.size(); ++i)
    set(field, change.entries[i].key, change.entries[i].value, change.key_places[i]);
  field.place = change.place;
}

void apply_change(Node& fields, const Node& change, Checker& checker) {
  const auto name = identity(change);
  if (!change.find("source")) checker.fail(change.place, "mapping/missing_origin", {{"field", name}});
  const auto found = std::ranges::find(fields.items, name, identity);
  if (checker.flag(change, "drop")) {
    if (found != fields.items.end()) {
      fields.items.erase(found);
      return;
    }
    std::vector<std::string> known;
    for (const auto& field : fields.items) known.push_back(identity(field));
    checker.fail(change.place, "mapping/change_of_nothing", {{"field", name}, {"hint", hint(name, known)}});
  } else if (found == fields.items.end()) {
    fields.items.push_back(change);
  } else {
    change_field(*found, change);
  }
}

/// `parts` and `numbers` are merged key by key, so that an overlay may say one thing of one part.
void merge_maps(Node& base, const Node& overlay, int depth) {
  for (std::size_t i = 0; i < overlay.entries.size(); ++i) {
    const auto& [key, value] = overlay.entries[i];
    auto* known = mutable_entry(base, key);
    if (known && known->is_map() && value.is_map() && depth > 0)
      merge_maps(*known, value, depth - 1);
    else
      set(base, key, value, overlay.key_places[i]);
  }
}

Node merge(Node base, Node overlay, Checker& checker) {
  const auto* changes = overlay.find("change");
  auto* fields = mutable_entry(base, "fields");
  if (changes && fields && changes->is_list())
    for (const auto& change : changes->items) apply_change(*fields, change, checker);
  for (std::size_t i = overlay.entries.size(); i-- > 0;)
    if (const auto& key = overlay.entries[i].key; key == "change" || key == "extends") erase(overlay, i);
  merge_maps(base, overlay, 2);
  base.place = overlay.place;
  return base;
}

Node resolve(const std::string& name, const ReadYaml& read, Checker& checker, std::vector<std::string> chain,
             const settings::Place& asked_at) {
  if (std::ranges::find(chain, name) != chain.end()) {
    std::string shown;
    for (const auto& link : chain) shown += link + " -> ";
    checker.fail(asked_at, "mapping/extends_cycle", {{"chain", shown + name}});
    return {};
  }
  chain.push_back(name);
  auto tree = read(name + ".yaml");
  if (!tree) {
    checker.add_at(asked_at, tree.error());
    return {};
  }
  const auto* base_name = tree->find("extends");
  if (!base_name) {
    if (const auto* change = tree->find("change")) checker.fail(change->place, "mapping/change_without_extends");
    return std::move(*tree);
  }
  const auto place = base_name->place;
  auto base = resolve(base_name->text, read, checker, std::move(chain), place);
  return merge(std::move(base), std::move(*tree), checker);
}

}  // namespace

Node resolve_overlays(const std::string& name, const ReadYaml& read, Checker& checker) {
  return resolve(name, read, checker, {}, {name + ".yaml", 0, 0});
}

std::string canonical_text(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "~";
    case Node::Kind::scalar:
      return std::to_string(node.text.size()) + ":" + node.text;
    case Node::Kind::list: {
      std::string text = "[";
      for (const auto& item : node.items) text += canonical_text(item) + ",";
      return text + "]";
    }
    case Node::Kind::map: {
      std::vector<std::string> entries;
      for (const auto& [key, value] : node.entries) entries.push_back(key + "=" + canonical_text(value) + ",");
      std::ranges::sort(entries);
      std::string text = "{";
      for (const auto& entry : entries) text += entry;
      return text + "}";
    }
  }
  return {};
}

}  // namespace calloff::mapping
