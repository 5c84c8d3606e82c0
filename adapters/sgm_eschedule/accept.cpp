// Accepting a pick-up sheet as asked: only what we hold, only where the portal's own page still offers it, once a list.
// A lost answer is not repeated: the next list says whether the sheet was accepted.
#include <algorithm>

#include "eschedule.hpp"

namespace calloff::sgm_eschedule {

using adapter_api::Disposition;
using adapter_api::Entry;
using adapter_api::Level;
using adapter_api::Run;
using transport::Intent;
using transport::Request;

Task<void> Eschedule::settle(Run& run, std::string feed, Entry entry, Disposition disposition) {
  if (disposition != Disposition::committed || feed != "daily" || run.setting("accept") != "on")
    co_return Result<void>();
  const auto row = listed_[feed].find(entry.id);
  if (row == listed_[feed].end()) co_return Result<void>();
  const auto states = adapter_api::setting_words(run, "daily.acceptable");
  const auto& listed = row->second;
  if (listed.is_asked || listed.lines.empty() || std::count(states.begin(), states.end(), listed.state) == 0)
    co_return Result<void>();
  const auto shape = shape_of(run, feed);
  if (!shape) co_return shape.error();
  auto accepted = co_await accept(run, *shape, std::move(feed), std::move(entry), listed.lines);
  co_return accepted;
}

void Eschedule::note_asked(const std::string& feed, const std::string& entry) {
  const auto row = listed_[feed].find(entry);
  if (row != listed_[feed].end()) row->second.is_asked = true;
}

/// lines: lines_mark of the sheet whose records are kept
Task<void> Eschedule::accept(Run& run, FeedShape shape, std::string feed, Entry entry, std::string lines) {
  const auto words = adapter_api::portal_words(run);
  Request request(
      "GET", adapter_api::with_query(url(run, "pus_/pus.do"), {{"method", "showPusDetail"}, {"sid", entry.locator}}),
      "detail");
  auto sheet = co_await adapter_api::ask_page(run, std::move(request));
  if (!sheet) co_return sheet.error();
  const auto is = classify(sheet->page, words, &shape);
  if (is.kind != Kind::detail) co_return unexpected(is.said, sheet->page, "detail");
  if (!sheet->page.is_complete) co_return Error(Recovery::retry, "page/cut_off", {{"step", "detail"}});
  const auto form = accept_form(sheet->page, shape);
  if (!form) co_return Result<void>();  // somebody was quicker, or the portal takes no promise for it
  if (form->mark != lines) {
    run.log(Level::info, entry.id + " changed since it was read: it is accepted after it is read again");
    co_return Result<void>();
  }
  auto post =
      adapter_api::post_form(url(run, "pus_/pus.do"), "accept", form->fields, adapter_api::form_charset(form->charset));
  if (!post) co_return post.error();
  post->intent = Intent::write;
  note_asked(feed, entry.id);
  auto answer = co_await adapter_api::ask_page(run, std::move(*post));
  if (!answer && answer.error().recovery == Recovery::stopped) co_return answer.error();
  if (!answer)
    co_return Error(Recovery::retry, "accept/unknown", {{"entry", entry.id}, {"cause", answer.error().code}});
  const auto accepted = adapter_api::setting_words(run, "words.accepted");
  if (adapter_api::shown_of(answer->page, accepted).empty())
    co_return Error(Recovery::retry, "accept/not_confirmed", {{"entry", entry.id}, {"title", answer->page.title}});
  run.log(Level::info, entry.id + " accepted as asked");
  co_return Result<void>();
}

}  // namespace calloff::sgm_eschedule
