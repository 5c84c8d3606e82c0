// SAIC-GM eSchedule: signs in to one plant's site, lists pick-up sheets page by page, fetches each sheet.
#include <map>

#include "adapter_api/manifest.hpp"
#include "pages.hpp"
#include "spec.hpp"

namespace calloff::sgm_eschedule {
namespace {

using adapter_api::ask_page;
using adapter_api::Entry;
using adapter_api::FetchedDocument;
using adapter_api::Level;
using adapter_api::Listing;
using adapter_api::Run;
using transport::Intent;
using transport::Request;

constexpr std::size_t kMostPages = 500;
constexpr int kMostReadings = 3;

std::string root(const Run& run) {
  auto base = run.setting("base_url");
  while (base.ends_with('/')) base.pop_back();
  return base + "/" + run.setting("site");
}

std::string list_url(const Run& run, std::size_t page) {
  // The portal's own page writes the page size twice; so do we.
  const std::string size = "com.sgm.common.web.PageBreakerTagCURRENT_PAGE_SIZE_NAME";
  return adapter_api::with_query(root(run) + "/pus_/pusSearch.do",
                                 {{"method", "listAllStatusPus"},
                                  {size, "20"},
                                  {size, "20"},
                                  {"com.sgm.common.web.PageBreakerTagCURRENT_PAGE_NUM_NAME", std::to_string(page)}});
}

/// A row as it is handed over with its sheet.
adapter_api::Part row_part(const ListRow& row, const std::string& charset) {
  return {"row", "text/html; charset=" + charset, row.snippet};
}

class Eschedule final : public adapter_api::Adapter {
 public:
  Task<void> open(Run& run) override;
  Task<Listing> list(Run& run, std::string feed, adapter_api::DateWindow window) override;
  Task<FetchedDocument> fetch(Run& run, std::string feed, Entry entry) override;
  Task<void> close(Run& run) override;

 private:
  struct Pages {
    std::vector<Entry> entries;
    std::map<std::string, adapter_api::Part> rows;  // by entry id
    std::vector<adapter_api::Part> evidence;
    bool says_empty = false, has_moved = false;

    void add(ListPage page, const std::string& charset);
  };
  Task<ListPage> list_page(Run& run, std::size_t number, Pages& into);
  Task<Pages> read_all(Run& run);

  std::map<std::string, adapter_api::Part> rows_;  // of the last list, by entry id
};

Task<void> Eschedule::open(Run& run) {
  const auto user = run.secret("user"), password = run.secret("password");
  if (!user) co_return user.error();
  if (!password) co_return password.error();
  Request first("GET", root(run) + "/DunsLogin.jsp", "login_page");
  first.intent = Intent::session;
  auto form = co_await ask_page(run, std::move(first));
  if (!form) co_return form.error();
  if (const auto kind = classify(form->page); kind != Kind::login) co_return unexpected(kind, form->page, "login_page");
  auto post =
      adapter_api::post_form(root(run) + "/common_/login.do", "login",
                             {{"loginId", *user}, {"pwd", *password}, {"method", "dunsLogin"}}, form->page.charset);
  if (!post) co_return post.error();
  post->intent = Intent::session;
  post->secrets = {*password};
  auto answer = co_await ask_page(run, std::move(*post));
  if (!answer) co_return answer.error();
  if (const auto kind = classify(answer->page); kind != Kind::signed_in) co_return refused_sign_in(kind, answer->page);
  co_return Result<void>();
}

void Eschedule::Pages::add(ListPage page, const std::string& charset) {
  for (auto& row : page.rows) {
    // Met twice: it moved on from the page before, and another was missed.
    has_moved |= !rows.emplace(row.entry.id, row_part(row, charset)).second;
    entries.push_back(std::move(row.entry));
  }
}

/// One page of the list, kept as evidence; its rows are added to `into` the first time only.
Task<ListPage> Eschedule::list_page(Run& run, std::size_t number, Pages& into) {
  Request request("GET", list_url(run, number), "list");
  auto answer = co_await ask_page(run, std::move(request));
  if (!answer) co_return answer.error();
  if (const auto kind = classify(answer->page); kind != Kind::list) co_return unexpected(kind, answer->page, "list");
  if (!answer->page.is_complete) co_return Error(Recovery::retry, "page/cut_off", {{"step", "list"}});
  auto list = read_list(answer->page, answer->response.body, words_of(run));
  if (!list) co_return list.error();
  const bool is_again = number == 1 && !into.evidence.empty();
  into.evidence.push_back({is_again ? "list-1-again" : "list-" + std::to_string(number),
                           std::string(answer->response.header("Content-Type")), answer->response.body});
  if (!is_again) into.add(*list, answer->page.charset);
  co_return list;
}

/// Reads every page, then page 1 again: rows that moved meanwhile would be missed or met twice.
Task<Eschedule::Pages> Eschedule::read_all(Run& run) {
  Pages all;
  auto first = co_await list_page(run, 1, all);
  if (!first) co_return first.error();
  const auto promised = first->count;
  all.says_empty = first->says_empty;
  if (promised.pages > kMostPages) co_return Error(Recovery::hold_feed, "page/too_many_pages");
  for (std::size_t number = 2; number <= promised.pages; ++number) {
    auto next = co_await list_page(run, number, all);
    if (!next) co_return next.error();
    all.has_moved |= next->count.rows != promised.rows || next->count.page != number;
  }
  if (promised.pages > 1) {
    auto again = co_await list_page(run, 1, all);
    if (!again) co_return again.error();
    all.has_moved |= again->count.rows != promised.rows || again->rows.size() != first->rows.size();
    for (std::size_t i = 0; !all.has_moved && i < again->rows.size(); ++i)
      all.has_moved = again->rows[i].entry.id != first->rows[i].entry.id;
  }
  all.has_moved |= all.entries.size() != promised.rows;
  co_return all;
}

Task<Listing> Eschedule::list(Run& run, std::string feed, adapter_api::DateWindow) {
  if (feed != "daily") co_return Error(Recovery::fix_config, "adapter/unknown_feed", {{"feed", feed}});
  for (int attempt = 0; attempt < kMostReadings; ++attempt) {
    auto pages = co_await read_all(run);
    if (!pages) co_return pages.error();
    if (pages->has_moved) {
      run.log(Level::info, "the list changed while it was read");
      continue;
    }
    if (pages->entries.empty() && !pages->says_empty)
      co_return Error(Recovery::hold_feed, "page/empty_without_proof", {{"feed", feed}});
    rows_ = std::move(pages->rows);
    Listing listing;
    listing.evidence = std::move(pages->evidence);
    listing.entries = std::move(pages->entries);
    listing.is_proven_empty = listing.entries.empty();
    co_return listing;
  }
  co_return Error(Recovery::retry, "page/moving", {{"times", std::to_string(kMostReadings)}});
}

/// Is this the sheet that was asked for? A page without the label is judged by the mapping.
Result<void> check_sheet(const formats::Page& page, const std::string& number_label, const std::string& number) {
  const auto* shown = page.find_label(number_label);
  if (!shown || shown->text == number) return {};
  return Error(Recovery::hold_feed, "page/other_document", {{"asked", number}, {"got", shown->text}});
}

Task<FetchedDocument> Eschedule::fetch(Run& run, std::string, Entry entry) {
  const auto row = rows_.find(entry.id);
  if (row == rows_.end()) co_return Error(Recovery::retry, "adapter/not_listed", {{"entry", entry.id}});
  FetchedDocument document;
  document.parts.push_back(row->second);
  Request request(
      "GET", adapter_api::with_query(root(run) + "/pus_/pus.do", {{"method", "showPusDetail"}, {"sid", entry.locator}}),
      "detail");
  auto response = co_await adapter_api::ask(run, std::move(request));
  if (!response) co_return response.error();
  // A page that does not decode is handed over all the same: it is archived, and this sheet alone is quarantined.
  if (const auto page = adapter_api::read_page(*response)) {
    if (const auto kind = classify(*page); kind != Kind::detail) co_return unexpected(kind, *page, "detail");
    if (!page->is_complete) co_return Error(Recovery::retry, "page/cut_off", {{"step", "detail"}});
    if (const auto is_it = check_sheet(*page, run.setting("number_column"), entry.id); !is_it) co_return is_it.error();
  }
  document.parts.push_back({"detail", std::string(response->header("Content-Type")), std::move(response->body)});
  document.entry = std::move(entry);
  co_return document;
}

Task<void> Eschedule::close(Run& run) {
  rows_.clear();
  Request request("GET", root(run) + "/common_/logout.do", "logout");
  request.intent = Intent::session;
  auto exchange = co_await run.wire().exchange(std::move(request));
  if (!exchange.response) co_return exchange.response.error();
  co_return Result<void>();
}

}  // namespace
}  // namespace calloff::sgm_eschedule

extern "C" const calloff::adapter_api::Manifest calloff_adapter{
    .core = calloff::adapter_api::kCoreBuildId,
    .name = "sgm_eschedule",
    .version = "1",
    .summary = "SAIC-GM eSchedule: pick-up sheets of one plant (交货计划单发布)",
    .feeds = "daily",
    .kinds = "",
    .spec = [] { return &calloff::sgm_eschedule::spec(); },
    .create = []() -> calloff::adapter_api::Adapter* { return new calloff::sgm_eschedule::Eschedule; },
    .destroy = [](calloff::adapter_api::Adapter* adapter) { delete adapter; },
};
