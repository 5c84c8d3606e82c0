#include "pages.hpp"

#include <algorithm>
#include <optional>

#include "adapter_api/portal_page.hpp"
#include "base/hash.hpp"

namespace calloff::sgm_eschedule {
namespace {

bool has(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Kind classify_login(const formats::Page& page, const formats::Form& form) {
  if (page.says("用户名或密码错误")) return Kind::rejected;
  if (page.says("锁定")) return Kind::locked;
  return form.find("verifyCode") ? Kind::captcha : Kind::login;
}

bool leads_to_login(const formats::Page& page) {
  return std::any_of(page.scripts.begin(), page.scripts.end(), [](const std::string& script) {
    return script.find("top.location") != script.npos && script.find("DunsLogin.jsp") != script.npos;
  });
}

std::optional<std::size_t> column_of(const formats::Table& table, std::string_view header) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].path() == header) return i;
  return std::nullopt;
}

Error missing(std::string_view column, const formats::Table& table) {
  std::string present;
  for (const auto& c : table.columns) present += (present.empty() ? "" : ", ") + c.path();
  return Error(Recovery::hold_feed, "page/missing_column", {{"column", std::string(column)}, {"present", present}});
}

struct Columns {
  std::size_t number, link, state;
};

Result<Columns> find_columns(const formats::Table& table, const Words& words) {
  const std::string* names[] = {&words.number, &words.link, &words.state};
  std::size_t found[3];
  for (int i = 0; i < 3; ++i) {
    const auto column = column_of(table, *names[i]);
    if (!column) return missing(*names[i], table);
    found[i] = *column;
  }
  return Columns{found[0], found[1], found[2]};
}

/// Changes when the sheet may have: its cells, but not whether someone has opened it.
std::string mark_of(const formats::Row& row, std::size_t state, bool is_unread) {
  std::string cells;
  for (std::size_t i = 0; i < row.cells.size(); ++i)
    cells += (i == state && is_unread ? "" : row.cells[i].text) + '\x1f';
  return sha256(cells).substr(0, 16);
}

std::string slice(std::string_view bytes, const model::Locator& at) {
  return std::string(bytes.substr(std::min<std::size_t>(at.offset, bytes.size()), at.length));
}

Result<ListRow> read_row(const formats::Row& row, const Columns& columns, const Words& words) {
  const auto& number = row.cells[columns.number].text;
  const auto sid = adapter_api::quoted_argument(row.cells[columns.link].link, "showDetail");
  if (number.empty() || sid.empty())
    return Error(Recovery::hold_feed, "page/bad_row", {{"column", number.empty() ? words.number : words.link}},
                 {.customer = {}, .plant = {}, .feed = {}, .document = {}, .offset = row.locator.offset,
                  .position = row.locator.position});
  const auto& state = row.cells[columns.state].text;
  ListRow read;
  read.entry.id = number;
  read.entry.mark = mark_of(row, columns.state, has(words.unread_states, state));
  read.entry.locator = sid;
  read.entry.refetch = adapter_api::Refetch::while_open;
  read.entry.is_open = !has(words.closed_states, state);
  return read;
}

}  // namespace

Kind classify(const formats::Page& page) {
  if (page.says("系统维护中")) return Kind::maintenance;
  for (const auto& form : page.forms)
    if (form.find("loginId") && form.find("pwd")) return classify_login(page, form);
  if (leads_to_login(page)) return Kind::expired;
  if (page.says("common/index.jsp")) return Kind::signed_in;
  if (page.find_table("pusListTab")) return Kind::list;
  return page.find_table("table_double_head") ? Kind::detail : Kind::unknown;
}

Error unexpected(Kind kind, const formats::Page& page, std::string_view step) {
  switch (kind) {
    case Kind::login:
    case Kind::expired: return Error(Recovery::sign_in, "sign_in/session_expired");
    case Kind::rejected: return Error(Recovery::hold_account, "sign_in/rejected");
    case Kind::locked: return Error(Recovery::hold_account, "sign_in/locked");
    case Kind::captcha: return Error(Recovery::hold_account, "sign_in/captcha");
    case Kind::maintenance: return Error(Recovery::retry, "page/maintenance");
    default: break;
  }
  return Error(Recovery::hold_feed, "page/unknown", {{"step", std::string(step)}, {"title", page.title}});
}

Result<ListPage> read_list(const formats::Page& page, std::string_view bytes, const Words& words) {
  const auto* table = page.find_table("pusListTab");
  if (!table) return unexpected(Kind::unknown, page, "list");
  const auto columns = find_columns(*table, words);
  if (!columns) return columns.error();
  ListPage list;
  list.says_empty = page.says(words.empty);
  std::string header = "<table id=\"pusListTab\">";
  for (const auto& row : table->header) header += slice(bytes, row.locator);
  for (const auto& row : table->rows) {
    if (list.says_empty && row.cell_count == 1) continue;
    auto read = read_row(row, *columns, words);
    if (!read) return read.error();
    read->snippet = header + slice(bytes, row.locator) + "</table>";
    list.rows.push_back(std::move(*read));
  }
  const auto count = adapter_api::read_page_count(page.text);
  if (!count) return count.error();
  list.count = count->rows;
  list.page = count->page;
  list.pages = count->pages;
  return list;
}

}  // namespace calloff::sgm_eschedule
