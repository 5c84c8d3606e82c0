// A notice that a portal puts before its menu: the way past it is the button or link that a person would press.
// Threading: values.
#pragma once
#include <optional>

#include "adapter_api/portal_page.hpp"
#include "adapter_api/portal_words.hpp"

namespace calloff::adapter_api {

/// The request behind the form or link of the page that bears one of words.go_on; none if there is none. It says
/// nothing but that the notice was read. errors: those of resolve_url and post_form
Result<std::optional<transport::Request>> way_past_notice(const PageAnswer& answer, const PortalWords& words);

}  // namespace calloff::adapter_api
