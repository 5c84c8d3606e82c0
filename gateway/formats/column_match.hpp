// Which columns of a table a mapping wants: by the texts above them, or by patterns over these.
// Threading: immutable once made.
#pragma once
#include <re2/re2.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/cursor.hpp"
#include "formats/header_search.hpp"

namespace calloff::formats {

/// A pattern ready to match, and where each of its groups goes among the captures.
struct Pattern {
  std::unique_ptr<RE2> regex;
  std::vector<std::pair<int, std::size_t>> groups;             // group number, capture
  std::vector<std::pair<std::size_t, std::string>> constants;  // capture, text
};

/// A column's header as it is compared, made once. is_named: it says something; is_sentence: too long to be a header
struct ComparedHeader {
  std::string path, normal_path, normal_last;
  bool is_named = false, is_sentence = false;

  bool is(const std::string& normal_spelling) const {
    return is_named && (normal_path == normal_spelling || normal_last == normal_spelling);
  }
};
using ComparedHeaders = std::vector<ComparedHeader>;

ComparedHeaders compared(const HeaderPaths& headers);

/// A column that is wanted, its spellings as they are compared.
struct WantedColumn {
  std::vector<std::string> normal_spellings;
  bool is_optional = false;

  /// Columns with one of the spellings; the first spelling that is there wins.
  std::vector<std::size_t> found_in(const ComparedHeaders& headers) const {
    for (const auto& spelling : normal_spellings) {
      std::vector<std::size_t> found;
      for (std::size_t c = 0; c < headers.size(); ++c)
        if (headers[c].is(spelling)) found.push_back(c);
      if (!found.empty()) return found;
    }
    return {};
  }
};

WantedColumn wanted_column(const ColumnSelector& selector);

/// errors: fix_config `mapping/bad_pattern` (pattern, reason)
Result<Pattern> compile_pattern(const ColumnPattern& source, const std::vector<std::string>& captures);

/// The captures of a header path, or none if the pattern does not match all of it.
std::optional<std::vector<std::string>> match(const Pattern& pattern, const ComparedHeader& header,
                                              std::size_t captures);

std::string join(const std::vector<std::string>& texts, std::string_view separator);

}  // namespace calloff::formats
