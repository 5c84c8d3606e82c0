// What can go wrong with a session that was good.
#include <array>

#include "simulator/faults/kinds.hpp"

namespace calloff::simulator {
namespace {

constexpr std::array kKinds{
    FaultKind{8, "session_expired",
              "The session is ended before the request; the answer is the script that goes to the log-in page.",
              steps::kSignedIn, [](Quirks& q) { q.expire_session = true; }},
};

}  // namespace

std::span<const FaultKind> session_faults() { return kKinds; }

}  // namespace calloff::simulator
