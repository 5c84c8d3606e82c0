// What a portal says instead of the page that was asked for: told by the page's parts and words, the same for every
// portal that signs in by a form. What else a page is, is the adapter's business. Threading: pure.
#pragma once
#include <string_view>

#include "adapter_api/portal_words.hpp"
#include "base/result.hpp"

namespace calloff::adapter_api {

enum class Said {
  nothing,           ///< none of these: the adapter looks what the page is
  login,             ///< the log-in form, nothing said
  rejected,          ///< the log-in form: user or password wrong
  locked,            ///< the log-in form: the account is locked
  captcha,           ///< the log-in form asks for the characters in a picture
  in_use,            ///< the log-in is refused: somebody is signed in with the account
  password_expired,  ///< the password must be changed first
  expired,           ///< a script that leads back to the log-in form
  kicked_out,        ///< the same, because somebody else signed in
  maintenance,
  address_blocked,
  busy
};

/// By a form for a password, which no other page has.
Said said_by_form(const formats::Page& page, const PortalWords& words);

/// By words and scripts alone; for pages on which the adapter found nothing of its own.
Said said_by_words(const formats::Page& page, const PortalWords& words);

/// The error for a page that was not the one asked for.
/// returns: sign_in sign_in/session_expired, sign_in/kicked_out; hold_account
///          sign_in/{rejected,locked,captcha,password_expired}; retry sign_in/in_use, page/maintenance,
///          page/address_blocked, page/busy (step); hold_feed page/unknown (step, title)
Error unexpected(Said said, const formats::Page& page, std::string_view step);

/// The error for a page that came after user and password were sent. Nothing of it is tried again by itself unless the
/// portal says that it did not look at them: another try could lock the account.
/// returns: as unexpected, but hold_account sign_in/rejected for the form with nothing said and a session that ended,
///          hold_account sign_in/unknown_page (title) for a page that nobody knows
Error refused_sign_in(Said said, const formats::Page& page);

/// The page after a good log-in: does it say that the password will expire? A person is told.
void tell_of_password(Run& run, const formats::Page& page, const PortalWords& words);

}  // namespace calloff::adapter_api
