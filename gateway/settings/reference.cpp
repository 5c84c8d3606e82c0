// The reference page, Markdown: one table for each group of keys.
#include "base/text.hpp"
#include "settings/expected.hpp"
#include "settings/spec.hpp"

namespace calloff::settings {
namespace {

std::string cell(std::string text) { return replace_all(std::move(text), "|", "\\|"); }

std::string code(const std::string& text) { return text.empty() ? "" : "`" + cell(text) + "`"; }

std::string type_words(const Spec& spec) {
  switch (spec.type) {
    case Type::choice: {
      std::string words;
      for (const auto& one : spec.choices) words += (words.empty() ? "" : ", ") + code(one);
      return "one of " + words;
    }
    case Type::list: {
      const auto one = type_words(spec.item.front());
      return spec.allows_single ? one + ", or a list" : "list: " + one;
    }
    case Type::map:
      return "names with values";
    default:
      return std::string(expected(spec.type));
  }
}

std::string presence(const Spec& spec) {
  if (spec.is_required) return "required";
  return spec.default_text ? code(*spec.default_text) : "";
}

/// The object whose keys deserve a table of their own, and how its path goes on.
const Spec* table_of(const Spec& spec, std::string& path) {
  if (spec.type == Type::object) return &spec;
  if (spec.type != Type::map && spec.type != Type::list) return nullptr;
  path += spec.type == Type::map ? ".NAME" : "[]";
  return table_of(spec.item.front(), path);
}

void write_table(const Spec& spec, const std::string& path, std::string& out) {
  out += "\n| key | value | default | meaning | example |\n|---|---|---|---|---|\n";
  for (const auto& one : spec.fields)
    out += "| " + code(one.name) + " | " + type_words(one) + " | " + presence(one) + " | " + cell(one.description) +
           " | " + code(one.example) + " |\n";
  if (spec.allows_other_keys) out += "\nFurther keys belong to the adapter; its own page explains them.\n";
  for (const auto& one : spec.fields) {
    auto below = path.empty() ? one.name : path + "." + one.name;
    const auto* table = table_of(one, below);
    if (!table) continue;
    out += "\n## " + code(below) + "\n\n" + one.description + "\n";
    write_table(*table, below, out);
  }
}

}  // namespace

std::string reference_page(const Spec& spec, std::string_view title) {
  auto page = "# " + std::string(title) + "\n\n" + spec.description +
              "\n\nThis page is generated from the program; a test says when it is stale.\n";
  write_table(spec, "", page);
  return page;
}

}  // namespace calloff::settings
