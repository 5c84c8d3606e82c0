// What a downloaded file can be in place of what its name says.
#include "simulator/faults/kinds.hpp"

namespace calloff::simulator {

std::span<const FaultKind> file_faults() { return {}; }

}  // namespace calloff::simulator
