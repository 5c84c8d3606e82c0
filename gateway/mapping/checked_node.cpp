#include "mapping/checked_node.hpp"

#include <algorithm>

#include "base/number.hpp"
#include "base/text.hpp"

namespace calloff::mapping {

std::string hint(std::string_view word, const std::vector<std::string>& known) {
  if (const auto near = nearest(word, known); !near.empty()) return "did you mean '" + near + "'?";
  std::string all;
  for (const auto& one : known) all += (all.empty() ? "" : ", ") + one;
  return "one of: " + all;
}

void Checker::fail(const settings::Place& place, std::string code, Args args) {
  errors_.push_back(settings::error_at(place, std::move(code), std::move(args)));
}

void Checker::add_at(const settings::Place& place, Error error) {
  if (error.where.position.empty()) error.where.position = place.to_string();
  errors_.push_back(std::move(error));
}

bool Checker::check_keys(const settings::Node& node, const std::vector<std::string>& known) {
  if (!node.is_map()) {
    fail(node.place, "mapping/wrong_kind", {{"key", "this"}, {"wanted", "a map of keys"}});
    return false;
  }
  for (std::size_t i = 0; i < node.entries.size(); ++i)
    if (const auto& key = node.entries[i].key; std::ranges::find(known, key) == known.end())
      fail(node.key_places[i], "mapping/unknown_key", {{"key", key}, {"hint", hint(key, known)}});
  return true;
}

const settings::Node* Checker::need(const settings::Node& node, std::string_view key) {
  const auto* found = node.find(key);
  if (!found) fail(node.place, "mapping/missing_key", {{"key", std::string(key)}});
  return found;
}

std::string Checker::text(const settings::Node& node, std::string_view key) {
  const auto* found = node.find(key);
  if (!found) return {};
  if (!found->is_scalar())
    fail(found->place, "mapping/wrong_kind", {{"key", std::string(key)}, {"wanted", "one text"}});
  return found->text;
}

std::vector<std::string> Checker::texts(const settings::Node& node, std::string_view key) {
  const auto* found = node.find(key);
  return found ? texts_of(*found, key) : std::vector<std::string>();
}

std::vector<std::string> Checker::texts_of(const settings::Node& node, std::string_view key) {
  if (node.is_scalar()) return {node.text};
  std::vector<std::string> texts;
  bool is_good = node.is_list();
  for (const auto& item : node.items) {
    is_good = is_good && item.is_scalar();
    texts.push_back(item.text);
  }
  if (!is_good)
    fail(node.place, "mapping/wrong_kind", {{"key", std::string(key)}, {"wanted", "a text or a list of texts"}});
  return texts;
}

bool Checker::flag(const settings::Node& node, std::string_view key) {
  return word(node, key, {"false", "true"}, 0) == 1;
}

std::size_t Checker::word(const settings::Node& node, std::string_view key, const std::vector<std::string>& known,
                          std::size_t otherwise) {
  const auto* found = node.find(key);
  if (!found) return otherwise;
  const auto at = std::ranges::find(known, found->text);
  if (found->is_scalar() && at != known.end()) return std::size_t(at - known.begin());
  fail(found->place, "mapping/bad_word",
       {{"key", std::string(key)}, {"value", found->text}, {"hint", hint(found->text, known)}});
  return otherwise;
}

long Checker::number(const settings::Node& node, std::string_view key, long limit, long otherwise) {
  const auto* found = node.find(key);
  if (!found) return otherwise;
  const auto value = whole_number<long>(found->text);
  if (value && *value >= 1 && *value <= limit) return *value;
  fail(found->place, "mapping/bad_number",
       {{"key", std::string(key)}, {"value", found->text}, {"limit", std::to_string(limit)}});
  return otherwise;
}

}  // namespace calloff::mapping
