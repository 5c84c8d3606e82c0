// OMX's feeds: orders with their lines, and our ASNs as the portal lists them.
#include <algorithm>

#include "base/hash.hpp"
#include "omx.hpp"

namespace calloff::sgm_omx {

using adapter_api::Entry;
using adapter_api::FetchedDocument;
using adapter_api::Listing;
using adapter_api::Part;
using adapter_api::Run;
using transport::Request;

namespace {

std::string mark_of(const adapter_api::ListRow& row) {
  std::string cells;
  for (const auto& cell : row.cells) cells += cell + '\x1f';
  return sha256(cells).substr(0, 16);
}

/// Is this the order that was asked for? A page without the label is judged by the mapping.
Result<void> check_order(const formats::Page& page, const std::string& order_no) {
  const auto shown = labelled(page, "订单号");
  if (shown.empty() || shown == order_no) return {};
  return Error(Recovery::hold_feed, "page/other_document", {{"asked", order_no}, {"got", shown}});
}

/// An order's lines, as served.
Task<Part> fetch_lines(Run& run, Entry entry) {
  const auto address = adapter_api::resolve_url(url(run, "order/orderQuery.do"), entry.locator);
  if (!address) co_return address.error();
  Request request("GET", *address, "lines");
  auto response = co_await adapter_api::ask(run, std::move(request));
  if (!response) co_return response.error();
  // A page that does not decode is handed over all the same: it is archived, and this order alone is quarantined.
  if (const auto page = adapter_api::read_page(*response)) {
    const auto is = classify(*page, adapter_api::portal_words(run));
    if (is.kind != Kind::order_lines) co_return unexpected(is.said, *page, "lines");
    if (!page->is_complete) co_return Error(Recovery::retry, "page/cut_off", {{"step", "lines"}});
    if (const auto is_it = check_order(*page, entry.id); !is_it) co_return is_it.error();
  }
  co_return Part{"lines", std::string(response->header("Content-Type")), std::move(response->body)};
}

}  // namespace

Task<Listing> Omx::list(Run& run, std::string feed, adapter_api::DateWindow window) {
  const bool is_orders = feed == "orders";
  if (!is_orders && feed != "asn_status")
    co_return Error(Recovery::fix_config, "adapter/unknown_feed", {{"feed", feed}});
  auto query = is_orders ? order_query(run, window)
                         : asn_query(run, {{"dateFrom", to_string(window.from)}, {"dateTo", to_string(window.to)}});
  auto result = co_await ask_all_pages(run, std::move(query));
  if (!result) co_return result.error();
  if (!result->is_complete) co_return Error(Recovery::hold_feed, "page/empty_without_proof", {{"feed", feed}});
  const auto state = result->list.column("状态");
  if (!state) co_return state.error();
  const auto open_states = adapter_api::setting_words(run, "open_states");
  Listing listing;
  RowParts rows;
  for (auto& row : result->list.rows) {
    Entry entry;
    entry.id = row.id;
    entry.mark = mark_of(row);
    entry.locator = row.link;
    entry.is_open = is_orders && std::count(open_states.begin(), open_states.end(), row.cells[*state]) > 0;
    entry.refetch = is_orders ? adapter_api::Refetch::while_open : adapter_api::Refetch::on_mark;
    if (is_orders && entry.locator.empty()) co_return bad_row(row, "操作");
    rows[entry.id] = {"row", "text/html; charset=" + result->charset, std::move(row.snippet)};
    listing.entries.push_back(std::move(entry));
  }
  rows_[feed] = std::move(rows);
  listing.is_proven_empty = listing.entries.empty();
  listing.evidence = std::move(result->evidence);
  co_return listing;
}

Task<FetchedDocument> Omx::fetch(Run& run, std::string feed, Entry entry) {
  const auto& rows = rows_[feed];
  const auto row = rows.find(entry.id);
  if (row == rows.end()) co_return Error(Recovery::retry, "adapter/not_listed", {{"entry", entry.id}});
  FetchedDocument document;
  document.parts.push_back(row->second);
  if (feed == "orders") {
    auto lines = co_await fetch_lines(run, entry);
    if (!lines) co_return lines.error();
    document.parts.push_back(std::move(*lines));
  }
  document.entry = std::move(entry);
  co_return document;
}

}  // namespace calloff::sgm_omx
