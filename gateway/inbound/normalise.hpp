// Drafts to records: one document, all or nothing. Which quantity governs, what a unit is, what a blank means.
// Threading: pure.
#pragma once
#include <string>
#include <vector>

#include "mapping/draft.hpp"
#include "model/records.hpp"

namespace calloff::inbound {

/// Keys of the customer's profile that decide how drafts are read.
/// default_uom: where the customer names no unit (UN/ECE Recommendation 20)
struct NormaliseRules {
  std::string default_uom = "C62";
};

/// records are whole only when errors is empty.
struct NormalisedDocument {
  std::vector<model::Record> records;
  std::vector<Error> errors;
};

/// drafts: their texts become the records'
/// source: whose document it is; copied into every record
/// errors (all of them): quarantine normalise/negative_quantity, normalise/duplicate_line,
/// normalise/shipped_over_ordered
NormalisedDocument normalise(const mapping::Plan& plan, std::vector<mapping::RecordDraft> drafts,
                             const model::Source& source, const NormaliseRules& rules);

}  // namespace calloff::inbound
