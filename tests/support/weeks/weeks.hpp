// Weeks of a gateway with many accounts, in memory: portals that go wrong, processes that die between two durable
// writes, people who step in; and after every event what must hold. The same options give the same events.
// Threading: one thread.
#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"
#include "support/weeks/prune_checks.hpp"
#include "support/weeks/simulated_process.hpp"
#include "support/weeks/slot_book.hpp"
#include "support/weeks/store_checks.hpp"
#include "support/weeks/told_people.hpp"
#include "support/weeks/weeks_options.hpp"

namespace calloff::test {

struct WeeksResult {
  std::vector<std::string> violations;  ///< each with the number of the event after which it was found
  std::uint64_t events = 0;
  std::string hash;  ///< of all events
  std::map<std::string, std::uint64_t> counts;
  std::set<std::string> died_at, faults;
};

class Weeks final : private ProcessWatcher {
 public:
  explicit Weeks(WeeksOptions options);
  /// Once. What goes wrong in any way is a violation, not an exception.
  WeeksResult live();

 private:
  enum class Doing { crash, stop, person, plant, calm };
  struct Planned {
    Instant at;
    Doing doing;
    auto operator<=>(const Planned& other) const = default;
  };

  std::vector<Planned> plan();
  void add_often(std::vector<Planned>& plan, Doing doing, int a_day, int days);
  Instant at_work(int day);
  void start();
  void live_until(Instant until);
  void bury();
  void restart_later();
  void act(Doing doing);
  void act_as_person();
  void send_drafts();
  void act_as_plant();
  void calm_down();
  std::uint64_t free_on_disk() const;
  void stop();
  void end();
  void live_all();
  void type(std::vector<std::string> words);
  std::vector<std::string> feed_words(const inbound::PolledFeed& feed) const;
  const inbound::PolledFeed& some_feed();
  AccountWorld& world_of(const inbound::PolledFeed& feed);
  std::string an_open_order(const std::string& customer);

  void event(const std::string& what);
  void check_after_event();
  void broken(const std::string& what);

  void poll_begins(std::size_t feed, Instant planned) override;
  void poll_ended(std::size_t feed, Instant planned, const Result<store::RunRecord>& run) override;
  void verb_ended(const std::vector<std::string>& words, int exit) override;
  void is_ready() override;
  void written(const std::string& job) override;
  void went_wrong(const std::string& what) override { broken(what); }

  WeeksOptions options_;
  simulator::Dice dice_;
  TemporaryFolder folder_{TemporaryFolder::quick()};
  app::Prepared prepared_;
  Instant start_, end_;
  VirtualClock clock_;
  Worlds worlds_;
  SlotBook slots_;
  StoreChecks checks_;
  PruneChecks prune_checks_;
  ToldPeople told_;
  std::optional<Instant> disk_full_until_;
  std::unique_ptr<SimulatedProcess> process_;
  int lives_ = 0;
  bool is_calm_ = false;
  WeeksResult result_;
};

}  // namespace calloff::test
