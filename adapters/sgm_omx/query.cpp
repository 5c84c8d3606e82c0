// OMX's queries, page by page. The portal gives one token with each page, good for one POST.
#include <optional>

#include "omx.hpp"

namespace calloff::sgm_omx {

using adapter_api::ListReading;
using adapter_api::PageAnswer;
using adapter_api::Run;
using transport::Request;

namespace {

constexpr int kMostReadings = 3;

/// Posts one page of a query.
Task<PageAnswer> ask_one(Run& run, Query query, std::string token, std::size_t page_no, std::string charset) {
  auto fields = std::move(query.fields);
  fields.emplace_back("pageNo", std::to_string(page_no));
  fields.emplace_back("token", std::move(token));
  auto post = adapter_api::post_form(url(run, query.path), query.step, fields, charset);
  if (!post) co_return post.error();
  auto answer = co_await ask_for(run, std::move(*post), query.kind);
  co_return answer;
}

/// A query read once: its pages as served and their charset; its list is taken when it is known to be whole.
struct ReadQuery {
  ListReading reading;
  QueryResult result;
};

Task<ReadQuery> read_pages(Run& run, Query query) {
  Request request("GET", url(run, query.path), query.step + "_form");
  auto form = co_await ask_for(run, std::move(request), query.kind);
  if (!form) co_return form.error();
  ReadQuery read;
  auto& [reading, result] = read;
  result.charset = form->page.charset;
  auto token = token_of(form->page, query.form);
  while (reading.has_next()) {
    const auto name = query.step + "-" + std::to_string(reading.next());
    auto answer = co_await ask_one(run, query, token, reading.next(), result.charset);
    if (!answer) co_return answer.error();
    auto page = adapter_api::read_list(answer->page, answer->response.body, query.list);
    if (!page) co_return page.error();
    token = token_of(answer->page, query.form);
    if (const auto added = reading.add(std::move(*page)); !added) co_return added.error();
    result.evidence.push_back(part_of(name, *answer));
  }
  co_return read;
}

adapter_api::ListShape list_shape(const Run& run, const char* table, const char* id) {
  return {
      table, {id}, "操作", {"状态"}, adapter_api::setting_words(run, "words.empty"), run.setting("words.page_count")};
}

}  // namespace

Query order_query(const Run& run, const adapter_api::DateWindow& window) {
  return {"order/orderQuery.do",
          "queryForm",
          "query",
          Kind::order_query,
          list_shape(run, "orderListTab", "订单号"),
          {{"orderNo", ""},
           {"dateFrom", to_string(window.from)},
           {"dateTo", to_string(window.to)},
           {"status", ""},
           {"whCode", ""},
           {"partNo", ""}}};
}

Query asn_query(const Run& run, const adapter_api::FormFields& given) {
  Query query{
      "asn/asnQuery.do", "asnQueryForm", "asn_query", Kind::asn_query, list_shape(run, "asnListTab", "ASN号"), {}};
  for (const auto* name : {"asnNo", "supplierRef", "orderNo", "dateFrom", "dateTo"})
    query.fields.emplace_back(name, first(given, name));
  return query;
}

Task<QueryResult> ask_all_pages(Run& run, Query query) {
  std::optional<ListReading> earlier;
  for (int times = 0; times < kMostReadings; ++times) {
    auto read = co_await read_pages(run, query);
    if (!read) co_return read.error();
    auto& [reading, result] = *read;
    if (reading.is_whole() || (earlier && reading.is_whole_like(*earlier))) {
      result.list = reading.take_list();
      result.is_complete = !result.list.rows.empty() || result.list.says_empty;
      co_return std::move(result);
    }
    earlier = std::move(reading);
    run.log(adapter_api::Level::info, "the list changed while it was read, or names a row twice");
  }
  co_return Error(Recovery::retry, "page/moving", {{"times", std::to_string(kMostReadings)}});
}

}  // namespace calloff::sgm_omx
