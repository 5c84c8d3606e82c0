#include "adapter_api/portal_list.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "adapter_api/portal_page.hpp"
#include "adapter_api/portal_words.hpp"

namespace calloff::adapter_api {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void skip_space(std::string_view& text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
}

bool take_number(std::string_view& text, std::size_t& value) {
  skip_space(text);
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  text.remove_prefix(std::size_t(end - text.data()));
  return failed == std::errc();
}

std::size_t* number_named(std::string_view name, PageCount& count) {
  if (name == "rows") return &count.rows;
  if (name == "page") return &count.page;
  return name == "pages" ? &count.pages : nullptr;
}

/// Does `text` begin with the pattern?
std::optional<PageCount> count_at(std::string_view text, std::string_view pattern) {
  PageCount count;
  while (!pattern.empty()) {
    if (is_space(pattern.front())) {
      skip_space(pattern);
      skip_space(text);
      continue;
    }
    const auto close = pattern.front() == '{' ? pattern.find('}') : pattern.npos;
    auto* number = close == pattern.npos ? nullptr : number_named(pattern.substr(1, close - 1), count);
    if (number) {
      if (!take_number(text, *number)) return std::nullopt;
      skip_space(text);
      pattern.remove_prefix(close + 1);
    } else {
      if (text.empty() || text.front() != pattern.front()) return std::nullopt;
      text.remove_prefix(1);
      pattern.remove_prefix(1);
    }
  }
  return count;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Result<std::vector<std::size_t>> columns_of(const ListPage& list, const std::vector<std::string>& headers) {
  std::vector<std::size_t> columns;
  for (const auto& header : headers) {
    const auto column = list.column(header);
    if (!column) return column.error();
    columns.push_back(*column);
  }
  return columns;
}

ListRow row_of(const formats::Table& table, const formats::Row& row, std::size_t link, std::string_view bytes) {
  ListRow read;
  for (const auto& cell : row.cells) read.cells.emplace_back(cell.text);
  read.link = row.cells[link].link;
  read.snippet = row_snippet(table, row, bytes);
  read.offset = row.locator.offset;
  return read;
}

}  // namespace

Result<PageCount> read_page_count(std::string_view text, std::string_view pattern) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    // Not in the middle of a number.
    if (at > 0 && is_digit(text[at]) && is_digit(text[at - 1])) continue;
    if (const auto count = count_at(text.substr(at), pattern)) return *count;
  }
  return Error(Recovery::hold_feed, "page/no_count");
}

Result<std::size_t> ListPage::column(std::string_view header) const {
  const auto found = std::find(headers.begin(), headers.end(), header);
  if (found != headers.end()) return std::size_t(found - headers.begin());
  std::string present;
  for (const auto& each : headers) present += (present.empty() ? "" : ", ") + each;
  return Error(Recovery::hold_feed, "page/missing_column", {{"column", std::string(header)}, {"present", present}});
}

Error bad_row(const ListRow& row, std::string column) {
  Where where;
  where.offset = row.offset;
  return Error(Recovery::hold_feed, "page/bad_row", {{"column", std::move(column)}}, std::move(where));
}

Result<ListPage> read_list(const formats::Page& page, std::string_view bytes, const ListShape& shape) {
  ListPage list;
  const auto* table = page.find_table(shape.table);
  if (!table) return Error(Recovery::hold_feed, "page/unknown", {{"step", shape.table}, {"title", page.title}});
  for (const auto& column : table->columns) list.headers.push_back(column.path());
  const auto ids = columns_of(list, shape.id), needed = columns_of(list, shape.needed);
  const auto link = list.column(shape.link);
  if (!ids) return ids.error();
  if (!link) return link.error();
  if (!needed) return needed.error();
  // Shown, not in a script: a script may hold the words of every case.
  list.says_empty = !shown_of(page, shape.empty).empty();
  for (const auto& row : table->rows) {
    if (row.is_total || (list.says_empty && row.cell_count == 1)) continue;
    auto read = row_of(*table, row, *link, bytes);
    for (std::size_t i = 0; i < ids->size(); ++i) {
      const auto& cell = read.cells[(*ids)[i]];
      if (cell.empty()) return bad_row(read, shape.id[i]);
      read.id += (i ? "/" : "") + cell;
    }
    list.rows.push_back(std::move(read));
  }
  const auto count = read_page_count(page.text, shape.page_count);
  if (!count) return count.error();
  list.count = *count;
  return list;
}

Result<void> ListReading::add(ListPage page) {
  if (next_++ == 1) {
    promised_ = page.count;
    if (promised_.pages > kMostPages) return Error(Recovery::hold_feed, "page/too_many_pages");
    for (const auto& row : page.rows) first_page_.push_back(row.id);
    all_ = std::move(page);
    has_moved_ = promised_.page != 1;
    return {};
  }
  has_moved_ |= page.count.rows != promised_.rows || page.count.page != next_ - 1;
  for (auto& row : page.rows) all_.rows.push_back(std::move(row));
  return {};
}

void ListReading::compare_first(const ListPage& again) {
  const auto is_same = [](const ListRow& row, const std::string& id) { return row.id == id; };
  has_moved_ |= again.count.rows != promised_.rows ||
                !std::equal(again.rows.begin(), again.rows.end(), first_page_.begin(), first_page_.end(), is_same);
}

std::size_t ListReading::different_rows() const {
  std::set<std::string_view> ids;
  for (const auto& row : all_.rows) ids.insert(row.id);
  return ids.size();
}

bool ListReading::is_whole() const {
  return !has_moved_ && all_.rows.size() == promised_.rows && different_rows() == promised_.rows;
}

bool ListReading::is_whole_like(const ListReading& earlier) const {
  const auto is_same = [](const ListRow& a, const ListRow& b) { return a.id == b.id; };
  const auto &now = all_.rows, &before = earlier.all_.rows;
  return !has_moved_ && !earlier.has_moved_ && different_rows() == promised_.rows &&
         std::equal(now.begin(), now.end(), before.begin(), before.end(), is_same);
}

ListPage ListReading::take_list() {
  std::set<std::string> ids;
  std::erase_if(all_.rows, [&](const ListRow& row) { return !ids.insert(row.id).second; });
  return std::move(all_);
}

}  // namespace calloff::adapter_api
