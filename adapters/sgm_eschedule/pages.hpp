// What an eSchedule page is: told by its parts before anything is read from it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapter_api/adapter.hpp"
#include "adapter_api/portal_page.hpp"

namespace calloff::sgm_eschedule {

enum class Kind {
  login,        ///< the log-in form, nothing said
  rejected,     ///< the log-in form says the password is wrong
  locked,       ///< the log-in form says the account is locked
  captcha,      ///< the log-in form asks for a code from a picture
  expired,      ///< a script that leads back to the log-in form
  signed_in,    ///< the page after a good log-in
  maintenance,  ///< 系统维护中, with status 200
  list,         ///< a pick-up sheet list
  detail,       ///< one pick-up sheet
  unknown
};

Kind classify(const formats::Page& page);

/// The error for a page that was not the one asked for.
/// returns: sign_in sign_in/session_expired; hold_account sign_in/{rejected,locked,captcha}; retry page/maintenance;
///          hold_feed page/unknown (step, title)
Error unexpected(Kind kind, const formats::Page& page, std::string_view step);

/// The error for a page that came after user and password were sent. Nothing of it is tried again by itself, but for
/// maintenance: another try could lock the account.
/// returns: retry page/maintenance; hold_account sign_in/{rejected,locked,captcha,unknown_page}
Error refused_sign_in(Kind kind, const formats::Page& page);

/// Header texts by which columns are found; a site that words them otherwise sets them in its account.
struct Words {
  std::string number, link, state, empty;
  std::vector<std::string> needed_columns, unread_states, closed_states;
};

/// One row of the list: the entry, and the header and this row as served, as a table of its own.
struct ListRow {
  adapter_api::Entry entry;
  std::string snippet;
};

struct ListPage {
  std::vector<ListRow> rows;
  adapter_api::PageCount count;
  bool says_empty = false;
};

/// bytes: the page as served, for the snippets
/// errors: hold_feed page/missing_column (column), page/bad_row (row), page/no_count
Result<ListPage> read_list(const formats::Page& page, std::string_view bytes, const Words& words);

}  // namespace calloff::sgm_eschedule
