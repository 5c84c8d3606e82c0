// Taking an ASN back, as long as nothing of it was received. The same rules as for sending one: what is not proven is
// Unknown, and the portal's own list says what became of it.
#include "formats/form/urlencoded.hpp"
#include "writing.hpp"

namespace calloff::sgm_omx {

using adapter_api::FormFields;
using adapter_api::NotSent;
using adapter_api::Outcome;
using adapter_api::Prepared;
using adapter_api::Refused;
using adapter_api::Run;
using adapter_api::Sent;
using adapter_api::Submission;
using adapter_api::Unknown;
using transport::Departure;
using transport::Request;

namespace {

/// The form of the page's button 取消; nullptr if it offers none.
const formats::Form* cancel_form(const formats::Page& page) {
  for (const auto& form : page.forms) {
    const auto* method = form.find("method");
    if (method && method->value == "cancel") return &form;
  }
  return nullptr;
}

bool is_ours(const formats::Page& page, const Submission& submission) {
  return labelled(page, "ASN号") == submission.refers_to && labelled(page, "供应商参考号") == submission.key;
}

}  // namespace

Task<Prepared> prepare_cancel(Run& run, Submission submission) {
  const adapter_api::FormFields query{{"method", "view"}, {"asnNo", submission.refers_to}};
  Request request("GET", adapter_api::with_query(url(run, "asn/asn.do"), query), "asn_view");
  auto answer = co_await ask_for(run, std::move(request), Kind::asn_view);
  if (!answer) co_return answer.error();
  const auto& page = answer->page;
  if (!is_ours(page, submission))
    co_return Error(Recovery::hold_feed, "page/other_document",
                    {{"asked", submission.refers_to}, {"got", labelled(page, "ASN号")}});
  const auto* form = cancel_form(page);
  const auto* token = form ? form->find("token") : nullptr;
  if (!token)
    co_return Error(Recovery::ask_person, "submit/not_cancellable",
                    {{"number", submission.refers_to}, {"state", labelled(page, "状态")}});
  Prepared prepared;
  prepared.evidence.push_back(part_of("asn_view", *answer));
  prepared.learned = {{"token", token->value}, {"charset", adapter_api::form_charset(page.charset)}};
  prepared.submission = std::move(submission);
  co_return prepared;
}

boost::asio::awaitable<Outcome> submit_cancel(Run& run, Prepared prepared) {
  const auto& submission = prepared.submission;
  FormFields fields{{"method", "cancel"}, {"token", prepared.learned.at("token")}, {"asnNo", submission.refers_to}};
  auto written = co_await write_form(run, "cancel", std::move(fields), prepared.learned.at("charset"));
  if (!written.answer && written.departure == Departure::nothing) co_return NotSent{written.error};
  if (!written.answer) co_return Unknown{written.error, std::move(written.evidence)};
  const auto& page = written.answer->page;
  const bool is_view =
      classify(page, adapter_api::portal_words(run)).kind == Kind::asn_view && is_ours(page, submission);
  if (is_view && shows(page, "取消成功")) co_return Sent{submission.refers_to, std::move(written.evidence)};
  // Refused: the ASN's own page in a state in which nothing is taken back any more.
  if (is_view && shows(page, "不能取消"))
    co_return Refused{Error(Recovery::ask_person, "submit/refused", {{"text", "不能取消：" + labelled(page, "状态")}}),
                      std::move(written.evidence)};
  co_return Unknown{unknown("submit/not_confirmed", page.title), std::move(written.evidence)};
}

}  // namespace calloff::sgm_omx
