#include "formats/table_search.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace calloff::formats {
namespace {

// Rows that are searched for a header that is not marked; above a worksheet's there are titles and labels.
constexpr std::size_t kSearchedInPages = 10, kSearchedInSheets = 40;

HeaderPaths marked_headers(const Table& table) {
  HeaderPaths headers;
  for (const auto& column : table.columns) headers.push_back(column.header);
  return headers;
}

std::string tables_of(const Page& page) {
  std::vector<std::string> names;
  for (const auto& table : page.tables)
    if (const auto& name = table.id.empty() ? table.css_class : table.id; !name.empty()) names.push_back(name);
  return names.empty() ? std::to_string(page.tables.size()) + " without id or class" : join(names, ", ");
}

bool is_data(const Row& row) {
  return !is_passed_over(row) && std::ranges::any_of(row.cells, [](const Cell& cell) { return !cell.is_blank(); });
}

bool has_data(const Bound& bound) {
  const auto& rows = bound.table->rows;
  return std::any_of(rows.begin() + std::ptrdiff_t(std::min(bound.first_row, rows.size())), rows.end(), is_data);
}

/// The table, and the first row of its data, as people find them.
std::string place_of(const Bound& bound) {
  const auto& rows = bound.table->rows;
  const auto row = std::find_if(rows.begin() + std::ptrdiff_t(bound.first_row), rows.end(), is_data);
  return bound.table->locator.position.text() + " (" + row->locator.position.text() + ")";
}

}  // namespace

std::string shown(const HeaderPaths& headers) {
  std::vector<std::string> texts;
  for (const auto& header : headers)
    if (const auto text = join(header, "/"); !text.empty()) texts.push_back(text);
  return join(texts, ", ");
}

bool TableReader::Compiled::has_required(const ComparedHeaders& headers) const {
  return std::ranges::all_of(
      columns, [&](const WantedColumn& column) { return column.is_optional || !column.found_in(headers).empty(); });
}

std::size_t TableReader::Compiled::count_wanted(const HeaderPaths& paths) const {
  const auto headers = compared(paths);
  return std::size_t(
      std::ranges::count_if(columns, [&](const WantedColumn& column) { return !column.found_in(headers).empty(); }));
}

bool TableReader::Compiled::fits(const HeaderPaths& paths) const {
  const auto headers = compared(paths);
  if (!has_required(headers)) return false;
  return patterns.empty() || std::ranges::any_of(headers, [&](const ComparedHeader& header) {
           return std::ranges::any_of(patterns, [&](const Pattern& pattern) {
             return match(pattern, header, selector.captures.size()).has_value();
           });
         });
}

void TableReader::Compiled::read_header(Bound& bound, std::size_t first, std::size_t count) const {
  bound.headers = header_paths(*bound.table, first, count);
  for (; count < kMostHeaderRows && continues_header(*bound.table, first, first + count); ++count) {
    auto deeper = header_paths(*bound.table, first, count + 1);
    if (!has_required(compared(deeper)) && has_required(compared(bound.headers))) break;
    bound.headers = std::move(deeper);
  }
  bound.first_row = first + count;
  bound.lowest_header = &bound.table->rows[bound.first_row - 1];
}

void TableReader::Compiled::read_nearest_header(Bound& bound, std::size_t rows) const {
  std::size_t most = 0, nearest = 0;
  for (std::size_t r = 0; r < rows; ++r)
    if (const auto wanted = count_wanted(header_paths(*bound.table, r, 1)); wanted > most) most = wanted, nearest = r;
  if (most > 0) read_header(bound, nearest, 1);
}

Bound TableReader::Compiled::headers(const Page& page, const Table& table) const {
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

Result<Bound> TableReader::Compiled::choose(std::vector<Bound> fitting) const {
  const auto first = std::ranges::find_if(fitting, has_data);
  if (first == fitting.end()) return std::move(fitting.front());
  const auto second = std::find_if(std::next(first), fitting.end(), has_data);
  if (second == fitting.end()) return std::move(*first);
  return Error(Recovery::quarantine, "map/ambiguous_table",
               {{"first", place_of(*first)}, {"second", place_of(*second)}});
}

std::vector<Bound> TableReader::Compiled::search(const Page& page) const {
  std::vector<Bound> fitting;
  std::optional<Bound> nearest;
  std::size_t most = 0;
  for (const auto& table : page.tables) {
    auto bound = headers(page, table);
    if (fits(bound.headers)) {
      fitting.push_back(std::move(bound));
      continue;
    }
    const auto wanted = count_wanted(bound.headers);
    if (page.is_workbook() && wanted * 2 > selector.columns.size() && wanted > most) {
      most = wanted;
      nearest = std::move(bound);
    }
  }
  if (fitting.empty() && nearest) fitting.push_back(std::move(*nearest));
  return fitting;
}

Result<Bound> TableReader::Compiled::find(const Page& page) const {
  const auto* table = selector.table.empty() ? nullptr : page.find_table(selector.table);
  if (table) return headers(page, *table);
  if (selector.table.empty() || page.is_workbook())
    if (auto found = search(page); !found.empty()) return choose(std::move(found));
  std::vector<std::string> names;
  for (const auto& column : selector.columns)
    if (!column.is_optional) names.push_back(column.spellings.front());
  const auto wanted = selector.table.empty() || page.is_workbook() ? "with the columns " + join(names, ", ")
                                                                   : "'" + selector.table + "'";
  return Error(Recovery::hold_feed, "map/missing_table", {{"table", wanted}, {"tables", tables_of(page)}});
}

Result<void> TableReader::Compiled::bind_columns(Bound& bound) const {
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

void TableReader::Compiled::bind_patterns(Bound& bound) const {
  const auto headers = compared(bound.headers);
  for (std::size_t c = 0; c < headers.size(); ++c)
    for (const auto& pattern : patterns)
      if (auto captures = match(pattern, headers[c], selector.captures.size())) {
        bound.matched.push_back({c, std::move(*captures)});
        break;
      }
}

std::vector<std::string> TableReader::Compiled::new_headers(const Bound& bound) const {
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

}  // namespace calloff::formats
