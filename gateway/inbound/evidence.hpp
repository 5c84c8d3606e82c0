// What a document shows of itself beside its records: how its pages look, what their totals say, whose they claim to
// be. Threading: pure; read_evidence on any thread.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/dates.hpp"
#include "mapping/plan.hpp"
#include "mapping/run.hpp"
#include "model/page_shape.hpp"

namespace calloff::inbound {

/// A figure in a total row that is not the sum of its column.
struct WrongTotal {
  std::string column;
  Decimal stated, sum;
  model::Locator at;
};

/// A row of data with more or fewer cells than its table has columns, and no span to account for it. Of a sheet, whose
/// blank cells are not written, no row has too few.
struct OddRow {
  std::size_t cells = 0, columns = 0;
  model::Locator at;
};

/// What the document says of plant or supplier.
struct Claim {
  std::string text;
  model::Locator at;
};

struct PageEvidence {
  std::vector<model::PartShape> parts;
  std::vector<WrongTotal> wrong_totals;
  std::vector<OddRow> odd_rows;  ///< the first of each table
  std::vector<Claim> plants, suppliers;
  std::optional<LocalDate> newest_target;  ///< the latest pick-up (without one: arrival) of its records
};

/// mapped: what map_document gave for this plan; its pages still live
PageEvidence read_evidence(const mapping::Plan& plan, const mapping::MappedDocument& mapped);

}  // namespace calloff::inbound
