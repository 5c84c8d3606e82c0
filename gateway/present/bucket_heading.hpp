// How a bucket of days is called at the head of a column. Threading: pure.
#pragma once
#include <string>

#include "model/records.hpp"

namespace calloff::present {

/// `PAST DUE`, `03-10` for a day, `wk 03-16`, `2026-05`.
std::string bucket_heading(model::Bucket bucket, LocalDate start);

/// The member of a row that holds it: `week2026-03-16`.
std::string bucket_member(model::Bucket bucket, LocalDate start);

}  // namespace calloff::present
