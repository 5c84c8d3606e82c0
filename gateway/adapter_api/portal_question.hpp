// What a log-in form asks for besides user and password, and only a person can give.
#pragma once
#include <optional>
#include <string>
#include <utility>

#include "adapter_api/portal_page.hpp"

namespace calloff::adapter_api {

/// The field for the characters in a picture, if the form has one.
const formats::FormField* picture_field(const formats::Form& form);

/// Fetches the picture that the log-in page shows and asks a person for its characters.
/// returns: the field's name and what to send in it; a secret
/// errors: those of ask and of Run::ask; hold_account sign_in/captcha: no picture is found on the page
Task<std::pair<std::string, std::string>> answer_picture(Run& run, PageAnswer login);

}  // namespace calloff::adapter_api
