// A store whose process dies at a chosen write: before the job is durable, or after it and before anybody knows.
#pragma once
#include <optional>

#include "store/store.hpp"

namespace calloff::test {

/// Thrown where the process would be gone. Not an exception that the product could know.
struct Crash {
  std::string at;
};

class CrashingStore final : public store::Store {
 public:
  explicit CrashingStore(store::Store& kept) : kept_(kept) {}

  /// The `passing`-th place from now (each job has two) is the last.
  void crash_at(int passing) { left_ = passing; }
  void stay_alive() { left_.reset(); }

  Task<std::vector<store::RawRef>> keep_all(std::vector<std::string> all) override {
    return kept_.keep_all(std::move(all));
  }
  const store::Archive& archive() const override { return kept_.archive(); }
  const std::filesystem::path& dir() const override { return kept_.dir(); }
  std::uint64_t commits() const override { return kept_.commits(); }
  std::optional<Error> trouble() const override { return kept_.trouble(); }

 protected:
  Task<void> write_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override {
    pass("before:" + job);
    auto done = co_await kept_.write(job, std::move(fn));
    pass("after:" + job);
    co_return done;
  }
  Result<void> write_now_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override {
    return kept_.write_now(std::move(job), std::move(fn));
  }
  Task<void> read_erased(std::function<Result<void>(store::Reader&)> fn) override {
    co_return co_await kept_.read(std::move(fn));
  }
  Result<void> read_now_erased(std::function<Result<void>(store::Reader&)> fn) override {
    return kept_.read_now(std::move(fn));
  }

 private:
  void pass(std::string place) {
    if (left_ && --*left_ == 0) {
      left_.reset();
      throw Crash{std::move(place)};
    }
  }
  store::Store& kept_;
  std::optional<int> left_;
};

}  // namespace calloff::test
