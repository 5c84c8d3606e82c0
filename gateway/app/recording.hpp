// The archived exchanges of a run, read back.
#pragma once
#include <string>
#include <vector>

#include "store/store.hpp"
#include "transport/wire.hpp"

namespace calloff::app {

/// Every exchange of the run, in the order of its wire rows. A run in which a person brought files has none.
/// errors: store/archive_...; quarantine wire/record_unreadable, replay/no_recording
Result<std::vector<transport::WireRecord>> recording_of(const store::Store& store, store::Reader& reader,
                                                        const std::string& run);

}  // namespace calloff::app
