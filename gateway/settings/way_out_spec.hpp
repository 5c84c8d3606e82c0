// The keys of an account that say how its requests leave and what they trust. Private to settings/.
#pragma once
#include "settings/values.hpp"

namespace calloff::settings {

/// proxy, client_certificate, tls_exception
std::vector<Spec> way_out_specs();

/// values: of an account; folder: of the configuration
WayOut read_way_out(const Values& values, const std::string& folder, std::vector<Error>& errors);

}  // namespace calloff::settings
