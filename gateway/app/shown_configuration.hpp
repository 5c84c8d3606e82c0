// The configuration as it was understood, for people: what `config show` prints. Threading: pure function.
#pragma once
#include "present/value.hpp"
#include "settings/configuration.hpp"

namespace calloff::app {

/// Every key with what it stands for, defaults filled in; secrets are what the file says, never what that points at.
present::Value shown(const settings::Configuration& read);

}  // namespace calloff::app
