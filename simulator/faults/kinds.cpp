#include "simulator/faults/kinds.hpp"

namespace calloff::simulator {

std::span<const FaultKind> known_faults() {
  static const auto kinds = [] {
    std::vector<FaultKind> all;
    for (const auto& theme : {login_faults(), session_faults(), transport_faults(), content_faults(),
                              publication_faults(), file_faults(), asn_faults()}) {
      all.insert(all.end(), theme.begin(), theme.end());
    }
    return all;
  }();
  return kinds;
}

}  // namespace calloff::simulator
