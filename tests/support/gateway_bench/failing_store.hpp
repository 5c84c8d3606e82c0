// A store that does not take the jobs of some names, as one whose process died before them or whose disk is full.
#pragma once
#include <memory>
#include <set>
#include <string>

#include "app/gateway.hpp"

namespace calloff::test {

class FailingStore final : public store::Store {
 public:
  FailingStore(std::unique_ptr<store::Store> kept, std::set<std::string> jobs)
      : kept_(std::move(kept)), jobs_(std::move(jobs)) {}

  /// Opens stores of this kind.
  static app::OpenStore opener(std::set<std::string> jobs) {
    return [jobs](const std::string& folder, Clock& clock) -> Result<std::unique_ptr<store::Store>> {
      auto kept = store::Store::open(folder, store::Mode::write, clock);
      if (!kept) return kept.error();
      return Result<std::unique_ptr<store::Store>>(std::make_unique<FailingStore>(std::move(*kept), jobs));
    };
  }

  Task<std::vector<store::RawRef>> keep_all(std::vector<std::string> all) override {
    return kept_->keep_all(std::move(all));
  }
  const store::Archive& archive() const override { return kept_->archive(); }
  const std::filesystem::path& dir() const override { return kept_->dir(); }
  std::uint64_t commits() const override { return kept_->commits(); }
  std::optional<Error> trouble() const override { return kept_->trouble(); }

 protected:
  Task<void> write_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override {
    if (jobs_.contains(job)) co_return Error(Recovery::retry, "store/busy");
    auto done = co_await kept_->write(job, std::move(fn));
    co_return done;
  }
  Result<void> write_now_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override {
    return kept_->write_now(std::move(job), std::move(fn));
  }
  Task<void> read_erased(std::function<Result<void>(store::Reader&)> fn) override {
    co_return co_await kept_->read(std::move(fn));
  }
  Result<void> read_now_erased(std::function<Result<void>(store::Reader&)> fn) override {
    return kept_->read_now(std::move(fn));
  }

 private:
  std::unique_ptr<store::Store> kept_;
  std::set<std::string> jobs_;
};

}  // namespace calloff::test
