// Web addresses, in the configuration or in a variable that it names. What may be shown of one is its host: its path
// and query may hold a key. Threading: pure functions.
#pragma once
#include <string_view>

namespace calloff::settings {

/// password: a user name or password stands in it; form: not http:// or https:// and a host, or blanks in it
enum class AddressFault { none, password, form };
AddressFault judge_address(std::string_view text);

/// `hooks.example:8443`, as it stands there. A view into `url`.
std::string_view host_of(std::string_view url);
/// `https://hooks.example:8443`. A view into `url`.
std::string_view without_path(std::string_view url);

}  // namespace calloff::settings
