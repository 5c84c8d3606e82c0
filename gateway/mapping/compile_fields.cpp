#include <algorithm>

#include "mapping/compile.hpp"
#include "mapping/transform.hpp"

namespace calloff::mapping {
namespace {

const std::vector<std::string> kKeys{"field",    "part",     "from",    "label",  "constant", "context", "capture",
                                     "optional", "required", "blank",   "narrow", "remove",   "formats", "values",
                                     "codes",    "scale",    "matches", "source", "drop"};
const std::vector<std::string> kOrigins{"from", "label", "constant", "context", "capture"};
const std::vector<std::string> kContexts{"entry_id", "plant", "feed"};
constexpr const char* kCell = "cell";  // the capture that is the matched column's own cell
constexpr long kMaxScale = 1'000'000;

/// The one part that gives rows for this field; parts.size() if there is none.
std::size_t part_of_rows(const Compilation& c, bool is_line) {
  const auto& parts = c.plan.parts;
  for (std::size_t p = 0; p < parts.size(); ++p)
    if (is_line ? parts[p].gives == Gives::lines
                : parts[p].gives == Gives::document || parts[p].gives == Gives::records)
      return p;
  return parts.size();
}

std::size_t named_part(Compilation& c, const settings::Node& node) {
  const auto* part = node.find("part");
  std::vector<std::string> names;
  for (const auto& one : c.plan.parts) names.push_back(one.name);
  const auto found = std::size_t(std::ranges::find(names, part->text) - names.begin());
  if (found == names.size())
    c.checker.fail(part->place, "mapping/bad_word",
                   {{"key", "part"}, {"value", part->text}, {"hint", hint(part->text, names)}});
  return found;
}

/// Which part a field reads, checked to have the rows that the field needs. false: noted.
bool find_part(Compilation& c, const settings::Node& node, FieldPlan& field) {
  const bool is_line = field.shape->is_line();
  const bool is_label = field.from == From::label;
  field.part = node.find("part") ? named_part(c, node) : part_of_rows(c, is_line);
  if (field.part == c.plan.parts.size() && !node.find("part") && is_label && c.plan.parts.size() == 1) field.part = 0;
  if (field.part == c.plan.parts.size()) {
    if (!node.find("part")) c.checker.fail(node.place, "mapping/missing_part", {{"field", field.shape->name}});
    return false;
  }
  const auto gives = c.plan.parts[field.part].gives;
  const bool fits = is_label || (is_line ? gives == Gives::lines : gives == Gives::document || gives == Gives::records);
  if (!fits)
    c.checker.fail(node.place, "mapping/wrong_part",
                   {{"field", field.shape->name},
                    {"part", c.plan.parts[field.part].name},
                    {"gives", is_line ? "lines" : "document"}});
  return fits;
}

void compile_column(Compilation& c, const settings::Node& node, FieldPlan& field) {
  if (!find_part(c, node, field)) return;
  auto& columns = c.selectors[field.part].columns;
  field.slot = columns.size();
  columns.push_back({field.spellings, field.is_optional});
}

void compile_capture(Compilation& c, const settings::Node& node, FieldPlan& field) {
  if (!find_part(c, node, field)) return;
  const auto* capture = node.find("capture");
  auto names = c.selectors[field.part].captures;
  const auto found = std::ranges::find(names, capture->text);
  if (found != names.end() || (capture->text == kCell && !c.selectors[field.part].patterns.empty())) return;
  names.emplace_back(kCell);
  c.checker.fail(capture->place, "mapping/bad_word",
                 {{"key", "capture"}, {"value", capture->text}, {"hint", hint(capture->text, names)}});
}

/// Slots of captures come after all columns of the part: known when every field was read.
void place_captures(Compilation& c, const std::vector<std::string>& captured) {
  for (std::size_t f = 0; f < c.plan.fields.size(); ++f) {
    if (captured[f].empty()) continue;
    auto& field = c.plan.fields[f];
    const auto& selector = c.selectors[field.part];
    const auto capture = std::size_t(std::ranges::find(selector.captures, captured[f]) - selector.captures.begin());
    field.slot = captured[f] == kCell ? selector.cell_slot() : selector.capture_slot(capture);
  }
}

/// Where the text comes from. Exactly one of kOrigins.
void compile_origin(Compilation& c, const settings::Node& node, FieldPlan& field) {
  const auto given = std::ranges::count_if(kOrigins, [&](const std::string& key) { return node.find(key) != nullptr; });
  if (given != 1)
    return c.checker.fail(node.place, "mapping/one_origin",
                          {{"field", field.shape->name}, {"given", std::to_string(given)}});
  if (node.find("from")) {
    field.from = From::slot;
    field.spellings = c.checker.texts(node, "from");
    if (field.spellings.empty())
      return c.checker.fail(node.place, "mapping/one_origin", {{"field", field.shape->name}, {"given", "0"}});
    compile_column(c, node, field);
  } else if (node.find("capture")) {
    field.from = From::slot;
    compile_capture(c, node, field);
  } else if (node.find("label")) {
    field.from = From::label;
    field.spellings = c.checker.texts(node, "label");
    if (field.spellings.empty())
      return c.checker.fail(node.place, "mapping/one_origin", {{"field", field.shape->name}, {"given", "0"}});
    find_part(c, node, field);
  } else if (node.find("context")) {
    field.from = From::context;
    field.context = ContextValue(c.checker.word(node, "context", kContexts, 0));
  } else {
    field.constant = c.checker.text(node, "constant");
  }
}

/// The order of formats must not decide what a date is.
void check_formats(Compilation& c, const settings::Node& node, const FieldPlan& field) {
  const auto* own = node.find("formats");
  const auto shown = [&](LocalTime time) {
    return field.shape->type == FieldType::date ? to_string(time.date) : to_string(time);
  };
  for (std::size_t a = 0; a < field.formats.size(); ++a)
    for (auto b = a + 1; b < field.formats.size(); ++b)
      if (const auto found = find_double_reading(field.formats[a], field.formats[b]))
        c.checker.fail(own ? own->place : node.place, "mapping/ambiguous_formats",
                       {{"field", field.shape->name},
                        {"first", field.formats[a].text()},
                        {"second", field.formats[b].text()},
                        {"text", found->text},
                        {"one", shown(found->first)},
                        {"other", shown(found->second)}});
}

void compile_field_formats(Compilation& c, const settings::Node& node, FieldPlan& field) {
  const bool is_time = field.shape->type == FieldType::local_time;
  const bool is_dated = is_time || field.shape->type == FieldType::date;
  field.formats = compile_formats(c.checker, node, "formats");
  if (!is_dated) {
    if (const auto* formats = node.find("formats"))
      c.checker.fail(
          formats->place, "mapping/wrong_type",
          {{"key", "formats"}, {"field", field.shape->name}, {"type", std::string(to_string(field.shape->type))}});
    return;
  }
  if (!node.find("formats")) field.formats = is_time ? c.times : c.dates;
  if (field.formats.empty() && !node.find("formats"))
    c.checker.fail(node.place, "mapping/missing_formats",
                   {{"field", field.shape->name}, {"key", is_time ? "times" : "dates"}});
  for (const auto& format : field.formats)
    if (is_time && !format.has_time())
      c.checker.fail(node.place, "mapping/bad_date_format",
                     {{"format", format.text()}, {"reason", "a time of day (HH:mm) is missing"}});
  check_formats(c, node, field);
}

void compile_pattern(Compilation& c, const settings::Node& node, FieldPlan& field) {
  const auto* matches = node.find("matches");
  if (!matches) return;
  auto pattern = TextPattern::compile(c.checker.text(node, "matches"));
  if (pattern)
    field.pattern = std::move(*pattern);
  else
    c.checker.add_at(matches->place, pattern.error());
}

void compile_transforms(Compilation& c, const settings::Node& node, FieldPlan& field) {
  const auto type = field.shape->type;
  const auto refuse = [&](const char* key) {
    c.checker.fail(node.find(key)->place, "mapping/wrong_type",
                   {{"key", key}, {"field", field.shape->name}, {"type", std::string(to_string(type))}});
  };
  field.is_narrowed = c.checker.flag(node, "narrow");
  field.removed = c.checker.texts(node, "remove");
  field.blank_skips_row = c.checker.word(node, "blank", {"none", "no_row"}, 0) == 1;
  if (std::ranges::find(field.removed, "") != field.removed.end())
    c.checker.fail(node.find("remove")->place, "mapping/wrong_kind",
                   {{"key", "remove"}, {"wanted", "texts that are not empty"}});
  field.scale = c.checker.number(node, "scale", kMaxScale, 1);
  if (node.find("scale") && type != FieldType::quantity) refuse("scale");
  for (const auto* key : {"values", "codes"})
    if (node.find(key) && type != FieldType::text && type != FieldType::choice) refuse(key);
  if (node.find("matches") && type != FieldType::text) refuse("matches");
  compile_pattern(c, node, field);
  compile_field_formats(c, node, field);
  field.words = compile_words(c, node, *field.shape);
}

FieldPlan compile_field(Compilation& c, const settings::Node& node, const ShapeField& shape) {
  FieldPlan field;
  field.shape = &shape;
  field.place = node.place;
  field.is_optional = c.checker.flag(node, "optional");
  field.is_required = shape.is_required || c.checker.flag(node, "required");
  compile_origin(c, node, field);
  compile_transforms(c, node, field);
  if (field.is_optional && field.is_required)
    c.checker.fail(node.place, "mapping/optional_required", {{"field", shape.name}});
  Value value;
  if (field.from == From::constant && node.find("constant") &&
      !transform(c.plan, field, field.constant, LocalDate(std::chrono::sys_days()), value))
    c.checker.fail(node.find("constant")->place, "mapping/bad_constant",
                   {{"value", field.constant}, {"field", shape.name}, {"type", std::string(to_string(shape.type))}});
  return field;
}

void check_required(Compilation& c, const settings::Place& place) {
  for (const auto& shape : c.shape->fields) {
    const bool is_mapped =
        std::ranges::any_of(c.plan.fields, [&](const FieldPlan& field) { return field.shape == &shape; });
    if (shape.is_required && !is_mapped)
      c.checker.fail(place, "mapping/unmapped_field", {{"field", shape.name}, {"record", c.shape->name}});
  }
}

void compile_tables(Compilation& c) {
  for (std::size_t p = 0; p < c.plan.parts.size(); ++p) {
    auto& part = c.plan.parts[p];
    if (part.gives == Gives::nothing) continue;
    auto table = formats::TableReader::compile(c.selectors[p]);
    if (!table)
      c.checker.add_at(part.place, table.error());
    else
      part.table = std::move(*table);
  }
}

}  // namespace

void compile_fields(Compilation& c) {
  const auto* fields = c.checker.need(c.tree, "fields");
  if (!fields) return;
  if (!fields->is_list())
    return c.checker.fail(fields->place, "mapping/wrong_kind", {{"key", "fields"}, {"wanted", "a list"}});
  std::vector<std::string> captured;
  for (const auto& node : fields->items) {
    if (!c.checker.check_keys(node, kKeys)) continue;
    const auto* name = c.checker.need(node, "field");
    if (!name) continue;
    const auto* shape = c.shape->find(name->text);
    if (!shape) {
      c.checker.fail(
          name->place, "mapping/unknown_field",
          {{"field", name->text}, {"record", c.shape->name}, {"hint", hint(name->text, c.shape->field_names())}});
      continue;
    }
    const auto twin = std::ranges::find(c.plan.fields, shape, &FieldPlan::shape);
    if (twin != c.plan.fields.end())
      c.checker.fail(name->place, "mapping/duplicate_field",
                     {{"field", name->text}, {"first", twin->place.to_string()}});
    c.plan.fields.push_back(compile_field(c, node, *shape));
    captured.push_back(c.checker.text(node, "capture"));
  }
  check_required(c, fields->place);
  if (!c.checker.errors().empty()) return;
  place_captures(c, captured);
  compile_tables(c);
}

}  // namespace calloff::mapping
