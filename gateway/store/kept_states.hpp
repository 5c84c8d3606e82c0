// What the store keeps of a sheet, an order or a release, as the records that were put: to be held against what an
// archived document says when it is understood again.
#pragma once
#include <vector>

#include "model/records.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// One state. record.source: the document that brought it and the mapping it was understood with; what the store does
/// not keep (the plant as the document names it) is empty. Locators: only of lines
/// that began with this state
struct KeptState {
  model::Record record;
  std::int64_t commit = 0;
};

enum class States { all, standing };

/// The states of the sheet, order or release (number and revision) that `record` is, oldest first; standing: the one in
/// force, of a release its newest edition. Nothing is kept of an ASN status.
std::vector<KeptState> kept_states(Reader& reader, const model::Record& record, States which);

}  // namespace calloff::store
