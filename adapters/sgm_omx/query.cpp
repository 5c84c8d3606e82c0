// OMX's queries, page by page. The portal gives one token with each page, good for one POST.
#include <set>

#include "omx.hpp"

namespace calloff::sgm_omx {

using adapter_api::PageAnswer;
using adapter_api::Run;
using transport::Request;

namespace {

constexpr std::size_t kMostPages = 500;
constexpr int kMostReadings = 3;

/// Posts one page of a query.
Task<PageAnswer> ask_one(Run& run, const Query& query, std::string token, std::size_t page_no, std::string charset) {
  auto fields = query.fields;
  fields.emplace_back("pageNo", std::to_string(page_no));
  fields.emplace_back("token", std::move(token));
  auto post = adapter_api::post_form(url(run, query.path), query.step, fields, charset);
  if (!post) co_return post.error();
  auto answer = co_await ask_for(run, std::move(*post), query.kind);
  co_return answer;
}

bool are_different(const std::vector<ListRow>& rows, std::size_t id) {
  std::set<std::string_view> seen;
  for (const auto& row : rows)
    if (!seen.insert(row.cells[id]).second) return false;
  return true;
}

/// Reads every page once. returns: is_complete false when rows moved meanwhile
Task<QueryResult> read_pages(Run& run, const Query& query) {
  Request request("GET", url(run, query.path), query.step + "_form");
  auto form = co_await ask_for(run, std::move(request), query.kind);
  if (!form) co_return form.error();
  QueryResult result;
  result.charset = form->page.charset;
  auto token = token_of(form->page, query.form);
  adapter_api::PageCount promised{0, 1, 1};
  bool has_moved = false;
  for (std::size_t number = 1; number <= promised.pages; ++number) {
    auto answer = co_await ask_one(run, query, token, number, result.charset);
    if (!answer) co_return answer.error();
    auto list = read_list(answer->page, answer->response.body, query.table);
    if (!list) co_return list.error();
    token = token_of(answer->page, query.form);
    if (number == 1) {
      promised = list->count;
      result.says_empty = list->says_empty;
      result.table = std::move(list->table);
      if (promised.pages > kMostPages) co_return Error(Recovery::hold_feed, "page/too_many_pages");
    }
    has_moved |= list->count.rows != promised.rows || list->count.page != number;
    for (auto& row : list->rows) result.rows.push_back(std::move(row));
    result.evidence.push_back(part_of(query.step + "-" + std::to_string(number), *answer));
  }
  const auto id = adapter_api::find_column(result.table, query.id_column);
  if (!id) co_return id.error();
  result.is_complete = !has_moved && result.rows.size() == promised.rows && are_different(result.rows, *id);
  co_return result;
}

}  // namespace

Query order_query(const adapter_api::DateWindow& window) {
  return {"order/orderQuery.do",
          "queryForm",
          "orderListTab",
          "query",
          Kind::order_query,
          "订单号",
          {{"orderNo", ""},
           {"dateFrom", to_string(window.from)},
           {"dateTo", to_string(window.to)},
           {"status", ""},
           {"whCode", ""},
           {"partNo", ""}}};
}

Query asn_query(const adapter_api::FormFields& given) {
  Query query{"asn/asnQuery.do", "asnQueryForm", "asnListTab", "asn_query", Kind::asn_query, "ASN号", {}};
  for (const auto* name : {"asnNo", "supplierRef", "orderNo", "dateFrom", "dateTo"})
    query.fields.emplace_back(name, first(given, name));
  return query;
}

Task<QueryResult> ask_all_pages(Run& run, Query query) {
  for (int reading = 0; reading < kMostReadings; ++reading) {
    auto result = co_await read_pages(run, query);
    if (!result) co_return result.error();
    if (result->is_complete) {
      result->is_complete = !result->rows.empty() || result->says_empty;
      co_return result;
    }
    run.log(adapter_api::Level::info, "the list changed while it was read");
  }
  co_return Error(Recovery::retry, "page/moving", {{"times", std::to_string(kMostReadings)}});
}

}  // namespace calloff::sgm_omx
