// One sheet may stand on the lists of two feeds, or in two entries: what was read last stands. Threading: as the
// Reader.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/kept_states.hpp"

namespace calloff::inbound {

/// The document that says what stands, if it was read no earlier than another one: `document`, at `read`.
/// standing: of one record, as kept_states gives it
std::optional<std::string> newer_document(store::Reader& reader, const std::string& document, Instant read,
                                          const std::vector<store::KeptState>& standing);

/// Takes away what newer documents say. read: when `document` was. returns: the last of those documents
std::optional<std::string> drop_older(store::Reader& reader, const std::string& document, Instant read,
                                      std::vector<model::Record>& records);

}  // namespace calloff::inbound
