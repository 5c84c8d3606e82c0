// The part `notify` of calloff.yaml: its declaration and its reading. Private to settings/.
#pragma once
#include "settings/notify.hpp"
#include "settings/values.hpp"

namespace calloff::settings {

Spec notify_spec();

/// values: of calloff.yaml. language: of targets that name none; folder: of the configuration
std::vector<NotifyTarget> read_notify(const Values& values, const std::string& language, const std::string& folder,
                                      std::vector<Error>& errors);

/// Customers that no file describes. names: those that there are
void check_notified_customers(const Values& values, const std::vector<std::string>& names, std::vector<Error>& errors);

}  // namespace calloff::settings
