// The wire's errors: one place says what happens next after each code, for a live exchange and for a replayed one.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace calloff::transport {

/// code: `wire/...`, or any other code that a recording holds
/// returns: stopped for wire/cancelled, fix_code and fix_config for what waiting cannot mend, else retry
Recovery wire_recovery(std::string_view code);

/// An error of `code` with the recovery that belongs to it.
Error wire_error(std::string code, std::vector<std::pair<std::string, std::string>> args = {});

}  // namespace calloff::transport
