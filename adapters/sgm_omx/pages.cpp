#include "pages.hpp"

#include <algorithm>

#include "adapter_api/portal_page.hpp"

namespace calloff::sgm_omx {
namespace {

const formats::Form* form_named(const formats::Page& page, std::string_view name) {
  for (const auto& form : page.forms)
    if (form.name == name) return &form;
  return nullptr;
}

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

std::string slice(std::string_view bytes, const model::Locator& at) {
  return std::string(bytes.substr(std::min<std::size_t>(at.offset, bytes.size()), at.length));
}

ListRow read_row(const formats::Row& row, const std::string& header, std::string_view bytes) {
  ListRow read;
  for (const auto& cell : row.cells) {
    read.cells.push_back(cell.text);
    if (!cell.link.empty()) read.link = cell.link;
  }
  read.snippet = header + slice(bytes, row.locator) + "</table>";
  return read;
}

}  // namespace

Kind classify(const formats::Page& page) {
  if (page.says("系统维护中")) return Kind::maintenance;
  if (const auto* form = form_named(page, "loginForm")) return classify_login(page, *form);
  if (leads_to_login(page)) return Kind::expired;
  if (page.find_table("orderLineTab")) return Kind::order_lines;
  if (form_named(page, "asnForm")) return Kind::asn_entry;
  if (page.find_table("asnLineTab")) return Kind::asn_view;
  if (form_named(page, "asnQueryForm")) return Kind::asn_query;
  if (form_named(page, "queryForm")) return Kind::order_form;
  if (page.says("订单不存在") || page.says("记录不存在") || page.says("订单状态不允许发货") || page.says("请勿重复提交") ||
      page.says("系统繁忙"))
    return Kind::notice;
  return page.title.find("OMX") != page.title.npos ? Kind::frames : Kind::unknown;
}

Error unexpected(Kind kind, const formats::Page& page, std::string_view step) {
  switch (kind) {
    case Kind::login:
    case Kind::expired: return Error(Recovery::sign_in, "sign_in/session_expired");
    case Kind::rejected: return Error(Recovery::hold_account, "sign_in/rejected");
    case Kind::locked: return Error(Recovery::hold_account, "sign_in/locked");
    case Kind::captcha: return Error(Recovery::hold_account, "sign_in/captcha");
    case Kind::maintenance: return Error(Recovery::retry, "page/maintenance");
    case Kind::notice:
      if (page.says("请勿重复提交") || page.says("系统繁忙")) return Error(Recovery::retry, "page/busy", {{"step", std::string(step)}});
      break;
    default: break;
  }
  return Error(Recovery::hold_feed, "page/unknown", {{"step", std::string(step)}, {"title", page.title}});
}

Result<std::size_t> ListPage::column(std::string_view header) const {
  const auto found = std::find(headers.begin(), headers.end(), header);
  if (found != headers.end()) return std::size_t(found - headers.begin());
  std::string present;
  for (const auto& text : headers) present += (present.empty() ? "" : ", ") + text;
  return Error(Recovery::hold_feed, "page/missing_column", {{"column", std::string(header)}, {"present", present}});
}

Result<ListPage> read_list(const formats::Page& page, std::string_view bytes, std::string_view table_id) {
  const auto* table = page.find_table(table_id);
  if (!table) return unexpected(Kind::unknown, page, table_id);
  ListPage list;
  for (const auto& column : table->columns) list.headers.push_back(column.path());
  list.says_empty = page.says("没有符合条件的记录");
  std::string header = "<table id=\"" + std::string(table_id) + "\">";
  for (const auto& row : table->header) header += slice(bytes, row.locator);
  for (const auto& row : table->rows)
    if (!(list.says_empty && row.cell_count == 1)) list.rows.push_back(read_row(row, header, bytes));
  const auto count = adapter_api::read_page_count(page.text);
  if (!count) return count.error();
  list.count = count->rows;
  list.page = count->page;
  list.pages = count->pages;
  return list;
}

std::string token_of(const formats::Page& page, std::string_view form_name) {
  const auto* form = form_named(page, form_name);
  const auto* field = form ? form->find("token") : nullptr;
  return field ? field->value : std::string();
}

std::string labelled(const formats::Page& page, std::string_view label) {
  for (const auto& each : page.labels)
    if (each.label == label) return each.value.text;
  return {};
}

}  // namespace calloff::sgm_omx
