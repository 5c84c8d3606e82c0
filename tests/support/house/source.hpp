// The checkout as text: what the tests over the tree itself read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace calloff::test::house {

struct SourceFile {
  std::string path;  // from the root of the checkout, with '/'
  std::string text;
};

struct Include {
  std::size_t line;  // from 1
  std::string name;  // between the quotes or the brackets
  bool quoted;
};

/// A rule that a file breaks, as a compiler would say it: `path:line: what`.
struct Offence {
  std::string path;
  std::size_t line;
  std::string what;
};

std::string describe(const std::vector<Offence>& offences);

SourceFile read_file(const std::filesystem::path& root, const std::filesystem::path& file);

/// All files under these folders of the checkout whose name ends in one of `endings` (all, when there are none), sorted
/// by path. folders: relative to root; one that does not exist has no files
std::vector<SourceFile> read_files(const std::filesystem::path& root, const std::vector<std::string>& folders,
                                   const std::vector<std::string>& endings);

std::vector<Include> includes_of(std::string_view text);

/// The same text with comments and the insides of string and character literals blanked; lines and columns stay.
std::string code_of(std::string_view text);

std::vector<std::string_view> lines_of(std::string_view text);

bool is_header(std::string_view path);

}  // namespace calloff::test::house
