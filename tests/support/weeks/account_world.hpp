// What stands before one account: a portal of its own with its own faults, and what it showed. Threading: one thread.
#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "simulator/dice.hpp"
#include "simulator/portals.hpp"
#include "support/weeks/mortal_store.hpp"
#include "support/weeks/virtual_clock.hpp"
#include "transport/wire.hpp"

namespace calloff::test {

class AccountWorld {
 public:
  /// site: of eSchedule, or OMX. seed: of everything here
  AccountWorld(std::string account, std::string site, std::uint64_t seed, Instant start, int sheets_a_day);

  const std::string& account() const { return account_; }
  const std::string& site() const { return site_; }
  simulator::Portals& portals() { return portals_; }

  /// Takes the faults away, or leaves what is there; then, so likely, one of all that the simulator knows.
  void roll_faults(int percent);
  void end_faults() { portals_.faults().clear(); }
  bool is_faulty() { return !portals_.faults().armed().empty(); }
  /// Names of the faults armed so far.
  const std::set<std::string>& faults() const { return faults_; }

  /// An answer of a list, as served. disturbed: a fault was armed meanwhile
  void note_list(const std::string& url, const std::string& body, Instant at, bool disturbed);
  /// Entries that lists of the kind (daily, weekly, orders) showed since the last call, none of them disturbed; none:
  /// one was.
  std::optional<std::set<std::string>> take_shown(const std::string& kind);
  /// What the customer shows now, by the entries' names.
  std::set<std::string> listed(const std::string& kind, Instant at);

  /// An exchange is over: log-ins that the portal counted since the last one keep to the budget.
  void note_log_ins(Instant at);
  /// A session of the gateway's begins (+1) or ends (-1): one at a time.
  void note_session(int change);
  /// What was wrong with log-ins and sessions since the last call.
  std::vector<std::string> take_excesses() { return std::exchange(excesses_, {}); }
  std::uint64_t log_ins() const { return std::uint64_t(attempts_); }

  simulator::Dice& dice() { return dice_; }
  std::uint64_t requests = 0, bytes = 0;

 private:
  struct Shown {
    std::set<std::string> entries;
    bool is_disturbed = false;
  };
  int attempts() {
    return (site_ == "OMX" ? portals_.omx().account() : portals_.eschedule(site_)->account()).attempts();
  }

  std::string account_, site_;
  simulator::Dice dice_;
  simulator::Portals portals_;
  std::set<std::string> faults_;
  int sessions_ = 0, attempts_ = 0;
  std::optional<Instant> last_log_in_;
  std::map<LocalDate, int> early_log_ins_;  ///< by day: those that came before their time
  std::vector<std::string> excesses_;
  std::map<std::string, Shown> shown_;  ///< by kind of list
};

using Worlds = std::vector<std::unique_ptr<AccountWorld>>;

/// The gateway's way out: each account's session ends at its own world, after a while, and for as long as the process
/// lives.
class WeeksTransport final : public transport::Transport {
 public:
  WeeksTransport(Worlds& worlds, VirtualClock& clock, Life& life) : worlds_(worlds), clock_(clock), life_(life) {}
  std::unique_ptr<transport::Session> open_session(transport::SessionSettings settings) override;

 private:
  Worlds& worlds_;
  VirtualClock& clock_;
  Life& life_;
};

}  // namespace calloff::test
