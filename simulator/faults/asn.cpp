// What can go wrong with an ASN: whether it was made is not what the answer says.
#include <array>

#include "simulator/faults/kinds.hpp"

namespace calloff::simulator {
namespace {

using namespace std::chrono_literals;

void server_error(Response& response, const Call&, const ArmedFault&) {
  response = answer(500, "text/html", "<html><body><h1>HTTP Status 500</h1></body></html>");
}

void cut_off(Response& response, const Call&, const ArmedFault&) { response.close_before = true; }

constexpr std::array kKinds{
    FaultKind{52, "commit_then_500", "The change is made, but the answer is status 500.", steps::kChanges, nullptr,
              nullptr, server_error},
    FaultKind{53, "commit_then_close", "The change is made, but the connection is closed without an answer.",
              steps::kChanges, nullptr, nullptr, cut_off},
    FaultKind{57, "hidden_asn", "The submitted ASN stays out of the ASN query for 3 minutes.", bit(Step::submit),
              [](Quirks& q) { q.hide_asn = 3min; }},
};

}  // namespace

std::span<const FaultKind> asn_faults() { return kKinds; }

}  // namespace calloff::simulator
