// Pages and mappings for the tests of this folder, made by hand: no decoder, no files.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "formats/page.hpp"
#include "mapping/load.hpp"
#include "mapping/run.hpp"
#include "support/catch.hpp"

namespace calloff::mapping {

/// What the tables made here quote.
inline formats::PageMemory& memory() {
  static formats::PageMemory kept;
  return kept;
}

/// A table with the given header paths and rows; cell c of row r stands at byte 100 * r + c.
inline formats::Table table_of(std::string id, std::vector<std::vector<std::string>> headers,
                               std::vector<std::vector<std::string>> rows) {
  formats::Table table;
  table.id = std::move(id);
  formats::Row header;
  const auto& header_words = memory().keep_words({"page", "header"});
  for (auto& path : headers) {
    header.cells.push_back({path.empty() ? "" : memory().keep(path.back()),
                            "",
                            {9000 + header.cells.size(), 1, formats::Position(header_words)},
                            false});
    table.columns.push_back({std::move(path)});
  }
  table.header.push_back(std::move(header));
  for (std::size_t r = 0; r < rows.size(); ++r) {
    formats::Row row;
    row.is_total = !rows[r].empty() && rows[r].front() == "合计";
    const formats::Position position(memory().keep_words({"page", "row " + std::to_string(r + 1)}));
    for (std::size_t c = 0; c < rows[r].size(); ++c)
      row.cells.push_back({memory().keep(rows[r][c]), "", {100 * r + c, rows[r][c].size(), position}, false});
    row.cell_count = row.cells.size();
    table.rows.push_back(std::move(row));
  }
  return table;
}

inline std::vector<std::vector<std::string>> plain(const std::vector<std::string>& headers) {
  std::vector<std::vector<std::string>> paths;
  for (const auto& header : headers) paths.push_back({header});
  return paths;
}

/// Reads files from a map: name -> text.
inline ReadYaml reader_of(std::map<std::string, std::string> files) {
  return [files = std::move(files)](const std::string& file) -> Result<settings::Node> {
    const auto found = files.find(file);
    if (found == files.end()) return Error(Recovery::fix_config, "settings/unreadable", {{"path", file}});
    return settings::read_yaml(found->second, file);
  };
}

inline LoadedMapping load_text(const std::string& text) {
  return load_mapping("test/one", reader_of({{"test/one.yaml", text}}));
}

/// A plan that must load.
inline std::shared_ptr<const Plan> plan_of(const std::string& text) {
  auto loaded = load_text(text);
  for (const auto& error : loaded.errors) UNSCOPED_INFO(error.code << ": " << sentence(error));
  REQUIRE(loaded.plan);
  return loaded.plan;
}

/// `code at line:column`, one for each error.
inline std::vector<std::string> places(const std::vector<Error>& errors) {
  std::vector<std::string> texts;
  for (const auto& error : errors) {
    const auto& position = error.where.position;
    texts.push_back(error.code + " " + position.substr(std::min(position.find(':'), position.size())));
  }
  return texts;
}

}  // namespace calloff::mapping
