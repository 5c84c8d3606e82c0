#include "pages.hpp"

#include <algorithm>
#include <array>

namespace calloff::sgm_omx {
namespace {

/// Sentences that stand alone on a page.
constexpr std::array kNotices = {"订单不存在", "记录不存在", "订单状态不允许发货", "请勿重复提交", "系统繁忙"};

Kind classify_login(const formats::Page& page, const formats::Form& form) {
  if (page.says("用户名或密码错误")) return Kind::rejected;
  if (page.says("锁定")) return Kind::locked;
  return form.find("verifyCode") ? Kind::captcha : Kind::login;
}

bool leads_to_login(const formats::Page& page) {
  return std::any_of(page.scripts.begin(), page.scripts.end(), [](const std::string& script) {
    return script.find("top.location") != script.npos && script.find("login.jsp") != script.npos;
  });
}

bool is_busy(const formats::Page& page) { return page.says("请勿重复提交") || page.says("系统繁忙"); }

ListRow read_row(const formats::Table& table, const formats::Row& row, std::size_t link, std::string_view bytes) {
  ListRow read;
  for (const auto& cell : row.cells) read.cells.push_back(cell.text);
  read.link = row.cells[link].link;
  read.snippet = adapter_api::row_snippet(table, row, bytes);
  return read;
}

}  // namespace

const formats::Form* form_named(const formats::Page& page, std::string_view name) {
  const auto found =
      std::find_if(page.forms.begin(), page.forms.end(), [&](const auto& form) { return form.name == name; });
  return found == page.forms.end() ? nullptr : &*found;
}

bool shows(const formats::Page& page, std::string_view words) { return page.text.find(words) != page.text.npos; }

Kind classify(const formats::Page& page) {
  if (const auto* form = form_named(page, "loginForm")) return classify_login(page, *form);
  // A page with its own table or form is that page, whatever its scripts and notices speak of.
  if (page.find_table("orderLineTab")) return Kind::order_lines;
  if (form_named(page, "asnForm")) return Kind::asn_entry;
  if (page.find_table("asnLineTab")) return Kind::asn_view;
  if (form_named(page, "asnQueryForm")) return Kind::asn_query;
  if (form_named(page, "queryForm")) return Kind::order_query;
  if (leads_to_login(page)) return Kind::expired;
  if (page.says("系统维护中")) return Kind::maintenance;
  if (std::any_of(kNotices.begin(), kNotices.end(), [&](const char* words) { return page.says(words); }))
    return Kind::notice;
  const bool is_bare = page.forms.empty() && page.tables.empty();
  return is_bare && page.title.find("OMX") != page.title.npos ? Kind::frames : Kind::unknown;
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
    case Kind::notice:
      if (is_busy(page)) return Error(Recovery::retry, "page/busy", {{"step", std::string(step)}});
      break;
    default:
      break;
  }
  return Error(Recovery::hold_feed, "page/unknown", {{"step", std::string(step)}, {"title", page.title}});
}

Error refused_sign_in(Kind kind, const formats::Page& page) {
  // The form's token was used up: user and password were not looked at.
  if (kind == Kind::login && is_busy(page)) return Error(Recovery::retry, "page/busy", {{"step", "login"}});
  // The form again, with nothing said, is a refusal too.
  if (kind == Kind::login || kind == Kind::expired) return Error(Recovery::hold_account, "sign_in/rejected");
  auto error = unexpected(kind, page, "login");
  if (error.recovery != Recovery::hold_feed) return error;
  return Error(Recovery::hold_account, "sign_in/unknown_page", {{"title", page.title}});
}

Result<ListPage> read_list(const formats::Page& page, std::string_view bytes, std::string_view table_id) {
  const auto* table = page.find_table(table_id);
  if (!table) return unexpected(Kind::unknown, page, table_id);
  const auto link = adapter_api::find_column(*table, "操作");
  if (!link) return link.error();
  const auto count = adapter_api::read_page_count(page.text);
  if (!count) return count.error();
  ListPage list;
  list.table = *table;
  list.count = *count;
  list.says_empty = shows(page, "没有符合条件的记录");
  for (const auto& row : table->rows)
    if (!row.is_total && !(list.says_empty && row.cell_count == 1))
      list.rows.push_back(read_row(*table, row, *link, bytes));
  return list;
}

std::string token_of(const formats::Page& page, std::string_view form_name) {
  const auto* form = form_named(page, form_name);
  const auto* field = form ? form->find("token") : nullptr;
  return field ? field->value : std::string();
}

std::string labelled(const formats::Page& page, std::string_view label) {
  const auto* cell = page.find_label(label);
  return cell ? cell->text : std::string();
}

}  // namespace calloff::sgm_omx
