// One case folder: fixtures/customers/CUSTOMER/CASE with case.yaml, the parts as served, and what is expected of them.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "formats/page.hpp"
#include "inbound/normalise.hpp"
#include "mapping/load.hpp"
#include "mapping/run.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

namespace calloff::golden {

struct CasePart {
  std::string name, bytes;
  formats::Page page;
};

/// errors: of every step, one a line
struct CaseOutcome {
  std::vector<CasePart> parts;
  mapping::MappedDocument mapped;
  inbound::NormalisedDocument normalised;
  std::vector<Error> errors;
};

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

/// Folders that hold a case.yaml, sorted.
inline std::vector<std::filesystem::path> case_folders() {
  std::vector<std::filesystem::path> folders;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(test::source_folder() / "fixtures" / "customers"))
    if (entry.path().filename() == "case.yaml") folders.push_back(entry.path().parent_path());
  std::ranges::sort(folders);
  return folders;
}

/// The text of `key` below `node`; the test ends if it is not there.
inline std::string text_of(const settings::Node& node, std::string_view key) {
  const auto* found = node.find(key);
  INFO(key);
  REQUIRE(found);
  return found->text;
}

/// Decodes the parts; a part that does not decode is an error of the case.
inline void decode_parts(const std::filesystem::path& folder, const settings::Node& parts, const std::string& charset,
                         CaseOutcome& outcome) {
  for (const auto& [name, file] : parts.entries) {
    formats::PageOptions options;
    options.default_charset = charset;
    options.part = name;
    auto bytes = read_file(folder / file.text);
    auto page = formats::decode_page(bytes, options);
    if (page)
      outcome.parts.push_back({name, std::move(bytes), std::move(*page)});
    else
      outcome.errors.push_back(page.error());
  }
}

/// decode, map, normalise: the pure steps of a document's way.
inline CaseOutcome run_case(const std::filesystem::path& folder) {
  const auto tree = settings::read_yaml_file((folder / "case.yaml").string());
  REQUIRE(tree);
  auto loaded = mapping::load_mapping((test::source_folder() / "mappings").string(), text_of(*tree, "mapping"));
  REQUIRE(loaded.plan);
  CaseOutcome outcome;
  decode_parts(folder, *tree->find("parts"), loaded.plan->charset, outcome);
  if (!outcome.errors.empty()) return outcome;
  std::vector<mapping::PartPage> pages;
  for (const auto& part : outcome.parts) pages.push_back({part.name, &part.page});
  const mapping::DocumentContext context{text_of(*tree, "entry_id"), text_of(*tree, "plant"), text_of(*tree, "feed"),
                                         *parse_local_time(text_of(*tree, "received"))};
  outcome.mapped = mapping::map_document(*loaded.plan, pages, context);
  outcome.errors = outcome.mapped.errors;
  if (!outcome.errors.empty()) return outcome;
  const model::Source source{folder.parent_path().filename().string(), context.plant, context.feed,
                             folder.filename().string(), ""};
  outcome.normalised = inbound::normalise(*loaded.plan, outcome.mapped.drafts, source, {});
  outcome.errors = outcome.normalised.errors;
  return outcome;
}

}  // namespace calloff::golden
