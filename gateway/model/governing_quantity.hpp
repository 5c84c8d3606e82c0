// Which quantity of a pick-up sheet's line counts. Threading: pure.
#pragma once
#include "model/records.hpp"

namespace calloff::model {

/// Does 承诺数量 govern? Where the sheet has been accepted (or has gone on from there), and, before that, where
/// somebody has committed a quantity other than zero. A change or a cancellation by the customer voids what was
/// promised. A zero on a sheet that nobody accepted is an empty field of the portal's form, not a promise of nothing.
bool commitment_governs(SheetState state, const DeliveryLine& line);

/// `qty_required` of a schedule row: the promise where it governs, else the customer's 需求数量.
Decimal required_quantity(SheetState state, const DeliveryLine& line);

}  // namespace calloff::model
