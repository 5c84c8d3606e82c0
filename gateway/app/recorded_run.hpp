// Runs of the gateway that are no polls (a submission, a look-up, signing out): kept, so that their exchanges can be
// read like those of a poll. Threading: on the accounts' executor; store, clock and account outlive the call.
#pragma once
#include <string>

#include "accounts/account.hpp"

namespace calloff::app {

/// feed: what the run is for, e.g. `asn_submit`. returns: its id. errors: store/...
Task<std::string> start_recorded_run(store::Store& store, Clock& clock, const accounts::Account& account,
                                     std::string feed);

/// Writes how it ended. errors: store/...
Task<void> finish_recorded_run(store::Store& store, Clock& clock, std::string id, Result<void> done);

}  // namespace calloff::app
