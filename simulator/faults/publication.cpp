// What a portal can publish late, twice or in silence.
#include "simulator/faults/kinds.hpp"

namespace calloff::simulator {

std::span<const FaultKind> publication_faults() { return {}; }

}  // namespace calloff::simulator
