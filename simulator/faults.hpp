// What can be made to go wrong: a table of known faults, and those that are armed now.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/call.hpp"
#include "simulator/dice.hpp"

namespace calloff::simulator {

/// A set of steps, one bit each.
using Steps = std::uint32_t;
constexpr Steps bit(Step step) { return Steps{1} << static_cast<unsigned>(step); }

/// An order to let a fault happen.
struct ArmedFault {
  const struct FaultKind* kind = nullptr;
  std::string site;  ///< site code, or empty: every site
  Steps steps = 0;
  std::string about{};                      ///< only requests whose target or form names this; empty: every one
  int times = 1;                            ///< how often it still happens; 0 = until taken away
  int percent = 100;                        ///< how likely, each time it could
  std::chrono::milliseconds delay{60'000};  ///< for the faults that wait
  std::optional<Dice> dice{};               ///< its own chance, from its own seed; none: the world's
};

/// One known fault. Of the three functions those that are set are called, in this order; with `instead` the portal does
/// nothing.
struct FaultKind {
  int number;  ///< of the list of portals' faults that is agreed on; 0: not in it
  std::string_view name;
  std::string_view sentence;  ///< for people: what the portal then does
  Steps steps;                ///< where it can happen
  void (*before)(Quirks& quirks) = nullptr;
  Response (*instead)(Portal& portal, const Call& call) = nullptr;
  void (*after)(Response& response, const Call& call, const ArmedFault& fault) = nullptr;
};

/// Every fault that the simulator knows, in the order of the documentation.
std::span<const FaultKind> known_faults();
const FaultKind* fault_named(std::string_view name);

class FaultTable {
 public:
  explicit FaultTable(std::uint64_t seed) : dice_(seed, "faults") {}
  void arm(ArmedFault fault) { armed_.push_back(std::move(fault)); }
  void clear() { armed_.clear(); }
  const std::vector<ArmedFault>& armed() const { return armed_; }
  /// How many requests and connections have met a fault so far.
  int met() const { return met_; }

  /// Runs the call through the portal with every armed fault that meets it; each one met is counted down.
  Response run(Portal& portal, std::string_view site, Call call);

  /// How a TLS connection begins now. Nobody knows its site yet: a fault armed for one site is not met.
  Handshake handshake();

 private:
  std::vector<ArmedFault> draw(std::string_view site, Step step, std::string_view asked);
  std::vector<ArmedFault> armed_;
  int met_ = 0;
  Dice dice_;
};

}  // namespace calloff::simulator
