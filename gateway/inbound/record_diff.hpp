// What a record says, field by field as text, and where two records differ. Threading: pure.
#pragma once
#include <string>
#include <vector>

#include "model/records.hpp"

namespace calloff::inbound {

/// One field that two records say differently. record: `sheet 4711`; field: `state`, `line 3: required`, or the line
/// alone where one of them does not have it; old, now: empty: blank, or not there
struct FieldChange {
  std::string record, field, old, now;
  bool operator==(const FieldChange&) const = default;
};

/// `sheet 4711`, `order OE1`, `release WDF-JQ-202611/1`, `ASN row 17`.
std::string record_name(const model::Record& record);

/// Are the places compared, where both have one?
enum class Places { ignored, compared };

/// What `now` says otherwise than `old`, in the order of its fields; two records of one kind. What the store does not
/// keep (the plant as a document names it) is not compared, nor how a revision is written.
std::vector<FieldChange> changes(const model::Record& old, const model::Record& now, Places places);

/// The whole record as one that there was not.
FieldChange new_record(const model::Record& record);

}  // namespace calloff::inbound
