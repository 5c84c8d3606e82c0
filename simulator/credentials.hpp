// The accounts of the simulated portals. They open nothing but this simulator.
#pragma once
#include <array>
#include <string_view>

namespace calloff::simulator {

struct Credentials {
  std::string_view site, user, password;
};

inline constexpr std::array kCredentials{
    Credentials{"JQ", "SIM-JQ", "sim-jq-2026"}, Credentials{"DY", "SIM-DY", "sim-dy-2026"},
    Credentials{"NS", "SIM-NS", "sim-ns-2026"}, Credentials{"WH", "SIM-WH", "sim-wh-2026"},
    Credentials{"NM", "SIM-NM", "sim-nm-2026"}, Credentials{"OMX", "SIM-OMX", "sim-omx-2026"},
};

/// The account of a site; every site of the simulator has one.
constexpr const Credentials& credentials_of(std::string_view site) {
  for (const auto& account : kCredentials) {
    if (account.site == site) return account;
  }
  return kCredentials.front();
}

}  // namespace calloff::simulator
