// The steps of compiling a resolved mapping tree; each notes every mistake in the checker. Threading: one thread a
// compilation.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "mapping/checked_node.hpp"
#include "mapping/overlay.hpp"
#include "mapping/plan.hpp"

namespace calloff::mapping {

/// A mapping under compilation. columns: what the fields want of each part's table, before the tables are compiled.
struct Compilation {
  const settings::Node& tree;
  const ReadYaml& read;
  Checker& checker;
  const RecordShape* shape = nullptr;
  Plan plan;
  std::vector<formats::TableSelector> selectors;  ///< by part
  std::vector<DateFormat> dates, times;           ///< what fields without formats of their own take
  std::map<std::string, settings::Node> code_lists;
};

void compile_parts(Compilation& compilation);
void compile_fields(Compilation& compilation);
void compile_form(Compilation& compilation);

/// The date formats under `key`.
std::vector<DateFormat> compile_formats(Checker& checker, const settings::Node& node, std::string_view key);

/// The words of `values` and `codes` of a field; nullptr if it has neither.
std::shared_ptr<const WordTable> compile_words(Compilation& compilation, const settings::Node& field,
                                               const ShapeField& shape);

}  // namespace calloff::mapping
