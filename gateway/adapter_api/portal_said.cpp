#include "adapter_api/portal_said.hpp"

#include <algorithm>

#include "adapter_api/portal_question.hpp"
#include "base/text.hpp"

namespace calloff::adapter_api {
namespace {

std::size_t password_fields(const formats::Form& form) {
  return std::size_t(std::count_if(form.fields.begin(), form.fields.end(),
                                   [](const formats::FormField& field) { return field.type == "password"; }));
}

bool leads_to_login(const formats::Page& page) {
  return std::any_of(page.scripts.begin(), page.scripts.end(), [](const std::string& script) {
    const auto at = script.find("top.location");
    return at != script.npos && lower(script.substr(at)).find("login") != std::string::npos;
  });
}

bool says(const formats::Page& page, const std::vector<std::string>& words) { return !said_of(page, words).empty(); }

}  // namespace

Said said_by_form(const formats::Page& page, const PortalWords& words) {
  for (const auto& form : page.forms) {
    const auto passwords = password_fields(form);
    if (passwords == 0) continue;
    // The old one and the new one: a form to change it.
    if (passwords > 1 || says(page, words.password_expired)) return Said::password_expired;
    if (says(page, words.rejected)) return Said::rejected;
    if (says(page, words.locked)) return Said::locked;
    if (says(page, words.in_use)) return Said::in_use;
    if (says(page, words.kicked_out)) return Said::kicked_out;
    if (picture_field(form)) return Said::captcha;
    return says(page, words.busy) ? Said::busy : Said::login;
  }
  return Said::nothing;
}

Said said_by_words(const formats::Page& page, const PortalWords& words) {
  if (says(page, words.kicked_out)) return Said::kicked_out;
  if (says(page, words.in_use)) return Said::in_use;
  if (leads_to_login(page)) return Said::expired;
  if (says(page, words.maintenance)) return Said::maintenance;
  if (says(page, words.address_blocked)) return Said::address_blocked;
  if (says(page, words.password_expired)) return Said::password_expired;
  return says(page, words.busy) ? Said::busy : Said::nothing;
}

Error unexpected(Said said, const formats::Page& page, std::string_view step) {
  switch (said) {
    case Said::login:
    case Said::expired:
      return Error(Recovery::sign_in, "sign_in/session_expired");
    case Said::kicked_out:
      return Error(Recovery::sign_in, "sign_in/kicked_out");
    case Said::rejected:
      return Error(Recovery::hold_account, "sign_in/rejected");
    case Said::locked:
      return Error(Recovery::hold_account, "sign_in/locked");
    case Said::captcha:
      return Error(Recovery::hold_account, "sign_in/captcha");
    case Said::password_expired:
      return Error(Recovery::hold_account, "sign_in/password_expired");
    case Said::in_use:
      return Error(Recovery::retry, "sign_in/in_use");
    case Said::maintenance:
      return Error(Recovery::retry, "page/maintenance");
    case Said::address_blocked:
      return Error(Recovery::retry, "page/address_blocked");
    case Said::busy:
      return Error(Recovery::retry, "page/busy", {{"step", std::string(step)}});
    case Said::nothing:
      break;
  }
  return Error(Recovery::hold_feed, "page/unknown", {{"step", std::string(step)}, {"title", page.title}});
}

Error refused_sign_in(Said said, const formats::Page& page) {
  // The form again, with nothing said, is a refusal too.
  if (said == Said::login || said == Said::expired) return Error(Recovery::hold_account, "sign_in/rejected");
  // Thrown out at the door by somebody who is in: user and password were good.
  if (said == Said::kicked_out) return Error(Recovery::retry, "sign_in/in_use");
  auto error = unexpected(said, page, "login");
  if (error.recovery != Recovery::hold_feed) return error;
  return Error(Recovery::hold_account, "sign_in/unknown_page", {{"title", page.title}});
}

void tell_of_password(Run& run, const formats::Page& page, const PortalWords& words) {
  const auto said = said_of(page, words.password_expiring);
  if (!said.empty()) run.tell(Error(Recovery::ask_person, "sign_in/password_expiring", {{"text", said}}));
}

}  // namespace calloff::adapter_api
