// One simulated process: what it leaves when it is dropped in the middle of what it does.
#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"
#include "support/temporary_folder.hpp"
#include "support/weeks/simulated_process.hpp"
#include "support/weeks/told_people.hpp"
#include "support/weeks/weeks_config.hpp"

using namespace calloff;
using namespace calloff::test;
using namespace std::chrono_literals;

namespace {

/// Counts what it is told.
class Counting final : public ProcessWatcher {
 public:
  void poll_begins(std::size_t, Instant) override { ++begun; }
  void poll_ended(std::size_t, Instant, const Result<store::RunRecord>&) override { ++ended; }
  void verb_ended(const std::vector<std::string>&, int) override {}
  void is_ready() override {}
  void written(const std::string&) override {}
  void went_wrong(const std::string& what) override { wrong.push_back(what); }

  int begun = 0, ended = 0;
  std::vector<std::string> wrong;
};

}  // namespace

TEST_CASE("a process that is dropped amid its polls touches nothing that is gone") {
  const TemporaryFolder folder(TemporaryFolder::quick());
  const auto prepared = prepare_accounts(folder.path() / "config", 1);
  VirtualClock clock(march(10, 11, 9));
  Worlds worlds;
  worlds.push_back(std::make_unique<AccountWorld>(account_name(0), site_of(0, 1), 1, march(10, 8), 2));
  Counting watcher;
  ToldPeople people(1, clock, [&](std::string what) { watcher.wrong.push_back(std::move(what)); });
  {
    SimulatedProcess process({prepared, clock, worlds, watcher, people, [] { return std::nullopt; }},
                             folder.path() / "data");
    for (auto until = clock.now(); watcher.begun == watcher.ended && until < march(10, 13); until += 20ms)
      process.run_until(until);
    REQUIRE(watcher.begun == watcher.ended + 1);
  }
  CHECK(watcher.wrong.empty());
}
