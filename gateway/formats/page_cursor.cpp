#include <re2/re2.h>

#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "formats/cursor.hpp"
#include "formats/header_search.hpp"

namespace calloff::formats {
namespace {

constexpr std::size_t kMissing = std::numeric_limits<std::size_t>::max();
// Rows that are searched for a header that is not marked; above a worksheet's there are titles and labels.
constexpr std::size_t kSearchedInPages = 10, kSearchedInSheets = 40;
constexpr std::size_t kLongestHeader = 256;  // bytes of one text; what is longer is a sentence

/// A pattern ready to match, and where each of its groups goes among the captures.
struct Pattern {
  std::unique_ptr<RE2> regex;
  std::vector<std::pair<int, std::size_t>> groups;             // group number, capture
  std::vector<std::pair<std::size_t, std::string>> constants;  // capture, text
};

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

std::string join(const std::vector<std::string>& texts, std::string_view separator) {
  std::string joined;
  for (const auto& text : texts) joined += (joined.empty() ? "" : std::string(separator)) + text;
  return joined;
}

HeaderPaths marked_headers(const Table& table) {
  HeaderPaths headers;
  for (const auto& column : table.columns) headers.push_back(column.header);
  return headers;
}

/// A column's header as it is compared, made once. is_named: it says something; is_sentence: too long to be a header
struct ComparedHeader {
  std::string path, normal_path, normal_last;
  bool is_named = false, is_sentence = false;

  bool is(const std::string& normal_spelling) const {
    return is_named && (normal_path == normal_spelling || normal_last == normal_spelling);
  }
};
using ComparedHeaders = std::vector<ComparedHeader>;

ComparedHeaders compared(const HeaderPaths& headers) {
  ComparedHeaders all(headers.size());
  for (std::size_t c = 0; c < headers.size(); ++c) {
    const auto& header = headers[c];
    auto& one = all[c];
    one.is_sentence = std::ranges::any_of(header, [](const std::string& text) { return text.size() > kLongestHeader; });
    one.is_named = !header.empty() && !one.is_sentence;
    if (!one.is_named) continue;
    one.path = join(header, "/");
    one.normal_path = normal_header(one.path);
    one.normal_last = normal_header(header.back());
  }
  return all;
}

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

WantedColumn wanted_column(const ColumnSelector& selector) {
  WantedColumn wanted;
  wanted.is_optional = selector.is_optional;
  for (const auto& spelling : selector.spellings) wanted.normal_spellings.push_back(normal_header(spelling));
  return wanted;
}

std::string shown(const HeaderPaths& headers) {
  std::vector<std::string> texts;
  for (const auto& header : headers)
    if (const auto text = join(header, "/"); !text.empty()) texts.push_back(text);
  return join(texts, ", ");
}

std::string tables_of(const Page& page) {
  std::vector<std::string> names;
  for (const auto& table : page.tables)
    if (const auto& name = table.id.empty() ? table.css_class : table.id; !name.empty()) names.push_back(name);
  return names.empty() ? std::to_string(page.tables.size()) + " without id or class" : join(names, ", ");
}

class TableCursor : public Cursor {
 public:
  TableCursor(Bound bound, bool is_unpivot) : bound_(std::move(bound)), is_unpivot_(is_unpivot) {}

  bool next() override {
    if (is_started_ && is_unpivot_ && ++match_ < bound_.matched.size()) return true;
    if (is_unpivot_ && bound_.matched.empty()) return false;
    match_ = 0;
    row_ = is_started_ ? row_ + 1 : bound_.first_row;
    is_started_ = true;
    while (row_ < bound_.table->rows.size() && is_passed_over(bound_.table->rows[row_])) ++row_;
    return row_ < bound_.table->rows.size();
  }

  FieldView field(std::size_t slot) const override {
    if (slot < bound_.columns.size()) return cell(bound_.columns[slot]);
    if (!is_unpivot_) return {};
    const auto& match = bound_.matched[match_];
    if (slot == bound_.columns.size()) return cell(match.column);
    const auto& text = match.captures.at(slot - bound_.columns.size() - 1);
    return {text, header_locator(match.column), true};
  }

  std::string header(std::size_t slot) const override {
    const auto column = slot < bound_.columns.size() ? bound_.columns[slot]
                        : is_unpivot_                ? bound_.matched[match_].column
                                                     : kMissing;
    return column == kMissing ? "" : join(bound_.headers[column], "/");
  }

 private:
  FieldView cell(std::size_t column) const {
    const auto& cells = bound_.table->rows[row_].cells;
    if (column >= cells.size()) return {{}, nullptr, column != kMissing};
    return {cells[column].text, &cells[column].locator, true};
  }
  const PageLocator* header_locator(std::size_t column) const {
    const auto* row = bound_.lowest_header;
    return row && column < row->cells.size() ? &row->cells[column].locator : nullptr;
  }

  Bound bound_;
  bool is_unpivot_;
  bool is_started_ = false;
  std::size_t row_ = 0, match_ = 0;
};

Error bad_pattern(const std::string& pattern, const std::string& reason) {
  return Error(Recovery::fix_config, "mapping/bad_pattern", {{"pattern", pattern}, {"reason", reason}});
}

std::unique_ptr<RE2> make_regex(const std::string& pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  return std::make_unique<RE2>(pattern, options);
}

Result<Pattern> compile_pattern(const ColumnPattern& source, const std::vector<std::string>& captures) {
  Pattern pattern{make_regex(source.pattern), {}, {}};
  if (!pattern.regex->ok()) return bad_pattern(source.pattern, pattern.regex->error());
  for (std::size_t c = 0; c < captures.size(); ++c) {
    const auto& named = pattern.regex->NamedCapturingGroups();
    if (const auto group = named.find(captures[c]); group != named.end()) pattern.groups.emplace_back(group->second, c);
    if (const auto constant = source.constants.find(captures[c]); constant != source.constants.end())
      pattern.constants.emplace_back(c, constant->second);
  }
  return pattern;
}

/// The captures of a header path, or none if the pattern does not match all of it.
std::optional<std::vector<std::string>> match(const Pattern& pattern, const ComparedHeader& header,
                                              std::size_t captures) {
  if (header.is_sentence) return std::nullopt;
  const auto& path = header.path;
  std::vector<re2::StringPiece> groups(std::size_t(pattern.regex->NumberOfCapturingGroups()) + 1);
  if (!pattern.regex->Match(path, 0, path.size(), RE2::ANCHOR_BOTH, groups.data(), int(groups.size())))
    return std::nullopt;
  std::vector<std::string> texts(captures);
  for (const auto& [group, capture] : pattern.groups) texts[capture] = std::string(groups[std::size_t(group)]);
  for (const auto& [capture, text] : pattern.constants) texts[capture] = text;
  return texts;
}

TableView view_of(const Bound& bound) {
  TableView view;
  view.table = bound.table;
  view.first_row = bound.first_row;
  for (const auto& header : bound.headers) view.headers.push_back(join(header, "/"));
  for (const auto column : bound.columns)
    view.slots.push_back(column == kMissing ? std::nullopt : std::optional(column));
  for (const auto& match : bound.matched) view.matched.push_back(match.column);
  return view;
}

}  // namespace

bool is_passed_over(const Row& row) {
  return row.is_total || (row.cell_count == 1 && row.cells.size() > 1 && row.cells.back().is_spanned);
}

struct TableReader::Compiled {
  TableSelector selector;
  std::vector<WantedColumn> columns;
  std::vector<Pattern> patterns;

  bool has_required(const ComparedHeaders& headers) const {
    return std::ranges::all_of(
        columns, [&](const WantedColumn& column) { return column.is_optional || !column.found_in(headers).empty(); });
  }

  /// How many of the columns that are wanted a header has.
  std::size_t count_wanted(const HeaderPaths& paths) const {
    const auto headers = compared(paths);
    return std::size_t(
        std::ranges::count_if(columns, [&](const WantedColumn& column) { return !column.found_in(headers).empty(); }));
  }

  bool fits(const HeaderPaths& paths) const {
    const auto headers = compared(paths);
    if (!has_required(headers)) return false;
    return patterns.empty() || std::ranges::any_of(headers, [&](const ComparedHeader& header) {
             return std::ranges::any_of(patterns, [&](const Pattern& pattern) {
               return match(pattern, header, selector.captures.size()).has_value();
             });
           });
  }

  /// Rows from `first` read as header, with those below that belong to it.
  void read_header(Bound& bound, std::size_t first, std::size_t count) const {
    bound.headers = header_paths(*bound.table, first, count);
    for (; count < kMostHeaderRows && continues_header(*bound.table, first, first + count); ++count) {
      auto deeper = header_paths(*bound.table, first, count + 1);
      if (!has_required(compared(deeper)) && has_required(compared(bound.headers))) break;
      bound.headers = std::move(deeper);
    }
    bound.first_row = first + count;
    bound.lowest_header = &bound.table->rows[bound.first_row - 1];
  }

  /// The unmarked row of a worksheet that has most of the columns that are wanted, for people to compare.
  void read_nearest_header(Bound& bound, std::size_t rows) const {
    std::size_t most = 0, nearest = 0;
    for (std::size_t r = 0; r < rows; ++r)
      if (const auto wanted = count_wanted(header_paths(*bound.table, r, 1)); wanted > most) most = wanted, nearest = r;
    if (most > 0) read_header(bound, nearest, 1);
  }

  /// The headers a table shows: as marked, or those of one to three unmarked rows that have every required column.
  Bound headers(const Page& page, const Table& table) const {
    Bound bound;
    bound.table = &table;
    bound.headers = marked_headers(table);
    if (!table.header.empty()) bound.lowest_header = &table.header.back();
    if (fits(bound.headers)) return bound;
    const auto rows = std::min(page.is_workbook() ? kSearchedInSheets : kSearchedInPages, table.rows.size());
    for (std::size_t count = 1; count <= kMostHeaderRows; ++count)
      for (std::size_t r = 0; r + count <= rows; ++r)
        if (fits(header_paths(table, r, count))) {
          read_header(bound, r, count);
          return bound;
        }
    if (page.is_workbook()) read_nearest_header(bound, rows);
    return bound;
  }

  /// The table that fits; else the one that has most of what is wanted, so that the missing column can be named.
  std::optional<Bound> search(const Page& page) const {
    std::optional<Bound> nearest;
    std::size_t most = 0;
    for (const auto& table : page.tables) {
      auto bound = headers(page, table);
      if (fits(bound.headers)) return bound;
      const auto wanted = count_wanted(bound.headers);
      if (page.is_workbook() && wanted * 2 > selector.columns.size() && wanted > most) {
        most = wanted;
        nearest = std::move(bound);
      }
    }
    return nearest;
  }

  Result<Bound> find(const Page& page) const {
    const auto* table = selector.table.empty() ? nullptr : page.find_table(selector.table);
    if (table) return headers(page, *table);
    if (selector.table.empty() || page.is_workbook())
      if (auto bound = search(page)) return std::move(*bound);
    std::vector<std::string> names;
    for (const auto& column : selector.columns)
      if (!column.is_optional) names.push_back(column.spellings.front());
    const auto wanted = selector.table.empty() || page.is_workbook() ? "with the columns " + join(names, ", ")
                                                                     : "'" + selector.table + "'";
    return Error(Recovery::hold_feed, "map/missing_table", {{"table", wanted}, {"tables", tables_of(page)}});
  }

  Result<void> bind_columns(Bound& bound) const {
    const auto headers = compared(bound.headers);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const auto& column = selector.columns[c];
      const auto found = columns[c].found_in(headers);
      if (found.empty() && !column.is_optional)
        return Error(Recovery::hold_feed, "map/missing_column",
                     {{"column", join(column.spellings, " / ")}, {"headers", shown(bound.headers)}});
      if (found.size() > 1)
        return Error(Recovery::hold_feed, "map/ambiguous_column",
                     {{"column", column.spellings.front()}, {"headers", shown(bound.headers)}});
      bound.columns.push_back(found.empty() ? kMissing : found.front());
    }
    return {};
  }

  void bind_patterns(Bound& bound) const {
    const auto headers = compared(bound.headers);
    for (std::size_t c = 0; c < headers.size(); ++c)
      for (const auto& pattern : patterns)
        if (auto captures = match(pattern, headers[c], selector.captures.size())) {
          bound.matched.push_back({c, std::move(*captures)});
          break;
        }
  }

  std::vector<std::string> new_headers(const Bound& bound) const {
    std::vector<std::string> found;
    for (std::size_t c = 0; c < bound.headers.size(); ++c) {
      const auto path = join(bound.headers[c], "/");
      const bool is_known =
          path.empty() || std::ranges::find(bound.columns, c) != bound.columns.end() ||
          std::ranges::any_of(bound.matched, [&](const MatchedColumn& match) { return match.column == c; }) ||
          std::ranges::any_of(selector.ignored, [&](const std::string& pattern) {
            return glob_match(normal_header(pattern), normal_header(path));
          });
      if (!is_known) found.push_back(path);
    }
    return found;
  }
};

Result<TableReader> TableReader::compile(TableSelector selector) {
  auto compiled = std::make_shared<Compiled>();
  compiled->selector = std::move(selector);
  for (const auto& column : compiled->selector.columns) compiled->columns.push_back(wanted_column(column));
  for (const auto& source : compiled->selector.patterns) {
    auto pattern = compile_pattern(source, compiled->selector.captures);
    if (!pattern) return pattern.error();
    compiled->patterns.push_back(std::move(*pattern));
  }
  TableReader reader;
  reader.compiled_ = std::move(compiled);
  return reader;
}

const TableSelector& TableReader::selector() const { return compiled_->selector; }

Result<OpenTable> TableReader::open(const Page& page) const {
  auto bound = compiled_->find(page);
  if (!bound) return bound.error();
  if (auto columns = compiled_->bind_columns(*bound); !columns) return columns.error();
  compiled_->bind_patterns(*bound);
  if (!compiled_->patterns.empty() && bound->matched.empty())
    return Error(Recovery::hold_feed, "map/missing_column",
                 {{"column", compiled_->selector.patterns.front().pattern}, {"headers", shown(bound->headers)}});
  auto found = compiled_->new_headers(*bound);
  auto view = view_of(*bound);
  view.is_sheet = page.is_workbook();
  return OpenTable{std::make_unique<TableCursor>(std::move(*bound), !compiled_->patterns.empty()), std::move(found),
                   std::move(view)};
}

Result<std::vector<std::string>> pattern_groups(const std::string& pattern) {
  const auto regex = make_regex(pattern);
  if (!regex->ok()) return bad_pattern(pattern, regex->error());
  std::vector<std::string> names;
  for (const auto& [number, name] : regex->CapturingGroupNames()) names.push_back(name);
  return names;
}

}  // namespace calloff::formats
