// Mapping files -> plans. Threading: pure but for reading files.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/overlay.hpp"
#include "mapping/plan.hpp"

namespace calloff::mapping {

/// plan: nullptr when there are errors. errors: every mistake, fix_config mapping/..., with file:line:column in
/// where.position
struct LoadedMapping {
  std::shared_ptr<const Plan> plan;
  std::vector<Error> errors;
};

/// name: as configuration says it, e.g. `customers/sgm/daily` for customers/sgm/daily.yaml in the mappings folder
LoadedMapping load_mapping(const std::string& name, const ReadYaml& read);
/// The same from a folder; the plan keeps the text of every file that was read for it.
LoadedMapping load_mapping(const std::string& folder, const std::string& name);
/// A mapping as it once was, from its plan's `text`. Places show the files it was read from then.
/// errors: as load_mapping; fix_code mapping/kept_unreadable
LoadedMapping load_kept_mapping(std::string_view text);

/// Reads files of `folder`; places show the path with the folder.
ReadYaml reader_of(std::string folder);

/// The names of all mappings in `folder`, sorted: every YAML but code lists (codes/) and tests (*.test.yaml).
std::vector<std::string> mapping_names(const std::string& folder);

}  // namespace calloff::mapping
