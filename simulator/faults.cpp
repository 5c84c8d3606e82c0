#include "simulator/faults.hpp"

namespace calloff::simulator {

std::vector<ArmedFault> FaultTable::draw(std::string_view site, Step step, std::string_view asked) {
  std::vector<ArmedFault> met;
  for (auto& fault : armed_) {
    if (!fault.site.empty() && fault.site != site) continue;
    if (!fault.about.empty() && asked.find(fault.about) == asked.npos) continue;
    if (!(fault.steps & bit(step)) || !(fault.dice ? *fault.dice : dice_).chance(fault.percent)) continue;
    met.push_back(fault);
    if (fault.times == 1) fault.kind = nullptr;  // that was the last time
    if (fault.times > 1) --fault.times;
  }
  std::erase_if(armed_, [](const ArmedFault& fault) { return fault.kind == nullptr; });
  if (!met.empty()) ++met_;
  return met;
}

Response FaultTable::run(Portal& portal, std::string_view site, Call call) {
  const auto met = draw(site, call.step, call.request.target + " " + call.request.body);
  Response (*instead)(Portal&, const Call&) = nullptr;
  for (const auto& fault : met) {
    if (fault.kind->before) fault.kind->before(call.quirks);
    if (fault.kind->instead) instead = fault.kind->instead;
  }
  auto response = instead ? instead(portal, call) : portal.handle(call);
  for (const auto& fault : met) {
    if (fault.kind->after) fault.kind->after(response, call, fault);
  }
  return response;
}

Handshake FaultTable::handshake() {
  Quirks quirks;
  for (const auto& fault : draw({}, Step::connect, {})) fault.kind->before(quirks);
  return quirks.handshake;
}

const FaultKind* fault_named(std::string_view name) {
  for (const auto& kind : known_faults()) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

}  // namespace calloff::simulator
