#include "mapping/load.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "base/hash.hpp"
#include "mapping/compile.hpp"

namespace calloff::mapping {
namespace {

const std::vector<std::string> kKeys{"mapping",        "record",  "format",  "description", "source", "extends",
                                     "change",         "charset", "numbers", "blanks",      "dates",  "times",
                                     "reference_date", "parts",   "fields",  "tests"};

void compile_numbers(Compilation& c) {
  c.plan.blanks = c.checker.texts(c.tree, "blanks");
  const auto* node = c.tree.find("numbers");
  if (!node ||
      !c.checker.check_keys(*node, {"group", "decimal", "full_width", "parentheses_negative", "trailing_minus"}))
    return;
  auto& numbers = c.plan.numbers;
  numbers.group = c.checker.texts(*node, "group");
  if (node->find("decimal")) numbers.decimal = c.checker.text(*node, "decimal");
  numbers.is_full_width = c.checker.flag(*node, "full_width");
  numbers.is_parentheses_negative = c.checker.flag(*node, "parentheses_negative");
  numbers.is_trailing_minus = c.checker.flag(*node, "trailing_minus");
  if (std::ranges::find(numbers.group, numbers.decimal) != numbers.group.end())
    c.checker.fail(node->place, "mapping/same_separator", {{"text", numbers.decimal}});
}

void compile_format(Compilation& c, const settings::Node* format) {
  c.plan.format = c.plan.is_writer() ? DocumentFormat::form : DocumentFormat::html;
  if (!format) return;
  const auto words = c.plan.is_writer() ? std::vector<std::string>{"form"} : std::vector<std::string>{"html", "table"};
  if (std::ranges::find(words, format->text) == words.end())
    c.checker.fail(format->place, "mapping/bad_word",
                   {{"key", "format"}, {"value", format->text}, {"hint", hint(format->text, words)}});
  else if (format->text == "table")
    c.plan.format = DocumentFormat::table;
}

/// mapping, record, format: what everything else is checked against. false: nothing else can be checked.
bool compile_head(Compilation& c, const std::string& name) {
  if (!c.checker.check_keys(c.tree, kKeys)) return false;
  c.plan.name = name;
  if (const auto* said = c.checker.need(c.tree, "mapping"); said && said->text != name)
    c.checker.fail(said->place, "mapping/other_name", {{"name", said->text}, {"expected", name}});
  const auto* record = c.checker.need(c.tree, "record");
  const auto* format = c.checker.need(c.tree, "format");
  if (!record) return false;
  c.shape = find_shape(record->text);
  if (!c.shape) {
    c.checker.fail(record->place, "mapping/bad_word",
                   {{"key", "record"}, {"value", record->text}, {"hint", hint(record->text, shape_names())}});
    return false;
  }
  c.plan.record = c.shape->kind;
  compile_format(c, format);
  return true;
}

/// The field whose date gives the year to dates without one is run before all others.
void compile_reference(Compilation& c) {
  const auto* node = c.tree.find("reference_date");
  if (!node) return;
  auto& fields = c.plan.fields;
  const auto found = std::ranges::find_if(fields, [&](const FieldPlan& field) {
    return field.shape->name == node->text && !field.shape->is_line() &&
           (field.shape->type == FieldType::date || field.shape->type == FieldType::local_time);
  });
  if (found == fields.end()) return c.checker.fail(node->place, "mapping/bad_reference", {{"field", node->text}});
  c.plan.reference_field = node->text;
  std::rotate(fields.begin(), found, found + 1);
}

std::string version_of(const Compilation& c) {
  std::string content;
  for (const auto& [key, value] : c.tree.entries)
    if (key != "tests" && key != "description" && key != "mapping" && key != "source")
      content += key + "=" + canonical_text(value) + "\n";
  for (const auto& [name, list] : c.code_lists) content += name + "=" + canonical_text(list) + "\n";
  return content_id("m", {content});
}

/// What was read for a mapping: texts by file name, relative to the folder.
struct KeptFiles {
  std::string folder, name;
  std::map<std::string, std::string> texts;
};

Result<settings::Node> read_and_keep(KeptFiles& files, const std::string& file) {
  const auto path = files.folder + "/" + file;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) return settings::read_yaml_file(path);  // which says why it cannot be read
  files.texts[file] = text.str();
  return settings::read_yaml(files.texts[file], path);
}

std::string text_of(const KeptFiles& files) {
  boost::json::object texts;
  for (const auto& [file, text] : files.texts) texts[file] = text;
  return boost::json::serialize(
      boost::json::object{{"folder", files.folder}, {"mapping", files.name}, {"files", std::move(texts)}});
}

std::optional<KeptFiles> kept_files(std::string_view text) {
  boost::system::error_code failed;
  const auto value = boost::json::parse({text.data(), text.size()}, failed);
  const auto* object = failed ? nullptr : value.if_object();
  if (!object) return std::nullopt;
  const auto* folder = object->if_contains("folder");
  const auto* name = object->if_contains("mapping");
  const auto* texts = object->if_contains("files");
  if (!folder || !folder->is_string() || !name || !name->is_string() || !texts || !texts->is_object())
    return std::nullopt;
  KeptFiles files{std::string(folder->get_string()), std::string(name->get_string()), {}};
  for (const auto& [file, content] : texts->get_object())
    if (content.is_string()) files.texts[std::string(file)] = std::string(content.get_string());
  return files;
}

}  // namespace

LoadedMapping load_mapping(const std::string& name, const ReadYaml& read) {
  Checker checker;
  const auto tree = resolve_overlays(name, read, checker);
  if (tree.kind == settings::Node::Kind::null) return {nullptr, checker.take()};
  Compilation c{tree, read, checker, nullptr, {}, {}, {}, {}, {}};
  if (!compile_head(c, name)) return {nullptr, checker.take()};
  if (c.plan.is_writer()) {
    compile_form(c);
  } else {
    c.plan.charset = checker.text(tree, "charset");
    compile_numbers(c);
    c.dates = compile_formats(checker, tree, "dates");
    c.times = compile_formats(checker, tree, "times");
    compile_parts(c);
    compile_fields(c);
    compile_reference(c);
  }
  c.plan.version = version_of(c);
  if (!checker.errors().empty()) return {nullptr, checker.take()};
  return {std::make_shared<const Plan>(std::move(c.plan)), {}};
}

ReadYaml reader_of(std::string folder) {
  return
      [folder = std::move(folder)](const std::string& file) { return settings::read_yaml_file(folder + "/" + file); };
}

LoadedMapping load_mapping(const std::string& folder, const std::string& name) {
  KeptFiles files{folder, name, {}};
  auto loaded = load_mapping(name, [&](const std::string& file) { return read_and_keep(files, file); });
  if (!loaded.plan) return loaded;
  auto plan = std::make_shared<Plan>(*loaded.plan);
  plan->text = text_of(files);
  loaded.plan = std::move(plan);
  return loaded;
}

LoadedMapping load_kept_mapping(std::string_view text) {
  const auto files = kept_files(text);
  if (!files) return {nullptr, {Error(Recovery::fix_code, "mapping/kept_unreadable")}};
  return load_mapping(files->name, [&](const std::string& file) -> Result<settings::Node> {
    const auto kept = files->texts.find(file);
    if (kept == files->texts.end()) return Error(Recovery::fix_code, "mapping/kept_unreadable");
    return settings::read_yaml(kept->second, files->folder + "/" + file);
  });
}

std::vector<std::string> mapping_names(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, failed)) {
    auto path = std::filesystem::relative(entry.path(), folder).generic_string();
    if (!path.ends_with(".yaml") || path.ends_with(".test.yaml") || path.starts_with("codes/")) continue;
    names.push_back(path.substr(0, path.size() - std::string_view(".yaml").size()));
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace calloff::mapping
