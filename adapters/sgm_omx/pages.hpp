// What an OMX page is, and its lists read: told by its parts, never by its address.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter_api/adapter.hpp"
#include "formats/page.hpp"

namespace calloff::sgm_omx {

enum class Kind {
  login, rejected, locked, captcha, expired, maintenance,
  frames,       ///< the page after a good log-in
  order_form,   ///< the order query, also with its results
  order_lines,
  asn_entry,    ///< the form of a new ASN
  asn_view,     ///< one ASN
  asn_query,    ///< the ASN query, also with its results
  notice,       ///< a sentence and nothing else
  unknown
};

Kind classify(const formats::Page& page);

/// returns: sign_in sign_in/session_expired; hold_account sign_in/{rejected,locked,captcha}; retry page/maintenance,
///          page/busy; hold_feed page/unknown (step, title)
Error unexpected(Kind kind, const formats::Page& page, std::string_view step);

/// A list as read from one page of results.
struct ListRow {
  std::vector<std::string> cells;
  std::string link, snippet;
};
struct ListPage {
  std::vector<std::string> headers;
  std::vector<ListRow> rows;
  std::size_t count = 0, page = 0, pages = 0;
  bool says_empty = false;

  /// errors: hold_feed page/missing_column (column)
  Result<std::size_t> column(std::string_view header) const;
};

/// bytes: the page as served, for the snippets. errors: hold_feed page/unknown, page/no_count
Result<ListPage> read_list(const formats::Page& page, std::string_view bytes, std::string_view table_id);

/// The hidden token of the form that has one; empty if none.
std::string token_of(const formats::Page& page, std::string_view form_name);

/// The value beside a label of the page's head, e.g. ASN号.
std::string labelled(const formats::Page& page, std::string_view label);

}  // namespace calloff::sgm_omx
