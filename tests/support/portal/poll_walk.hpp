// A poll as the gateway does it, over every feed of an adapter: what the contract's faults are let loose on.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "support/portal/adapter_bench.hpp"

namespace calloff::test {

/// What one walk took, or the error that ended it. taken: feed and entry of every document, and its parts' names
struct Walked {
  std::optional<Error> error;
  std::vector<std::string> taken;
  std::size_t exchanges = 0;    ///< of an undisturbed walk
  std::set<std::string> steps;  ///< of the simulator that an undisturbed walk touches, sign-out apart

  std::string code() const { return error ? error->code : "ok"; }
};

std::vector<std::string> feeds_of(const FoundAdapter& adapter);

/// open, then of every feed list, fetch and settle of the first entries, then (when all went well) close.
Walked walk(AdapterBench& bench, const FoundAdapter& adapter);

/// What a walk takes when nothing goes wrong; walked once.
const Walked& undisturbed_walk(const FoundAdapter& adapter);

/// Steps of a walk at which the simulator knows the fault.
std::set<std::string> steps_of_fault(const FoundAdapter& adapter, const std::string& fault);

inline bool is_list_step(const std::string& step) {
  return step == "list" || step == "weekly_list" || step == "query" || step == "asn_query";
}
inline bool is_document_step(const std::string& step) {
  return step == "detail" || step == "weekly_detail" || step == "lines";
}

}  // namespace calloff::test
