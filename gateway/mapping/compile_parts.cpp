#include <algorithm>

#include "mapping/compile.hpp"

namespace calloff::mapping {
namespace {

const std::vector<std::string> kGives{"document", "lines", "records", "nothing"};

/// `columns`: patterns over headers, with what their groups are called and what they set.
void compile_patterns(Compilation& c, const settings::Node& part, formats::TableSelector& selector) {
  const auto* columns = part.find("columns");
  if (!columns) return;
  if (!columns->is_list())
    return c.checker.fail(columns->place, "mapping/wrong_kind", {{"key", "columns"}, {"wanted", "a list"}});
  const auto capture = [&](const std::string& name) {
    if (std::ranges::find(selector.captures, name) == selector.captures.end()) selector.captures.push_back(name);
  };
  for (const auto& node : columns->items) {
    if (!c.checker.check_keys(node, {"pattern", "set"})) continue;
    const auto* pattern = c.checker.need(node, "pattern");
    if (!pattern) continue;
    formats::ColumnPattern compiled{pattern->text, {}};
    const auto groups = formats::pattern_groups(pattern->text);
    if (!groups)
      c.checker.add_at(pattern->place, groups.error());
    else
      std::ranges::for_each(*groups, capture);
    if (const auto* set = node.find("set"))
      for (const auto& [name, value] : set->entries) {
        compiled.constants[name] = value.text;
        capture(name);
      }
    selector.patterns.push_back(std::move(compiled));
  }
}

void compile_part(Compilation& c, const std::string& name, const settings::Node& node) {
  if (!c.checker.check_keys(node, {"table", "gives", "may_be_empty", "columns", "ignore", "source"})) return;
  PartPlan part;
  part.name = name;
  part.place = node.place;
  part.gives = Gives(c.checker.word(node, "gives", kGives, std::size_t(Gives::nothing)));
  part.may_be_empty = c.checker.flag(node, "may_be_empty");
  formats::TableSelector selector;
  selector.table = c.checker.text(node, "table");
  selector.ignored = c.checker.texts(node, "ignore");
  compile_patterns(c, node, selector);
  if (part.gives == Gives::lines && !c.shape->has_lines())
    c.checker.fail(node.place, "mapping/no_lines", {{"record", c.shape->name}});
  if (part.gives == Gives::records && c.shape->has_lines())
    c.checker.fail(node.place, "mapping/records_with_lines", {{"record", c.shape->name}});
  c.plan.parts.push_back(std::move(part));
  c.selectors.push_back(std::move(selector));
}

}  // namespace

void compile_parts(Compilation& c) {
  const auto* parts = c.checker.need(c.tree, "parts");
  if (!parts) return;
  if (!parts->is_map() || parts->entries.empty())
    return c.checker.fail(parts->place, "mapping/wrong_kind", {{"key", "parts"}, {"wanted", "a map of part names"}});
  for (std::size_t i = 0; i < parts->entries.size(); ++i)
    compile_part(c, parts->entries[i].key, parts->entries[i].value);
  for (const auto gives : {Gives::lines, Gives::records})
    if (std::ranges::count(c.plan.parts, gives, &PartPlan::gives) > 1)
      c.checker.fail(parts->place, "mapping/two_parts", {{"gives", kGives[std::size_t(gives)]}});
}

}  // namespace calloff::mapping
