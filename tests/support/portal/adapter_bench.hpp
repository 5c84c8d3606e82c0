// One adapter, loaded from its shared object, before the simulated portals: its calls as plain functions.
// Threading: one thread; every call runs to its end.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "adapter_api/adapter.hpp"
#include "support/portal/found_adapters.hpp"
#include "support/portal/simulated_wire.hpp"
#include "support/portal/test_run.hpp"

namespace calloff::test {

/// The gateway's code for a call that was cut short by cancellation.
inline constexpr const char* kAborted = "test/aborted";

class AdapterBench {
 public:
  /// at: a Tuesday afternoon in Shanghai, the next day's sheets are out
  explicit AdapterBench(const FoundAdapter& found);
  explicit AdapterBench(const std::string& name) : AdapterBench(found_adapter(name)) {}
  /// Before the portal of another site, with another account's settings.
  AdapterBench(const FoundAdapter& found, std::string site, const settings::Account& account);
  ~AdapterBench();

  simulator::Portals& portals() { return portals_; }
  TestClock& clock() { return clock_; }
  SimulatedWire& wire() { return wire_; }
  TestRun& run() { return run_; }

  Result<void> open();
  Result<adapter_api::Listing> list(std::string feed);
  Result<adapter_api::FetchedDocument> fetch(std::string feed, adapter_api::Entry entry);
  Result<void> settle(std::string feed, adapter_api::Entry entry, adapter_api::Disposition disposition);
  Result<adapter_api::Prepared> prepare(adapter_api::Submission submission);
  adapter_api::Outcome submit(adapter_api::Prepared prepared);
  Result<adapter_api::Sighting> look_up(adapter_api::Submission submission, std::vector<adapter_api::Known> controls);
  Result<void> close();

  /// Dates around the portals' today, as the core would hand them.
  adapter_api::DateWindow window{};

  /// From now on emits a terminal cancellation when the exchange of that number begins (0: never); the call that runs
  /// then ends with stopped test/aborted or the adapter's own stopped error.
  void cancel_at(std::size_t operation, Misfortune how);

  /// Lets `fault` of the simulator happen at `step` of this adapter's portal. times 0: until the faults are cleared
  void arm(const std::string& fault, const std::string& step, int times = 1, std::chrono::milliseconds delay = {});
  /// Its portal's code in the simulator: JQ, OMX.
  const std::string& site() const { return site_; }
  /// Requests that reached the portal at `path`, its query apart.
  int requests(const std::string& path) const;

  /// Everything this bench kept or said, to be searched for secrets: log lines, recorded exchanges, error sentences.
  std::string everything_said() const;

 private:
  struct Runner;
  TestClock clock_;
  simulator::Portals portals_;
  SimulatedWire wire_;
  TestRun run_;
  std::string site_;
  std::shared_ptr<adapter_api::Adapter> adapter_;
  std::unique_ptr<Runner> runner_;
};

}  // namespace calloff::test
