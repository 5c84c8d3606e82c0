// What each type looks like, in words for people, for the checks and the reference page.
#pragma once
#include <string_view>

#include "settings/spec.hpp"

namespace calloff::settings {

/// E.g. `a duration such as 90s, 15m, 2h or 1d`: completes "expected ...".
std::string_view expected(Type type);

}  // namespace calloff::settings
