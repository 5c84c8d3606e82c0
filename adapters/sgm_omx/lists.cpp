// OMX's lists: orders and ASNs, page by page; an order's lines.
#include <algorithm>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "omx.hpp"

namespace calloff::sgm_omx {

using adapter_api::ask_page;
using adapter_api::Entry;
using adapter_api::FetchedDocument;
using adapter_api::Listing;
using adapter_api::PageAnswer;
using adapter_api::Run;
using transport::Request;

namespace {

constexpr std::size_t kMostPages = 500;

/// Posts one page of a query and keeps the token that came back for the next.
Task<PageAnswer> ask_one(Run& run, const Query& query, std::string token, std::size_t page_no, std::string charset) {
  auto fields = query.fields;
  fields.emplace_back("pageNo", std::to_string(page_no));
  fields.emplace_back("token", std::move(token));
  auto post = adapter_api::post_form(url(run, query.path), query.step, fields, charset);
  if (!post) co_return post.error();
  auto answer = co_await ask_page(run, std::move(*post));
  if (!answer) co_return answer.error();
  if (const auto kind = classify(answer->page); kind != query.kind) co_return unexpected(kind, answer->page, query.step);
  if (!answer->page.is_complete) co_return Error(Recovery::retry, "page/cut_off", {{"step", query.step}});
  co_return answer;
}

std::string mark_of(const ListRow& row) {
  std::string cells;
  for (const auto& cell : row.cells) cells += cell + '\x1f';
  return sha256(cells).substr(0, 16);
}

bool is_one_of(std::string_view word, std::string_view comma_separated) {
  for (const auto each : split(comma_separated, ','))
    if (trim(each) == word) return true;
  return false;
}

Query order_query(const adapter_api::DateWindow& window) {
  return {"order/orderQuery.do", "queryForm", "orderListTab", "query", Kind::order_form,
          {{"orderNo", ""}, {"dateFrom", to_string(window.from)}, {"dateTo", to_string(window.to)},
           {"status", ""}, {"whCode", ""}, {"partNo", ""}}};
}

Query asn_list(const adapter_api::DateWindow& window) {
  return {"asn/asnQuery.do", "asnQueryForm", "asnListTab", "asn_query", Kind::asn_query,
          {{"asnNo", ""}, {"supplierRef", ""}, {"orderNo", ""}, {"dateFrom", to_string(window.from)},
           {"dateTo", to_string(window.to)}}};
}

}  // namespace

Result<std::size_t> QueryResult::column(std::string_view header) const {
  ListPage page;
  page.headers = headers;
  return page.column(header);
}

Task<QueryResult> ask_all_pages(Run& run, Query query) {
  Request request("GET", url(run, query.path), query.step + "_form");
  auto form = co_await ask_page(run, std::move(request));
  if (!form) co_return form.error();
  if (const auto kind = classify(form->page); kind != query.kind) co_return unexpected(kind, form->page, query.step);
  QueryResult result;
  auto token = token_of(form->page, query.form);
  std::size_t pages = 1, count = 0;
  for (std::size_t number = 1; number <= pages; ++number) {
    if (number > kMostPages) co_return Error(Recovery::hold_feed, "page/too_many_pages");
    auto answer = co_await ask_one(run, query, token, number, form->page.charset);
    if (!answer) co_return answer.error();
    auto list = read_list(answer->page, answer->response.body, query.table);
    if (!list) co_return list.error();
    if (number > 1 && (list->count != count || list->page != number))
      co_return Error(Recovery::retry, "page/moving", {{"times", "1"}});
    token = token_of(answer->page, query.form);
    pages = list->pages;
    count = list->count;
    result.headers = list->headers;
    result.says_empty = list->says_empty;
    result.rows.insert(result.rows.end(), list->rows.begin(), list->rows.end());
    result.evidence.push_back({query.step + "-" + std::to_string(number),
                               std::string(answer->response.header("Content-Type")), answer->response.body});
  }
  result.is_complete = result.rows.size() == count && (count > 0 || result.says_empty);
  co_return result;
}

Task<Listing> Omx::list(Run& run, std::string feed, adapter_api::DateWindow window) {
  if (feed != "orders" && feed != "asn_status") co_return Error(Recovery::fix_config, "adapter/unknown_feed", {{"feed", feed}});
  const bool is_orders = feed == "orders";
  auto query = is_orders ? order_query(window) : asn_list(window);
  auto result = co_await ask_all_pages(run, std::move(query));
  if (!result) co_return result.error();
  if (result->rows.empty() && !result->says_empty) co_return Error(Recovery::hold_feed, "page/empty_without_proof", {{"feed", feed}});
  if (!result->is_complete) co_return Error(Recovery::retry, "page/moving", {{"times", "1"}});
  const auto id = result->column(is_orders ? "订单号" : "ASN号"), state = result->column("状态");
  if (!id) co_return id.error();
  if (!state) co_return state.error();
  Listing listing;
  listing.is_proven_empty = result->rows.empty();
  snippets_.clear();
  for (auto& row : result->rows) {
    Entry entry;
    entry.id = row.cells[*id];
    entry.mark = mark_of(row);
    entry.locator = row.link;
    entry.is_open = is_orders && is_one_of(row.cells[*state], run.setting("open_states"));
    entry.refetch = is_orders ? adapter_api::Refetch::while_open : adapter_api::Refetch::on_mark;
    if (entry.id.empty()) co_return Error(Recovery::hold_feed, "page/bad_row", {{"column", is_orders ? "订单号" : "ASN号"}});
    if (snippets_.emplace(entry.id, std::move(row.snippet)).second) listing.entries.push_back(std::move(entry));
  }
  listing.evidence = std::move(result->evidence);
  co_return listing;
}

Task<FetchedDocument> Omx::fetch(Run& run, std::string feed, Entry entry) {
  FetchedDocument document;
  document.parts.push_back({"row", "text/html; charset=GB18030", snippets_[entry.id]});
  if (feed == "orders") {
    const auto address = adapter_api::resolve_url(url(run, "order/orderQuery.do"), entry.locator);
    if (!address) co_return address.error();
    Request request("GET", *address, "lines");
    auto response = co_await adapter_api::ask(run, std::move(request));
    if (!response) co_return response.error();
    // A page that does not decode is handed over all the same: it is archived, and this order alone is quarantined.
    if (const auto page = adapter_api::read_page(*response)) {
      if (const auto kind = classify(*page); kind != Kind::order_lines) co_return unexpected(kind, *page, "lines");
      if (!page->is_complete) co_return Error(Recovery::retry, "page/cut_off", {{"step", "lines"}});
    }
    document.parts.push_back({"lines", std::string(response->header("Content-Type")), std::move(response->body)});
  }
  document.entry = std::move(entry);
  co_return document;
}

}  // namespace calloff::sgm_omx
