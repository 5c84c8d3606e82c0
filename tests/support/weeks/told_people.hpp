// Who is told of tickets in the simulated weeks: reads every message, refuses some, and takes some whose answer is
// lost. Outlives the processes, as people do. Threading: one thread.
#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>

#include "notify/carrier.hpp"
#include "simulator/dice.hpp"
#include "store/store.hpp"

namespace calloff::test {

class ToldPeople final : public notify::Carrier {
 public:
  /// broken: takes what cannot be, as told
  ToldPeople(std::uint64_t seed, Clock& clock, std::function<void(std::string)> broken)
      : dice_(seed, "told"), clock_(clock), broken_(std::move(broken)) {}

  Task<notify::Receipt> carry(settings::NotifyTarget target, notify::Message message) override;

  /// From now on every message is taken.
  void calm_down() { is_calm_ = true; }
  /// The gateway has noted what was taken: from now on it is never told again.
  void noted();
  /// Whoever is told knows what is open, and nothing else.
  void in_the_end(store::Store& store);

  std::uint64_t facts() const { return known_.size(); }

 private:
  enum class Known { taken, noted };
  void read(const std::string& json, bool is_answered);

  simulator::Dice dice_;
  Clock& clock_;
  std::function<void(std::string)> broken_;
  bool is_calm_ = false;
  std::map<std::string, Known> known_;  ///< alerts by their ids
  std::set<std::string> answered_;      ///< taken, and not noted yet
  std::set<std::string> open_, begun_;  ///< tickets, as told
};

}  // namespace calloff::test
