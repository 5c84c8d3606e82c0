#include "asn/phase.hpp"

#include <array>

namespace calloff::asn {
namespace {

constexpr std::array<std::string_view, kPhases> kWords{"DRAFT",     "READY",    "QUEUED",         "SENDING",  "SENT",
                                                       "DELIVERED", "ACCEPTED", "GOODS_RECEIVED", "NOT_SENT", "UNKNOWN",
                                                       "HELD",      "REJECTED", "CANCELLED",      "REPLACED"};

}  // namespace

std::string_view to_string(Phase phase) { return kWords[std::size_t(phase)]; }

std::optional<Phase> phase_from(std::string_view text) {
  for (std::size_t i = 0; i < kWords.size(); ++i)
    if (kWords[i] == text) return Phase(i);
  return std::nullopt;
}

std::optional<int> acknowledged_level(Phase phase) {
  switch (phase) {
    case Phase::sent:
      return 0;
    case Phase::delivered:
      return 1;
    case Phase::accepted:
      return 2;
    case Phase::goods_received:
      return 3;
    default:
      return std::nullopt;
  }
}

bool is_closed(Phase phase, Phase terminal) {
  if (phase == Phase::rejected || phase == Phase::cancelled || phase == Phase::replaced) return true;
  const auto reached = acknowledged_level(phase);
  return reached && *reached >= acknowledged_level(terminal).value_or(2);
}

bool reserves(Phase phase) {
  switch (phase) {
    case Phase::rejected:
    case Phase::cancelled:
    case Phase::replaced:
      return false;
    default:
      return true;
  }
}

}  // namespace calloff::asn
