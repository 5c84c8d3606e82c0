// One document: a pick-up sheet's page, a weekly release's page or file, as served.
#include "eschedule.hpp"

namespace calloff::sgm_eschedule {

using adapter_api::Entry;
using adapter_api::FetchedDocument;
using adapter_api::Run;
using transport::Request;

namespace {

/// What is asked for, and whether a file comes in place of a page.
struct Wanted {
  Request request;
  bool is_file = false;
};

Wanted wanted(const Run& run, const std::string& feed, const Entry& entry) {
  using adapter_api::with_query;
  if (feed == "daily") {
    const adapter_api::FormFields query{{"method", "showPusDetail"}, {"sid", entry.locator}};
    return {Request("GET", with_query(url(run, "pus_/pus.do"), query), "detail"), false};
  }
  const auto document = run.setting("weekly_document");
  adapter_api::FormFields query{{"method", "showWdfDetail"}, {"id", entry.locator}};
  if (document == "doc") query = {{"method", "toDoc"}, {"id", entry.locator}, {"state", "3"}};
  if (document == "xls") query = {{"method", "toXls"}, {"id", entry.locator}};
  const bool is_file = document != "page";
  return {Request("GET", with_query(url(run, "wdf/wdf.do"), query), is_file ? "weekly_file" : "weekly_detail"),
          is_file};
}

/// Is this the document that was asked for? One without the label is judged by the mapping.
Result<void> check_document(const formats::Page& page, const FeedShape& shape, const std::string& id) {
  std::string shown;
  for (const auto& label : shape.list.id) {
    const auto* cell = page.find_label(label);
    if (!cell) return {};
    shown.append(shown.empty() ? "" : "/").append(cell->text);
  }
  if (shown == id) return {};
  return Error(Recovery::hold_feed, "page/other_document", {{"asked", id}, {"got", shown}});
}

/// A page must be the document's; of a file that is HTML it is enough that it is nothing that a portal says instead.
Result<void> check_page(const formats::Page& page, const adapter_api::PortalWords& words, const FeedShape& shape,
                        const Wanted& asked, const std::string& id) {
  const auto is = classify(page, words, &shape);
  const auto& step = asked.request.step;
  const bool may_be_it = is.kind == Kind::detail || (asked.is_file && is.kind == Kind::unknown);
  if (!may_be_it) return unexpected(is.said, page, step);
  if (!page.is_complete && !asked.is_file) return Error(Recovery::retry, "page/cut_off", {{"step", step}});
  return check_document(page, shape, id);
}

}  // namespace

Task<FetchedDocument> Eschedule::fetch(Run& run, std::string feed, Entry entry) {
  const auto shape = shape_of(run, feed);
  if (!shape) co_return shape.error();
  const auto row = listed_[feed].find(entry.id);
  if (row == listed_[feed].end()) co_return Error(Recovery::retry, "adapter/not_listed", {{"entry", entry.id}});
  const auto asked = wanted(run, feed, entry);
  auto request = asked.request;
  auto response = co_await adapter_api::ask(run, std::move(request));
  if (!response) co_return response.error();
  if (response->body.empty()) co_return Error(Recovery::retry, "page/empty_answer", {{"step", asked.request.step}});
  // What does not decode is handed over all the same: it is archived, and this document alone is quarantined.
  if (!asked.is_file || adapter_api::begins_as_markup(response->body)) {
    if (const auto page = adapter_api::read_page(*response)) {
      const auto checked = check_page(*page, adapter_api::portal_words(run), *shape, asked, entry.id);
      if (!checked) co_return checked.error();
      if (const auto* lines = page->find_table(shape->details)) row->second.lines = lines_mark(*lines);
    }
  }
  FetchedDocument document;
  document.parts.push_back(row->second.row);
  document.parts.push_back({"detail", std::string(response->header("Content-Type")), std::move(response->body)});
  document.entry = std::move(entry);
  co_return document;
}

}  // namespace calloff::sgm_eschedule
