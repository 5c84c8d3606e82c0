// A store whose process dies at a chosen write: before the job is durable, or after it and before anybody knows.
#pragma once
#include <optional>

#include "support/passing_store.hpp"

namespace calloff::test {

/// Thrown where the process would be gone. Not an exception that the product could know.
struct Crash {
  std::string at;
};

class CrashingStore final : public PassingStore {
 public:
  explicit CrashingStore(store::Store& kept) : PassingStore(kept) {}

  /// The `passing`-th place from now (each job has two) is the last.
  void crash_at(int passing) { left_ = passing; }
  void stay_alive() { left_.reset(); }

 protected:
  Task<void> write_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override {
    pass("before:" + job);
    auto done = co_await kept().write(job, std::move(fn));
    pass("after:" + job);
    co_return done;
  }

 private:
  void pass(std::string place) {
    if (left_ && --*left_ == 0) {
      left_.reset();
      throw Crash{std::move(place)};
    }
  }
  std::optional<int> left_;
};

}  // namespace calloff::test
