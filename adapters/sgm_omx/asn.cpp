// OMX's ASN form: init (read-only), save, submit; and finding an ASN in the portal's own list.
// From the first request of submit() everything is Unknown unless the wire or the portal's known words prove otherwise.
#include <algorithm>

#include "base/text.hpp"
#include "formats/form/urlencoded.hpp"
#include "omx.hpp"

namespace calloff::sgm_omx {

using adapter_api::ask_page;
using adapter_api::Known;
using adapter_api::NotSent;
using adapter_api::Outcome;
using adapter_api::PageAnswer;
using adapter_api::Part;
using adapter_api::Prepared;
using adapter_api::Refused;
using adapter_api::Run;
using adapter_api::Seen;
using adapter_api::Sent;
using adapter_api::Sighting;
using adapter_api::Standing;
using adapter_api::Submission;
using adapter_api::Unknown;
using transport::Departure;
using transport::Intent;
using transport::Request;

namespace {

/// The submission's fields, by the names the portal's form has; a line is named by its number in `lineNo[]`.
Result<adapter_api::FormFields> fields_of(const Submission& submission) { return formats::decode_form(submission.bytes, "UTF-8"); }

std::string first(const adapter_api::FormFields& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (key == name) return value;
  return {};
}

Error unknown(const char* code, std::string detail = {}) {
  return Error(Recovery::ask_person, code, {{"detail", std::move(detail)}});
}

/// One write, as far as it can be told.
struct Written {
  std::optional<PageAnswer> answer;  ///< none: no answer, or one that does not decode
  Departure departure = Departure::perhaps;
  Error error;
  std::vector<Part> evidence;
};

boost::asio::awaitable<Written> write(Run& run, std::string path, std::string step, adapter_api::FormFields fields,
                                      std::string charset) {
  Written written;
  auto post = adapter_api::post_form(url(run, path), step, fields, charset);
  if (!post) {
    written.departure = Departure::nothing;
    written.error = post.error();
    co_return written;
  }
  post->intent = Intent::write;
  auto exchange = co_await run.wire().exchange(std::move(*post));
  written.departure = exchange.departure;
  if (!exchange.response) {
    written.error = exchange.response.error();
    co_return written;
  }
  written.evidence.push_back({step, std::string(exchange.response->header("Content-Type")), exchange.response->body});
  if (exchange.response->status != 200) {
    written.error = unknown("submit/bad_status", std::to_string(exchange.response->status));
    co_return written;
  }
  auto page = adapter_api::read_page(*exchange.response);
  if (!page) written.error = page.error();
  else written.answer = PageAnswer{std::move(*exchange.response), std::move(*page)};
  co_return written;
}

/// The portal's known sentence of refusal on this page, if it says one.
std::string refusal_on(const Run& run, const formats::Page& page) {
  const auto known = run.setting("refusals");
  for (const auto sentence : split(known, ','))
    if (!trim(sentence).empty() && page.says(trim(sentence))) return std::string(trim(sentence));
  return {};
}

/// The form as the page's own script would send it: our fields, its token, its line ids in place of line numbers.
adapter_api::FormFields save_fields(const adapter_api::FormFields& ours, const std::map<std::string, std::string>& learned) {
  adapter_api::FormFields fields{{"method", "save"}, {"token", learned.at("token")}};
  for (const auto& [key, value] : ours) {
    if (key != "lineNo[]") fields.emplace_back(key, value);
    else fields.emplace_back("lineId[]", learned.at("line." + value));
  }
  return fields;
}

/// The saved draft's own page leads on to submitting it.
boost::asio::awaitable<Outcome> submit_draft(Run& run, PageAnswer saved, std::string key, std::vector<Part> evidence) {
  const auto number = labelled(saved.page, "ASN号");
  const auto token = token_of(saved.page, "submitForm");
  if (number.empty() || token.empty() || labelled(saved.page, "供应商参考号") != key)
    co_return Unknown{unknown("submit/draft_not_shown", number), std::move(evidence)};
  adapter_api::FormFields fields{{"method", "submit"}, {"token", token}, {"asnNo", number}};
  auto written = co_await write(run, "asn/asn.do", "submit", std::move(fields), saved.page.charset);
  evidence.insert(evidence.end(), written.evidence.begin(), written.evidence.end());
  // A draft stands at the portal: even a refusal or an unsent request leaves something there that a person must see.
  if (!written.answer) co_return Unknown{written.error, std::move(evidence)};
  const auto& page = written.answer->page;
  const bool is_ours = labelled(page, "ASN号") == number && labelled(page, "供应商参考号") == key;
  if (page.says("提交成功") && is_ours && page.is_complete) co_return Sent{number, std::move(evidence)};
  co_return Unknown{unknown("submit/not_confirmed", refusal_on(run, page)), std::move(evidence)};
}

/// `order/line` -> shipped quantity, from an order's lines page.
Task<Standing> read_standing(Run& run, std::string order_no) {
  Request request("GET", url(run, "order/orderLine.do?method=list&orderNo=" + order_no), "standing");
  auto answer = co_await ask_page(run, std::move(request));
  if (!answer) co_return answer.error();
  if (const auto kind = classify(answer->page); kind != Kind::order_lines) co_return unexpected(kind, answer->page, "standing");
  const auto* table = answer->page.find_table("orderLineTab");
  ListPage columns;
  for (const auto& column : table->columns) columns.headers.push_back(column.path());
  const auto line = columns.column("行号"), shipped = columns.column("已发数量");
  if (!line) co_return line.error();
  if (!shipped) co_return shipped.error();
  Standing standing;
  for (const auto& row : table->rows) standing[order_no + "/" + row.cells[*line].text] = row.cells[*shipped].text;
  co_return standing;
}

/// One ASN's own page: its key, state and lines.
Task<Seen> view(Run& run, std::string number, Sighting& into) {
  Request request("GET", url(run, "asn/asn.do?method=view&asnNo=" + number), "asn_view");
  auto answer = co_await ask_page(run, std::move(request));
  if (!answer) co_return answer.error();
  if (const auto kind = classify(answer->page); kind != Kind::asn_view) co_return unexpected(kind, answer->page, "asn_view");
  into.evidence.push_back({"asn_view-" + number, std::string(answer->response.header("Content-Type")), answer->response.body});
  const auto& page = answer->page;
  Seen seen;
  seen.remote_id = labelled(page, "ASN号");
  seen.key = labelled(page, "供应商参考号");
  seen.state = labelled(page, "状态");
  seen.fields = {{"order_no", labelled(page, "订单号")}, {"ship_date", labelled(page, "发货日期")}};
  const auto* table = page.find_table("asnLineTab");
  ListPage columns;
  for (const auto& column : table->columns) columns.headers.push_back(column.path());
  const auto line = columns.column("行号"), part = columns.column("零件号"), qty = columns.column("发货数量");
  if (!line) co_return line.error();
  if (!part) co_return part.error();
  if (!qty) co_return qty.error();
  for (const auto& row : table->rows)
    seen.lines.push_back({{{"order_no", seen.fields["order_no"]},
                           {"line_no", row.cells[*line].text},
                           {"part_no", row.cells[*part].text},
                           {"qty", row.cells[*qty].text}}});
  co_return seen;
}

Query asn_search(std::string supplier_ref, std::string order_no) {
  return {"asn/asnQuery.do", "asnQueryForm", "asnListTab", "asn_query", Kind::asn_query,
          {{"asnNo", ""}, {"supplierRef", std::move(supplier_ref)}, {"orderNo", std::move(order_no)}, {"dateFrom", ""}, {"dateTo", ""}}};
}

/// Does the row belong to us: by key, or without one for our order (somebody may have typed it in by hand)?
bool may_be_ours(const std::string& ref, const std::string& order, const std::string& key, const std::string& our_order) {
  return ref == key || (ref.empty() && order == our_order);
}

}  // namespace

Task<Prepared> Omx::prepare(Run& run, Submission submission) {
  const auto fields = fields_of(submission);
  if (!fields) co_return fields.error();
  const auto order_no = first(*fields, "orderNo");
  Request request("GET", url(run, "asn/asn.do?method=init&orderNo=" + order_no), "init");
  auto answer = co_await ask_page(run, std::move(request));
  if (!answer) co_return answer.error();
  if (const auto kind = classify(answer->page); kind != Kind::asn_entry) {
    if (kind == Kind::notice && !answer->page.says("系统繁忙"))
      co_return Error(Recovery::ask_person, "submit/order_not_shippable", {{"order", order_no}, {"text", answer->page.text.substr(0, 200)}});
    co_return unexpected(kind, answer->page, "init");
  }
  Prepared prepared;
  prepared.learned = {{"token", token_of(answer->page, "asnForm")}, {"charset", answer->page.charset}};
  const auto* table = answer->page.find_table("asnEntryTab");
  const auto* form = &answer->page.forms.front();
  for (const auto& each : answer->page.forms)
    if (each.name == "asnForm") form = &each;
  // The page names its lines by hidden ids, in the order of the table's rows.
  std::vector<std::string> ids;
  for (const auto& field : form->fields)
    if (field.name == "lineId[]") ids.push_back(field.value);
  if (!table || ids.size() != table->rows.size()) co_return unexpected(Kind::unknown, answer->page, "init");
  for (std::size_t i = 0; i < ids.size(); ++i) prepared.learned["line." + table->rows[i].cells[0].text] = ids[i];
  for (const auto& [key, value] : *fields)
    if (key == "lineNo[]" && !prepared.learned.contains("line." + value))
      co_return Error(Recovery::ask_person, "submit/line_not_shippable", {{"order", order_no}, {"line", value}});
  auto standing = co_await read_standing(run, order_no);
  if (!standing) co_return standing.error();
  prepared.shipped = std::move(*standing);
  prepared.evidence.push_back({"init", std::string(answer->response.header("Content-Type")), answer->response.body});
  prepared.submission = std::move(submission);
  co_return prepared;
}

boost::asio::awaitable<Outcome> Omx::submit(Run& run, Prepared prepared) {
  const auto fields = fields_of(prepared.submission);
  if (!fields) co_return NotSent{fields.error()};
  auto saved = co_await write(run, "asn/asn.do", "save", save_fields(*fields, prepared.learned), prepared.learned.at("charset"));
  if (!saved.answer && saved.departure == Departure::nothing) co_return NotSent{saved.error};
  if (!saved.answer) co_return Unknown{saved.error, std::move(saved.evidence)};
  const auto& page = saved.answer->page;
  const auto refusal = refusal_on(run, page);
  // Refused: the entry form again, with a sentence that the portal says only when it created nothing.
  if (classify(page) == Kind::asn_entry && !refusal.empty() && page.is_complete)
    co_return Refused{Error(Recovery::ask_person, "submit/refused", {{"text", refusal}}), std::move(saved.evidence)};
  if (classify(page) != Kind::asn_view || !page.says("保存成功"))
    co_return Unknown{unknown("submit/not_confirmed", page.title), std::move(saved.evidence)};
  auto evidence = saved.evidence;
  auto outcome = co_await submit_draft(run, std::move(*saved.answer), prepared.submission.key, std::move(evidence));
  co_return outcome;
}

Task<Sighting> Omx::look_up(Run& run, Submission submission, std::vector<Known> controls) {
  const auto fields = fields_of(submission);
  if (!fields) co_return fields.error();
  const auto order_no = first(*fields, "orderNo");
  Sighting sighting;
  auto by_key = co_await ask_all_pages(run, asn_search(submission.key, ""));
  if (!by_key) co_return by_key.error();
  auto all = co_await ask_all_pages(run, asn_search("", ""));
  if (!all) co_return all.error();
  const auto number = all->column("ASN号"), ref = all->column("供应商参考号"), order = all->column("订单号");
  if (!number) co_return number.error();
  if (!ref) co_return ref.error();
  if (!order) co_return order.error();
  std::vector<std::string> ours;
  const auto note = [&](const ListRow& row) {
    const auto& id = row.cells[*number];
    for (const auto& control : controls)
      if (row.cells[*ref] == control.key || id == control.remote_id) sighting.controls_seen.push_back(control.key);
    if (may_be_ours(row.cells[*ref], row.cells[*order], submission.key, order_no) &&
        std::find(ours.begin(), ours.end(), id) == ours.end())
      ours.push_back(id);
  };
  for (const auto& row : by_key->rows) note(row);
  for (const auto& row : all->rows) note(row);
  for (const auto& part : by_key->evidence) sighting.evidence.push_back(part);
  for (const auto& part : all->evidence) sighting.evidence.push_back(part);
  for (const auto& id : ours) {
    auto seen = co_await view(run, id, sighting);
    if (!seen) co_return seen.error();
    sighting.matches.push_back(std::move(*seen));
  }
  auto standing = co_await read_standing(run, order_no);
  if (!standing) co_return standing.error();
  sighting.shipped = std::move(*standing);
  sighting.complete = by_key->is_complete && all->is_complete;
  co_return sighting;
}

}  // namespace calloff::sgm_omx
