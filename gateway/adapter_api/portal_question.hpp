// What a log-in form asks for besides user and password, and only a person can give.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "adapter_api/portal_page.hpp"
#include "adapter_api/portal_said.hpp"

namespace calloff::adapter_api {

/// The field for the characters in a picture, if the form has one.
const formats::FormField* picture_field(const formats::Form& form);

/// What a log-in form is sent with. secrets: those of the fields' values that no record may show
struct SignIn {
  FormFields fields;
  std::vector<std::string> secrets;
};

/// Adds what only a person can give, where the log-in form asks for it: fetches the picture that it shows and asks for
/// its characters. said: what the page says, as the adapter classified it
/// errors: that of `unexpected` if the page is no log-in form; those of ask and of Run::ask; hold_account
/// sign_in/captcha: no picture is found on the page
Task<SignIn> complete_sign_in(Run& run, PageAnswer form, Said said, SignIn sent);

}  // namespace calloff::adapter_api
