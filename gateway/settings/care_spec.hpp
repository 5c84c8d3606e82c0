// The parts `log`, `retention`, `disk` and `dead_man` of calloff.yaml: their declaration and reading. Private to
// settings/.
#pragma once
#include "settings/values.hpp"

namespace calloff::settings {

/// In the order in which they stand in calloff.yaml.
std::vector<Spec> care_specs();

/// values: of calloff.yaml; folder: of the configuration
void read_care(const Values& values, const std::string& folder, GatewaySettings& gateway);

}  // namespace calloff::settings
