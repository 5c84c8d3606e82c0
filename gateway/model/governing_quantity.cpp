#include "model/governing_quantity.hpp"

namespace calloff::model {

bool commitment_governs(SheetState state, const DeliveryLine& line) {
  if (!line.committed) return false;
  switch (state) {
    case SheetState::accepted:
    case SheetState::shipped:
    case SheetState::received:
      return true;
    case SheetState::unread:
    case SheetState::read:
      return !line.committed->is_zero();
    case SheetState::cancelled:
    case SheetState::changed:
      return false;
  }
  return false;
}

Decimal required_quantity(SheetState state, const DeliveryLine& line) {
  return commitment_governs(state, line) ? *line.committed : line.required;
}

}  // namespace calloff::model
