// Every verb of the command line, as a table: the parser, the help and the documentation test read it.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "app/command.hpp"

namespace calloff::app {

struct OptionSpec {
  std::string_view name;  ///< `--part GLOB`, `ORDER` for a positional, `--all` for a flag
  std::string_view help;
  bool is_required = false;
  bool repeats = false;

  bool is_positional() const { return !name.starts_with("--"); }
  bool is_flag() const { return !is_positional() && name.find(' ') == name.npos; }
  /// `part` for `--part GLOB`, `ORDER` for a positional
  std::string_view key() const;
};

struct VerbSpec {
  std::string_view verb;
  Access access;
  std::string_view help;
  std::vector<OptionSpec> options;
  std::string_view example;
};

std::span<const VerbSpec> all_verbs();

}  // namespace calloff::app
