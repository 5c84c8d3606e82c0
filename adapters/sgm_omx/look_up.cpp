// Finding an ASN of ours in OMX's own list, and what the portal counts as shipped.
#include <algorithm>

#include "formats/form/urlencoded.hpp"
#include "omx.hpp"

namespace calloff::sgm_omx {

using adapter_api::Known;
using adapter_api::Run;
using adapter_api::Seen;
using adapter_api::Sighting;
using adapter_api::Standing;
using adapter_api::Submission;
using transport::Request;

namespace {

/// A row of the ASN list.
struct AsnRow {
  std::string number, key, order_no;
};

Result<std::vector<AsnRow>> read_asns(const QueryResult& result) {
  const auto key = result.list.column("供应商参考号"), order = result.list.column("订单号");
  for (const auto* column : {&key, &order})
    if (!*column) return column->error();
  std::vector<AsnRow> rows;
  for (const auto& row : result.list.rows) rows.push_back({row.id, row.cells[*key], row.cells[*order]});
  return rows;
}

/// The queries in which an ASN of ours shows, whoever typed it in and whatever its ship date: by our key, by the order,
/// and the whole list up to its ship date, which shows earlier ASNs as well; by the portal's own number where somebody
/// knows it. The portal takes the 30 days before `dateTo`; without a number it would end the list today.
std::vector<Query> searches(const Run& run, const Submission& submission, const adapter_api::FormFields& form) {
  const auto ship_date = first(form, "shipDate").substr(0, 10);
  std::vector<Query> queries{asn_query(run, {{"supplierRef", submission.key}}),
                             asn_query(run, {{"orderNo", first(form, "orderNo")}}),
                             asn_query(run, {{"dateTo", ship_date}})};
  if (!submission.refers_to.empty()) queries.push_back(asn_query(run, {{"asnNo", submission.refers_to}}));
  return queries;
}

void note(const std::string& control, std::vector<std::string>& seen) {
  if (std::find(seen.begin(), seen.end(), control) == seen.end()) seen.push_back(control);
}

bool is_control(const AsnRow& row, const Known& control) {
  return (!control.key.empty() && row.key == control.key) ||
         (!control.remote_id.empty() && row.number == control.remote_id);
}

/// Does the row belong to us: by key, by the number it is known to have there, or without a key for our order (somebody
/// may have typed it in by hand)?
bool may_be_ours(const AsnRow& row, const Submission& submission, const std::string& order_no) {
  const bool is_known_number = !submission.refers_to.empty() && row.number == submission.refers_to;
  return row.key == submission.key || is_known_number || (row.key.empty() && row.order_no == order_no);
}

Result<Seen> read_view(const formats::Page& page) {
  Seen seen;
  seen.remote_id = labelled(page, "ASN号");
  seen.key = labelled(page, "供应商参考号");
  seen.state = labelled(page, "状态");
  seen.fields = {{"order_no", labelled(page, "订单号")}, {"ship_date", labelled(page, "发货日期")}};
  if (seen.remote_id.empty() || seen.state.empty()) return unexpected(adapter_api::Said::nothing, page, "asn_view");
  const auto* table = page.find_table("asnLineTab");
  const auto line = adapter_api::find_column(*table, "行号"), part = adapter_api::find_column(*table, "零件号"),
             qty = adapter_api::find_column(*table, "发货数量");
  for (const auto* column : {&line, &part, &qty})
    if (!*column) return column->error();
  for (const auto& row : table->rows) {
    if (row.is_total) continue;
    seen.lines.push_back({{{"order_no", seen.fields["order_no"]},
                           {"line_no", std::string(row.cells[*line].text)},
                           {"part_no", std::string(row.cells[*part].text)},
                           {"qty", std::string(row.cells[*qty].text)}}});
  }
  return seen;
}

/// One ASN's own page: its key, state and lines, and the page as served.
struct Viewed {
  Seen seen;
  adapter_api::Part page;
};

Task<Viewed> view(Run& run, std::string number) {
  Request request("GET", adapter_api::with_query(url(run, "asn/asn.do"), {{"method", "view"}, {"asnNo", number}}),
                  "asn_view");
  auto answer = co_await ask_for(run, std::move(request), Kind::asn_view);
  if (!answer) co_return answer.error();
  auto seen = read_view(answer->page);
  if (!seen) co_return seen.error();
  co_return Viewed{std::move(*seen), part_of("asn_view-" + number, *answer)};
}

}  // namespace

Task<Standing> read_standing(Run& run, std::string order_no) {
  Request request("GET",
                  adapter_api::with_query(url(run, "order/orderLine.do"), {{"method", "list"}, {"orderNo", order_no}}),
                  "standing");
  auto answer = co_await ask_for(run, std::move(request), Kind::order_lines);
  if (!answer) co_return answer.error();
  const auto* table = answer->page.find_table("orderLineTab");
  const auto line = adapter_api::find_column(*table, "行号"), shipped = adapter_api::find_column(*table, "已发数量");
  if (!line) co_return line.error();
  if (!shipped) co_return shipped.error();
  Standing standing;
  for (const auto& row : table->rows)
    if (!row.is_total && row.cell_count > 1)
      standing[order_no + "/" + std::string(row.cells[*line].text)] = row.cells[*shipped].text;
  co_return standing;
}

Task<Sighting> Omx::look_up(Run& run, Submission submission, std::vector<Known> controls) {
  const auto form = formats::decode_form(submission.bytes, "UTF-8");
  if (!form) co_return form.error();
  const auto order_no = first(*form, "orderNo");
  Sighting sighting;
  sighting.complete = true;
  std::vector<std::string> ours;
  const auto queries = searches(run, submission, *form);
  for (std::size_t i = 0; i < queries.size(); ++i) {
    auto result = co_await ask_all_pages(run, queries[i]);
    if (!result) co_return result.error();
    const auto rows = read_asns(*result);
    if (!rows) co_return rows.error();
    sighting.complete = sighting.complete && result->is_complete;
    for (const auto& row : *rows) {
      for (const auto& control : controls)
        if (is_control(row, control)) note(control.key, sighting.controls_seen);
      if (may_be_ours(row, submission, order_no)) note(row.number, ours);
    }
    for (auto& part : result->evidence)
      sighting.evidence.push_back({std::to_string(i + 1) + "-" + part.name, part.content_type, std::move(part.bytes)});
  }
  for (const auto& number : ours) {
    auto viewed = co_await view(run, number);
    if (!viewed) co_return viewed.error();
    sighting.matches.push_back(std::move(viewed->seen));
    sighting.evidence.push_back(std::move(viewed->page));
  }
  auto standing = co_await read_standing(run, order_no);
  if (!standing) co_return standing.error();
  sighting.shipped = std::move(*standing);
  co_return sighting;
}

}  // namespace calloff::sgm_omx
