// Finding the table of a page that a mapping means, and its header where no one marked it.
// Threading: immutable once made; what it finds must not outlive the page.
#pragma once
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "formats/column_match.hpp"
#include "formats/cursor.hpp"

namespace calloff::formats {

constexpr std::size_t kMissing = std::numeric_limits<std::size_t>::max();

/// One column a pattern matched: where the cell stands and what the header says, capture by capture.
struct MatchedColumn {
  std::size_t column;
  std::vector<std::string> captures;
};

/// A table of one page with its columns found.
struct Bound {
  const Table* table = nullptr;
  HeaderPaths headers;
  std::size_t first_row = 0;
  std::vector<std::size_t> columns;  // slot -> column, kMissing
  std::vector<MatchedColumn> matched;
  const Row* lowest_header = nullptr;
};

/// The headers as people read them, one after the other.
std::string shown(const HeaderPaths& headers);

/// A selector ready to search pages.
struct TableReader::Compiled {
  TableSelector selector;
  std::vector<WantedColumn> columns;
  std::vector<Pattern> patterns;

  bool has_required(const ComparedHeaders& headers) const;

  /// How many of the columns that are wanted a header has.
  std::size_t count_wanted(const HeaderPaths& paths) const;

  bool fits(const HeaderPaths& paths) const;

  /// Rows from `first` read as header, with those below that belong to it.
  void read_header(Bound& bound, std::size_t first, std::size_t count) const;

  /// The unmarked row of a worksheet that has most of the columns that are wanted, for people to compare.
  void read_nearest_header(Bound& bound, std::size_t rows) const;

  /// The headers a table shows: as marked, or those of one to three unmarked rows that have every required column.
  Bound headers(const Page& page, const Table& table) const;

  /// Every table that fits; else the one that has most of what is wanted, so that the missing column can be named.
  std::vector<Bound> search(const Page& page) const;

  /// Of those that fit, the only one with rows of data; the first where none has any. fitting: at least one
  /// errors: quarantine map/ambiguous_table (first, second)
  Result<Bound> choose(std::vector<Bound> fitting) const;

  Result<Bound> find(const Page& page) const;

  Result<void> bind_columns(Bound& bound) const;

  void bind_patterns(Bound& bound) const;

  std::vector<std::string> new_headers(const Bound& bound) const;
};

}  // namespace calloff::formats
