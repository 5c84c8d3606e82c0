// A store that passes everything on to another. Tests override what shall go otherwise.
#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "store/store.hpp"

namespace calloff::test {

class PassingStore : public store::Store {
 public:
  explicit PassingStore(store::Store& kept) : kept_(kept) {}
  explicit PassingStore(std::unique_ptr<store::Store> kept) : owned_(std::move(kept)), kept_(*owned_) {}

  Task<std::vector<store::RawRef>> keep_all(std::vector<std::string> all) override {
    return kept_.keep_all(std::move(all));
  }
  const store::Archive& archive() const override { return kept_.archive(); }
  const std::filesystem::path& dir() const override { return kept_.dir(); }
  std::uint64_t commits() const override { return kept_.commits(); }
  std::optional<Error> trouble() const override { return kept_.trouble(); }

 protected:
  Task<void> write_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override {
    return kept_.write(std::move(job), std::move(fn));
  }
  Result<void> write_now_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override {
    return kept_.write_now(std::move(job), std::move(fn));
  }
  Task<void> read_erased(std::function<Result<void>(store::Reader&)> fn) override { return kept_.read(std::move(fn)); }
  Result<void> read_now_erased(std::function<Result<void>(store::Reader&)> fn) override {
    return kept_.read_now(std::move(fn));
  }

  store::Store& kept() { return kept_; }

 private:
  std::unique_ptr<store::Store> owned_;
  store::Store& kept_;
};

}  // namespace calloff::test
