// gateway/LAYERS: which folder may include which, and which folder wraps which library.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/house/source.hpp"

namespace calloff::test::house {

struct Library {
  std::string name;
  std::vector<std::string> prefixes;  // of what stands between the brackets
  std::set<std::string> folders;
};

struct Layers {
  std::map<std::string, std::set<std::string>> may_include;  // folder -> folders and single headers
  std::vector<Library> libraries;
  std::set<std::string> clock_files;
};

/// Reads the table.
/// throws: std::invalid_argument with the line that is not understood, or that names a folder which no earlier line has
Layers parse_layers(std::string_view text);

/// The layer a file belongs to: gateway/store/x.cpp -> store, adapters/sgm_omx/x.cpp -> adapters.
std::string layer_of(std::string_view path);

/// Includes of folders that the table does not allow; includes that climb out of their folder.
std::vector<Offence> layer_offences(const Layers& layers, const std::vector<SourceFile>& files);

/// Libraries in folders that do not wrap them, and headers with a library inside that another folder includes.
std::vector<Offence> library_offences(const Layers& layers, const std::vector<SourceFile>& files);

}  // namespace calloff::test::house
