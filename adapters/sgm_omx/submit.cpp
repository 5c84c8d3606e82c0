// OMX's ASN form: init (read-only), save, submit.
// From the first request of submit() everything is Unknown unless the wire or the portal's known words prove otherwise.
#include <algorithm>

#include "formats/form/urlencoded.hpp"
#include "writing.hpp"

namespace calloff::sgm_omx {

using adapter_api::FormFields;
using adapter_api::NotSent;
using adapter_api::Outcome;
using adapter_api::PageAnswer;
using adapter_api::Part;
using adapter_api::Prepared;
using adapter_api::Refused;
using adapter_api::Run;
using adapter_api::Said;
using adapter_api::Sent;
using adapter_api::Submission;
using adapter_api::Unknown;
using transport::Departure;
using transport::Request;

namespace {

using Learned = std::map<std::string, std::string>;

/// The portal's known sentence of refusal on this page, if it shows one.
std::string refusal_on(const Run& run, const formats::Page& page) {
  for (const auto& sentence : adapter_api::setting_words(run, "refusals"))
    if (shows(page, sentence)) return sentence;
  return {};
}

/// The form as the page's own script would send it: our fields, its token, its line ids in place of line numbers.
FormFields save_fields(const FormFields& ours, const Learned& learned) {
  FormFields fields{{"method", "save"}, {"token", learned.at("token")}};
  for (const auto& [key, value] : ours) {
    if (key != "lineNo[]")
      fields.emplace_back(key, value);
    else
      fields.emplace_back("lineId[]", learned.at("line." + value));
  }
  return fields;
}

/// The saved draft's own page leads on to submitting it.
boost::asio::awaitable<Outcome> submit_draft(Run& run, PageAnswer saved, std::string key, std::vector<Part> evidence) {
  const auto number = labelled(saved.page, "ASN号");
  const auto token = token_of(saved.page, "submitForm");
  if (number.empty() || token.empty() || labelled(saved.page, "供应商参考号") != key)
    co_return Unknown{unknown("submit/draft_not_shown", number), std::move(evidence)};
  FormFields fields{{"method", "submit"}, {"token", token}, {"asnNo", number}};
  auto written = co_await write_form(run, "submit", std::move(fields), adapter_api::form_charset(saved.page.charset));
  evidence.insert(evidence.end(), written.evidence.begin(), written.evidence.end());
  // A draft stands at the portal: even a refusal or an unsent request leaves something there that a person must see.
  if (!written.answer) co_return Unknown{written.error, std::move(evidence)};
  const auto& page = written.answer->page;
  const bool is_ours = labelled(page, "ASN号") == number && labelled(page, "供应商参考号") == key;
  if (classify(page, adapter_api::portal_words(run)).kind == Kind::asn_view && shows(page, "提交成功") && is_ours)
    co_return Sent{number, std::move(evidence)};
  const auto refusal = refusal_on(run, page);
  co_return Unknown{unknown("submit/not_confirmed", refusal.empty() ? page.title : refusal), std::move(evidence)};
}

/// Line numbers of the entry form and the portal's own ids for them, as `line.NUMBER`.
Result<Learned> line_ids(const formats::Page& page) {
  const auto* table = page.find_table("asnEntryTab");
  const auto* form = form_named(page, "asnForm");
  if (!table || !form) return unexpected(Said::nothing, page, "init");
  const auto line = adapter_api::find_column(*table, "行号");
  if (!line) return line.error();
  // The ids are hidden fields, one in each row, in the order of the rows.
  std::vector<std::string> ids;
  for (const auto& field : form->fields)
    if (field.name == "lineId[]") ids.push_back(field.value);
  if (ids.size() != table->rows.size()) return unexpected(Said::nothing, page, "init");
  Learned learned;
  for (std::size_t i = 0; i < ids.size(); ++i)
    learned["line." + std::string(table->rows[i].cells[*line].text)] = ids[i];
  return learned;
}

/// The portal's form for a new ASN of the order.
/// errors: of ask_for; ask_person submit/order_not_shippable (order, text)
Task<PageAnswer> ask_entry_form(Run& run, std::string order_no) {
  Request request("GET", adapter_api::with_query(url(run, "asn/asn.do"), {{"method", "init"}, {"orderNo", order_no}}),
                  "init");
  auto answer = co_await adapter_api::ask_page(run, std::move(request));
  if (!answer) co_return answer.error();
  const auto& page = answer->page;
  const auto is = classify(page, adapter_api::portal_words(run));
  if (is.kind == Kind::notice)
    co_return Error(Recovery::ask_person, "submit/order_not_shippable",
                    {{"order", order_no}, {"text", page.text.substr(0, page.text.find('\n'))}});
  if (is.kind != Kind::asn_entry) co_return unexpected(is.said, page, "init");
  if (!page.is_complete) co_return Error(Recovery::retry, "page/cut_off", {{"step", "init"}});
  co_return answer;
}

}  // namespace

Task<Prepared> Omx::prepare(Run& run, Submission submission) {
  if (submission.kind == adapter_api::SubmissionKind::cancel) {
    auto prepared = co_await prepare_cancel(run, std::move(submission));
    co_return prepared;
  }
  if (submission.kind != adapter_api::SubmissionKind::create)
    co_return Error(Recovery::fix_config, "adapter/unsupported",
                    {{"what", "anything but a new ASN or taking one back"}});
  const auto fields = formats::decode_form(submission.bytes, "UTF-8");
  if (!fields) co_return fields.error();
  const auto order_no = first(*fields, "orderNo");
  auto standing = co_await read_standing(run, order_no);
  if (!standing) co_return standing.error();
  // Last: a token is good only until the next page with a form.
  auto answer = co_await ask_entry_form(run, order_no);
  if (!answer) co_return answer.error();
  auto learned = line_ids(answer->page);
  if (!learned) co_return learned.error();
  for (const auto& [key, value] : *fields)
    if (key == "lineNo[]" && !learned->contains("line." + value))
      co_return Error(Recovery::ask_person, "submit/line_not_shippable", {{"order", order_no}, {"line", value}});
  const auto token = token_of(answer->page, "asnForm");
  if (token.empty()) co_return unexpected(Said::nothing, answer->page, "init");
  (*learned)["token"] = token;
  (*learned)["charset"] = adapter_api::form_charset(answer->page.charset);
  // A character that the portal cannot take is told now, before anything is sent.
  if (auto form = formats::encode_form(save_fields(*fields, *learned), adapter_api::form_charset(answer->page.charset));
      !form)
    co_return form.error();
  Prepared prepared;
  prepared.evidence.push_back(part_of("init", *answer));
  prepared.learned = std::move(*learned);
  prepared.shipped = std::move(*standing);
  prepared.submission = std::move(submission);
  co_return prepared;
}

boost::asio::awaitable<Outcome> Omx::submit(Run& run, Prepared prepared) {
  if (prepared.submission.kind == adapter_api::SubmissionKind::cancel) {
    auto outcome = co_await submit_cancel(run, std::move(prepared));
    co_return outcome;
  }
  const auto fields = formats::decode_form(prepared.submission.bytes, "UTF-8");
  if (!fields) co_return NotSent{fields.error()};
  auto form = save_fields(*fields, prepared.learned);
  auto saved = co_await write_form(run, "save", std::move(form), prepared.learned.at("charset"));
  if (!saved.answer && saved.departure == Departure::nothing) co_return NotSent{saved.error};
  if (!saved.answer) co_return Unknown{saved.error, std::move(saved.evidence)};
  const auto& page = saved.answer->page;
  const auto kind = classify(page, adapter_api::portal_words(run)).kind;
  const auto refusal = refusal_on(run, page);
  // Refused: the entry form again, with a sentence that the portal says only when it created nothing.
  if (kind == Kind::asn_entry && !refusal.empty())
    co_return Refused{Error(Recovery::ask_person, "submit/refused", {{"text", refusal}}), std::move(saved.evidence)};
  if (kind != Kind::asn_view || !shows(page, "保存成功"))
    co_return Unknown{unknown("submit/not_confirmed", page.title), std::move(saved.evidence)};
  auto outcome =
      co_await submit_draft(run, std::move(*saved.answer), prepared.submission.key, std::move(saved.evidence));
  co_return outcome;
}

}  // namespace calloff::sgm_omx
