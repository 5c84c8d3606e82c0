#include <algorithm>

#include "mapping/compile.hpp"
#include "mapping/transform.hpp"

namespace calloff::mapping {
namespace {

void add_word(Compilation& c, WordTable& words, const settings::Place& place, const std::string& theirs,
              const std::string& ours) {
  const auto [known, is_new] = words.emplace(normal_word(theirs), ours);
  if (!is_new && known->second != ours)
    c.checker.fail(place, "mapping/two_meanings", {{"word", theirs}, {"first", known->second}, {"second", ours}});
}

/// `codes: uom` -> codes/uom.yaml: our code, then the words that mean it.
void add_code_list(Compilation& c, const settings::Node& named, WordTable& words) {
  if (!c.code_lists.contains(named.text)) {
    auto file = c.read("codes/" + named.text + ".yaml");
    if (!file) return c.checker.add_at(named.place, file.error());
    c.checker.check_keys(*file, {"codes", "description", "source", "values"});
    c.code_lists.emplace(named.text, std::move(*file));
  }
  const auto* values = c.checker.need(c.code_lists.at(named.text), "values");
  if (!values) return;
  for (const auto& [ours, theirs] : values->entries) {
    add_word(c, words, theirs.place, ours, ours);
    for (const auto& word : c.checker.texts_of(theirs, ours)) add_word(c, words, theirs.place, word, ours);
  }
}

}  // namespace

std::shared_ptr<const WordTable> compile_words(Compilation& c, const settings::Node& field, const ShapeField& shape) {
  const auto* values = field.find("values");
  const auto* codes = field.find("codes");
  WordTable words;
  if (codes) add_code_list(c, *codes, words);
  if (values && !values->is_map())
    c.checker.fail(values->place, "mapping/wrong_kind", {{"key", "values"}, {"wanted", "a map: theirs to ours"}});
  if (values)
    for (const auto& [theirs, ours] : values->entries) {
      words.erase(normal_word(theirs));
      add_word(c, words, ours.place, theirs, ours.text);
      if (shape.type == FieldType::choice && std::ranges::find(shape.words, ours.text) == shape.words.end())
        c.checker.fail(ours.place, "mapping/bad_word",
                       {{"key", theirs}, {"value", ours.text}, {"hint", hint(ours.text, shape.words)}});
    }
  if (!values && !codes && shape.type == FieldType::choice)
    for (const auto& word : shape.words) words.emplace(word, word);
  if (words.empty()) return nullptr;
  return std::make_shared<const WordTable>(std::move(words));
}

std::vector<DateFormat> compile_formats(Checker& checker, const settings::Node& node, std::string_view key) {
  std::vector<DateFormat> formats;
  const auto* list = node.find(key);
  if (!list) return formats;
  const auto add = [&](const settings::Node& text) {
    auto format = DateFormat::compile(text.text);
    if (!format)
      checker.add_at(text.place, format.error());
    else
      formats.push_back(std::move(*format));
  };
  if (checker.texts_of(*list, key).empty()) return formats;
  if (list->is_scalar()) add(*list);
  for (const auto& item : list->items) add(item);
  return formats;
}

}  // namespace calloff::mapping
