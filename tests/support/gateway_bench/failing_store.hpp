// A store that does not take the jobs of some names, as one whose process died before them or whose disk is full.
#pragma once
#include <memory>
#include <set>
#include <string>

#include "app/gateway.hpp"
#include "support/passing_store.hpp"

namespace calloff::test {

class FailingStore final : public PassingStore {
 public:
  FailingStore(std::unique_ptr<store::Store> kept, std::set<std::string> jobs)
      : PassingStore(std::move(kept)), jobs_(std::move(jobs)) {}

  /// Opens stores of this kind.
  static app::OpenStore opener(std::set<std::string> jobs) {
    return [jobs](const std::string& folder, Clock& clock) -> Result<std::unique_ptr<store::Store>> {
      auto kept = store::Store::open(folder, store::Mode::write, clock);
      if (!kept) return kept.error();
      return Result<std::unique_ptr<store::Store>>(std::make_unique<FailingStore>(std::move(*kept), jobs));
    };
  }

 protected:
  Task<void> write_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override {
    if (jobs_.contains(job)) co_return Error(Recovery::retry, "store/busy");
    auto done = co_await kept().write(job, std::move(fn));
    co_return done;
  }

 private:
  std::set<std::string> jobs_;
};

}  // namespace calloff::test
