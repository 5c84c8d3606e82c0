// What an OMX page is, and its lists read: told by its parts, never by its address.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapter_api/adapter.hpp"
#include "adapter_api/portal_page.hpp"

namespace calloff::sgm_omx {

enum class Kind {
  login,
  rejected,
  locked,
  captcha,
  expired,
  maintenance,
  frames,       ///< the page after a good log-in
  order_query,  ///< the order query, also with its results
  order_lines,
  asn_entry,  ///< the form of a new ASN
  asn_view,   ///< one ASN
  asn_query,  ///< the ASN query, also with its results
  notice,     ///< a sentence and nothing else
  unknown
};

Kind classify(const formats::Page& page);

/// returns: sign_in sign_in/session_expired; hold_account sign_in/{rejected,locked,captcha}; retry page/maintenance,
///          page/busy; hold_feed page/unknown (step, title)
Error unexpected(Kind kind, const formats::Page& page, std::string_view step);

/// The error for a page that came after user and password were sent. Nothing of it is tried again by itself, but for
/// maintenance and a token that was too old: another try could lock the account.
/// returns: retry page/maintenance, page/busy; hold_account sign_in/{rejected,locked,captcha,unknown_page}
Error refused_sign_in(Kind kind, const formats::Page& page);

/// In the visible text. Unlike Page::says not in scripts, which may hold the words of every case.
bool shows(const formats::Page& page, std::string_view words);

/// One row of a list. cells: by column; link: of the column 操作; snippet: the header and this row as served
struct ListRow {
  std::vector<std::string> cells;
  std::string link, snippet;
};
struct ListPage {
  formats::Table table;
  std::vector<ListRow> rows;
  adapter_api::PageCount count;
  bool says_empty = false;
};

/// bytes: the page as served, for the snippets. errors: hold_feed page/unknown, page/missing_column, page/no_count
Result<ListPage> read_list(const formats::Page& page, std::string_view bytes, std::string_view table_id);

/// The form of that name; nullptr if there is none.
const formats::Form* form_named(const formats::Page& page, std::string_view name);

/// The hidden token of the form that has one; empty if none.
std::string token_of(const formats::Page& page, std::string_view form_name);

/// The value beside a label of the page's head, e.g. ASN号; empty if it is not there.
std::string labelled(const formats::Page& page, std::string_view label);

}  // namespace calloff::sgm_omx
