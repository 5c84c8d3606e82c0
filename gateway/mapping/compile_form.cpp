#include <algorithm>

#include "mapping/compile.hpp"

namespace calloff::mapping {
namespace {

const std::vector<std::string> kKeys{"key",    "from",   "constant", "required", "max_characters",
                                     "format", "values", "source",   "drop"};
constexpr long kMaxCharacters = 10'000;

void compile_format(Compilation& c, const settings::Node& node, FormFieldPlan& field) {
  const auto* format = node.find("format");
  const bool is_time = field.shape && field.shape->type == FieldType::local_time;
  if (format && !is_time)
    return c.checker.fail(format->place, "mapping/wrong_type",
                          {{"key", "format"},
                           {"field", field.key},
                           {"type", field.shape ? std::string(to_string(field.shape->type)) : "text"}});
  if (!is_time) return;
  if (!format) return c.checker.fail(node.place, "mapping/missing_key", {{"key", "format"}});
  auto formats = compile_formats(c.checker, node, "format");
  if (!formats.empty()) field.format = std::move(formats.front());
}

void compile_source(Compilation& c, const settings::Node& node, FormFieldPlan& field) {
  const auto* from = node.find("from");
  if ((from != nullptr) == (node.find("constant") != nullptr))
    return c.checker.fail(node.place, "mapping/one_origin", {{"field", field.key}, {"given", from ? "2" : "0"}});
  if (!from) {
    field.constant = c.checker.text(node, "constant");
    return;
  }
  field.shape = c.shape->find(from->text);
  if (!field.shape)
    return c.checker.fail(
        from->place, "mapping/unknown_field",
        {{"field", from->text}, {"record", c.shape->name}, {"hint", hint(from->text, c.shape->field_names())}});
  if (field.is_line && !field.shape->is_line())
    c.checker.fail(from->place, "mapping/repeated_head", {{"key", field.key}, {"field", from->text}});
}

FormFieldPlan compile_form_field(Compilation& c, const settings::Node& node, const settings::Node& key) {
  FormFieldPlan field;
  field.key = key.text;
  field.place = node.place;
  field.is_line = field.key.ends_with("[]");
  field.is_required = c.checker.flag(node, "required");
  field.max_characters = std::size_t(c.checker.number(node, "max_characters", kMaxCharacters, 0));
  compile_source(c, node, field);
  compile_format(c, node, field);
  if (const auto* values = node.find("values"))
    for (const auto& [ours, theirs] : values->entries) field.words.emplace(ours, theirs.text);
  return field;
}

}  // namespace

void compile_form(Compilation& c) {
  const auto* fields = c.checker.need(c.tree, "fields");
  if (!fields) return;
  if (!fields->is_list())
    return c.checker.fail(fields->place, "mapping/wrong_kind", {{"key", "fields"}, {"wanted", "a list"}});
  for (const auto& node : fields->items) {
    if (!c.checker.check_keys(node, kKeys)) continue;
    const auto* key = c.checker.need(node, "key");
    if (!key) continue;
    const auto twin = std::ranges::find(c.plan.form, key->text, &FormFieldPlan::key);
    if (twin != c.plan.form.end())
      c.checker.fail(key->place, "mapping/duplicate_field", {{"field", key->text}, {"first", twin->place.to_string()}});
    c.plan.form.push_back(compile_form_field(c, node, *key));
  }
  for (const auto& shape : c.shape->fields)
    if (shape.is_required && std::ranges::find(c.plan.form, &shape, &FormFieldPlan::shape) == c.plan.form.end())
      c.checker.fail(fields->place, "mapping/unmapped_field", {{"field", shape.name}, {"record", c.shape->name}});
}

}  // namespace calloff::mapping
