// The secrets of a configuration, as far as this machine has them: what must be said nowhere.
#pragma once
#include <string>
#include <vector>

#include "settings/configuration.hpp"

namespace calloff::settings {

/// Passwords and keys of accounts (every key that is a secret reference), proxies, client keys and notified targets,
/// and the addresses of webhooks and of the monitor that a variable holds: they may have a key in them. Other addresses
/// and user names are none. What cannot be read now is left out.
std::vector<std::string> known_passwords(const Configuration& configuration);

}  // namespace calloff::settings
