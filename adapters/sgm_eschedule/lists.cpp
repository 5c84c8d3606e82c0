// The lists of pick-up sheets and of weekly releases: every page, then page 1 again.
#include <algorithm>

#include "base/hash.hpp"
#include "eschedule.hpp"

namespace calloff::sgm_eschedule {

using adapter_api::Entry;
using adapter_api::Level;
using adapter_api::Listing;
using adapter_api::ListPage;
using adapter_api::ListReading;
using adapter_api::ListRow;
using adapter_api::PageAnswer;
using adapter_api::Run;
using transport::Request;

namespace {

constexpr int kMostReadings = 3, kMostNotices = 3;

bool has(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Highest number first: what comes in while pages are turned shows on page 1, which is read again.
adapter_api::FormFields list_query(const std::string& feed, std::size_t page) {
  // The portal's own page writes the page size twice; so do we.
  const std::string size = "com.sgm.common.web.PageBreakerTagCURRENT_PAGE_SIZE_NAME";
  adapter_api::FormFields query{{"method", feed == "weekly" ? "listDunsWdf" : "listAllStatusPus"}};
  if (feed == "daily") {
    query.emplace_back("__SORT_TAG_NAME_SORT_COLUMN", "__cHVzTm8=__");  // pusNo
    query.emplace_back("__SORT_TAG_NAME_SORT_ORDER", "DESC");
  }
  query.emplace_back(size, "20");
  query.emplace_back(size, "20");
  query.emplace_back("com.sgm.common.web.PageBreakerTagCURRENT_PAGE_NUM_NAME", std::to_string(page));
  return query;
}

/// Changes when the document may have: its cells, but not whether someone has opened it.
std::string mark_of(const ListRow& row, std::size_t state, bool is_unread) {
  std::string cells;
  for (std::size_t i = 0; i < row.cells.size(); ++i) cells += (i == state && is_unread ? "" : row.cells[i]) + '\x1f';
  return sha256(cells).substr(0, 16);
}

/// The portal's own id behind the link of the row; empty if the link is another.
std::string id_behind(const std::string& feed, const ListRow& row) {
  return adapter_api::quoted_argument(row.link, feed == "weekly" ? "showWdf" : "showDetail");
}

}  // namespace

/// One page of a list, known to be one and whole. A notice that stands in its place is read first.
Task<PageAnswer> Eschedule::ask_list(Run& run, std::string feed, FeedShape shape, std::size_t number) {
  const std::string step = feed == "weekly" ? "weekly_list" : "list";
  const auto path = feed == "weekly" ? "wdf/wdfSearch.do" : "pus_/pusSearch.do";
  const auto words = adapter_api::portal_words(run);
  for (int notices = 0;; ++notices) {
    Request request("GET", adapter_api::with_query(url(run, path), list_query(feed, number)), step);
    auto answer = co_await adapter_api::ask_page(run, std::move(request));
    if (!answer) co_return answer.error();
    const auto is = classify(answer->page, words, &shape);
    if (is.kind == Kind::list) {
      if (!answer->page.is_complete) co_return Error(Recovery::retry, "page/cut_off", {{"step", step}});
      co_return answer;
    }
    auto way = adapter_api::way_past_notice(*answer, words);
    if (is.kind != Kind::unknown || !way || !*way || notices == kMostNotices)
      co_return unexpected(is.said, answer->page, step);
    run.log(Level::info, "a notice stands before the menu: " + answer->page.title);
    auto passed = co_await adapter_api::ask_page(run, std::move(**way));
    if (!passed) co_return passed.error();
  }
}

/// Every page, then page 1 again: rows that moved meanwhile would be missed or met twice.
Task<Eschedule::ReadList> Eschedule::read_all(Run& run, std::string feed, FeedShape shape) {
  ReadList read;
  auto& reading = read.reading;
  for (bool is_again = false; is_again || reading.has_next();) {
    const auto number = is_again ? 1 : reading.next();
    auto answer = co_await ask_list(run, feed, shape, number);
    if (!answer) co_return answer.error();
    auto page = adapter_api::read_list(answer->page, answer->response.body, shape.list);
    if (!page) co_return page.error();
    read.charset = answer->page.charset;
    read.evidence.push_back({"list-" + std::to_string(number) + (is_again ? "-again" : ""),
                             std::string(answer->response.header("Content-Type")), std::move(answer->response.body)});
    if (is_again) {
      reading.compare_first(*page);
      break;
    }
    if (const auto added = reading.add(std::move(*page)); !added) co_return added.error();
    is_again = !reading.has_next() && reading.pages() > 1;
  }
  co_return read;
}

Task<Listing> Eschedule::list(Run& run, std::string feed, adapter_api::DateWindow) {
  const auto shape = shape_of(run, feed);
  if (!shape) co_return shape.error();
  Listing listing;
  std::optional<ReadList> read;
  for (int times = 0;; ++times) {
    if (times == kMostReadings)
      co_return Error(Recovery::retry, "page/moving", {{"times", std::to_string(kMostReadings)}});
    auto now = co_await read_all(run, feed, *shape);
    if (!now) co_return now.error();
    const bool is_whole = now->reading.is_whole() || (read && now->reading.is_whole_like(read->reading));
    read = std::move(*now);
    if (is_whole) break;
    run.log(Level::info, "the list changed while it was read, or names a row twice");
  }
  listing.evidence = std::move(read->evidence);
  const auto all = read->reading.take_list();
  const auto state = all.column(shape->state);
  if (!state) co_return state.error();
  Rows rows;
  for (const auto& row : all.rows) {
    Entry entry;
    entry.id = row.id;
    entry.locator = id_behind(feed, row);
    if (entry.locator.empty()) co_return bad_row(row, shape->list.link);
    const auto& text = row.cells[*state];
    entry.mark = mark_of(row, *state, has(shape->unread, text));
    entry.refetch = adapter_api::Refetch::while_open;
    // Of the releases only the newest is still being worked on.
    entry.is_open = feed == "weekly" ? listing.entries.empty() : !has(shape->closed, text);
    rows[row.id] = {{"row", "text/html; charset=" + read->charset, row.snippet}, text, "", false};
    listing.entries.push_back(std::move(entry));
  }
  // The portal shows the newest first. Of several releases the older ones come first: after a newer one they never
  // count, and what only they say of the days before it would be lost.
  if (feed == "weekly") std::ranges::reverse(listing.entries);
  if (listing.entries.empty() && !all.says_empty)
    co_return Error(Recovery::hold_feed, "page/empty_without_proof", {{"feed", feed}});
  listing.is_proven_empty = listing.entries.empty();
  listed_[feed] = std::move(rows);
  co_return listing;
}

}  // namespace calloff::sgm_eschedule
