// Web addresses, in the configuration or in a variable that it names. What may be shown of one is its host: its path
// and query may hold a key. Threading: pure functions, but for resolve_address, which asks the environment.
#pragma once
#include <string>
#include <string_view>

#include "settings/document.hpp"

namespace calloff::settings {

/// password: a user name or password stands in it; form: not http:// or https:// and a host, or blanks in it
enum class AddressFault { none, password, form };
AddressFault judge_address(std::string_view text);

/// `hooks.example:8443`, as it stands there. A view into `url`.
std::string_view host_of(std::string_view url);
/// `https://hooks.example:8443`. A view into `url`.
std::string_view without_path(std::string_view url);

/// What stands in the configuration, or in the variable that it names (env:NAME). It may be a secret: no error shows
/// it. errors: fix_config secrets/not_set (name), those of bad_address; at `place`
Result<std::string> resolve_address(std::string_view text, const Place& place, std::string code);
/// fix_config `code` (name: the variable, or `url`): no web address, or one with a user name or password
Error bad_address(std::string_view text, const Place& place, std::string code);

}  // namespace calloff::settings
