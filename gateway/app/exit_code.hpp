// What a verb's exit status says. The numbers are a contract with scripts.
#pragma once
#include "base/error.hpp"

namespace calloff::app {

enum class Exit {
  ok = 0,
  failed = 1,
  usage = 2,
  configuration = 3,
  sign_in = 4,
  partly = 5,
  customer_down = 6,
  outcome_unknown = 7,
  store_in_use = 8,
  storage_failed = 9,
  findings = 10,
  interrupted = 130
};

/// The status an error asks for: by its code's stage where the contract names one, else by its recovery.
Exit exit_for(const Error& error);

}  // namespace calloff::app
