// What each type looks like: in words for people, for the checks and the reference page; and of a web address, whether
// it is one, for those that are not in the configuration but in a variable that it names.
#pragma once
#include <string_view>

#include "settings/spec.hpp"

namespace calloff::settings {

/// E.g. `a duration such as 90s, 15m, 2h or 1d`: completes "expected ...".
std::string_view expected(Type type);

/// password: a user name or password stands in it; form: not http:// or https:// and a host, or blanks in it
enum class AddressFault { none, password, form };
AddressFault judge_address(std::string_view text);

}  // namespace calloff::settings
