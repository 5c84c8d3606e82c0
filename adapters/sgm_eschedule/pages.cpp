#include "pages.hpp"

#include <algorithm>

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

struct Columns {
  std::size_t number, link, state;
};

Result<Columns> find_columns(const formats::Table& table, const Words& words) {
  for (const auto& needed : words.needed_columns)
    if (const auto column = adapter_api::find_column(table, needed); !column) return column.error();
  const auto number = adapter_api::find_column(table, words.number), link = adapter_api::find_column(table, words.link),
             state = adapter_api::find_column(table, words.state);
  for (const auto* column : {&number, &link, &state})
    if (!*column) return column->error();
  return Columns{*number, *link, *state};
}

/// Changes when the sheet may have: its cells, but not whether someone has opened it.
std::string mark_of(const formats::Row& row, std::size_t state, bool is_unread) {
  std::string cells;
  for (std::size_t i = 0; i < row.cells.size(); ++i)
    cells += (i == state && is_unread ? "" : row.cells[i].text) + '\x1f';
  return sha256(cells).substr(0, 16);
}

Error bad_row(const formats::Row& row, const std::string& column) {
  Where where;
  where.offset = row.locator.offset;
  where.position = row.locator.position;
  return Error(Recovery::hold_feed, "page/bad_row", {{"column", column}}, std::move(where));
}

Result<adapter_api::Entry> read_entry(const formats::Row& row, const Columns& columns, const Words& words) {
  const auto& number = row.cells[columns.number].text;
  const auto sid = adapter_api::quoted_argument(row.cells[columns.link].link, "showDetail");
  if (number.empty()) return bad_row(row, words.number);
  if (sid.empty()) return bad_row(row, words.link);
  const auto& state = row.cells[columns.state].text;
  adapter_api::Entry entry;
  entry.id = number;
  entry.mark = mark_of(row, columns.state, has(words.unread_states, state));
  entry.locator = sid;
  entry.refetch = adapter_api::Refetch::while_open;
  entry.is_open = !has(words.closed_states, state);
  return entry;
}

}  // namespace

Kind classify(const formats::Page& page) {
  for (const auto& form : page.forms)
    if (form.find("loginId") && form.find("pwd")) return classify_login(page, form);
  // A list or a sheet is one, whatever its scripts and notices speak of.
  if (page.find_table("pusListTab")) return Kind::list;
  if (page.find_table("table_double_head")) return Kind::detail;
  if (page.says("common/index.jsp")) return Kind::signed_in;
  if (leads_to_login(page)) return Kind::expired;
  return page.says("系统维护中") ? Kind::maintenance : Kind::unknown;
}

Error unexpected(Kind kind, const formats::Page& page, std::string_view step) {
  switch (kind) {
    case Kind::login:
    case Kind::expired:
      return Error(Recovery::sign_in, "sign_in/session_expired");
    case Kind::rejected:
      return Error(Recovery::hold_account, "sign_in/rejected");
    case Kind::locked:
      return Error(Recovery::hold_account, "sign_in/locked");
    case Kind::captcha:
      return Error(Recovery::hold_account, "sign_in/captcha");
    case Kind::maintenance:
      return Error(Recovery::retry, "page/maintenance");
    default:
      break;
  }
  return Error(Recovery::hold_feed, "page/unknown", {{"step", std::string(step)}, {"title", page.title}});
}

Error refused_sign_in(Kind kind, const formats::Page& page) {
  // The form again, with nothing said, is a refusal too.
  if (kind == Kind::login || kind == Kind::expired) return Error(Recovery::hold_account, "sign_in/rejected");
  auto error = unexpected(kind, page, "login");
  if (error.recovery != Recovery::hold_feed) return error;
  return Error(Recovery::hold_account, "sign_in/unknown_page", {{"title", page.title}});
}

Result<ListPage> read_list(const formats::Page& page, std::string_view bytes, const Words& words) {
  const auto* table = page.find_table("pusListTab");
  if (!table) return unexpected(Kind::unknown, page, "list");
  const auto columns = find_columns(*table, words);
  if (!columns) return columns.error();
  ListPage list;
  // Shown, not in a script: a script may hold the words of every case.
  list.says_empty = page.text.find(words.empty) != page.text.npos;
  for (const auto& row : table->rows) {
    if (row.is_total || (list.says_empty && row.cell_count == 1)) continue;
    auto entry = read_entry(row, *columns, words);
    if (!entry) return entry.error();
    list.rows.push_back({std::move(*entry), adapter_api::row_snippet(*table, row, bytes)});
  }
  const auto count = adapter_api::read_page_count(page.text);
  if (!count) return count.error();
  list.count = *count;
  return list;
}

}  // namespace calloff::sgm_eschedule
