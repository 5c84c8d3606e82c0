// A gateway's store as the process dies with it: at a chosen place between two durable writes nothing goes through any
// more, neither to the store nor to a portal, as after kill -9. What was durable by then stays.
// Threading: everything on the caller's thread and in its order, which is what makes a seed repeat.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "store/store.hpp"

namespace calloff::test {

/// Thrown where the process is gone: whoever catches it finds that nothing goes through.
struct Gone : std::exception {
  const char* what() const noexcept override { return "the process is gone"; }
};

/// One process's life: it passes places, and ends at one of them.
class Life {
 public:
  /// The `places`-th place from now is the last.
  void end_at(std::int64_t places) { left_ = places; }
  void live_on() { left_.reset(); }
  void end_now() { is_over_ = true; }

  /// throws Gone: it ends here, or has ended
  void pass(const std::string& place);
  bool is_over() const { return is_over_; }
  const std::string& ended_at() const { return ended_at_; }
  std::uint64_t passed() const { return passed_; }
  /// Does it end within so many places?
  bool ends_within(std::size_t places) const { return left_ && *left_ <= std::int64_t(places); }

 private:
  std::optional<std::int64_t> left_;
  bool is_over_ = false;
  std::string ended_at_;
  std::uint64_t passed_ = 0;
};

class MortalStore final : public store::Store {
 public:
  using Written = std::function<void(const std::string& job)>;
  /// written: told of every job as soon as it is durable, before anything else happens
  MortalStore(std::unique_ptr<store::Store> kept, Life& life, Written written)
      : kept_(std::move(kept)), life_(life), written_(std::move(written)) {}

  Task<std::vector<store::RawRef>> keep_all(std::vector<std::string> all) override;
  const store::Archive& archive() const override { return kept_->archive(); }
  const std::filesystem::path& dir() const override { return kept_->dir(); }
  std::uint64_t commits() const override { return kept_->commits(); }
  std::optional<Error> trouble() const override { return kept_->trouble(); }
  /// The store itself, which does not die: for who looks at it from outside.
  store::Store& kept() { return *kept_; }

 protected:
  Task<void> write_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override;
  Result<void> write_now_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override;
  Task<void> read_erased(std::function<Result<void>(store::Reader&)> fn) override;
  Result<void> read_now_erased(std::function<Result<void>(store::Reader&)> fn) override;

 private:
  std::unique_ptr<store::Store> kept_;
  Life& life_;
  Written written_;
};

/// What a killed process leaves of a data folder, as the next one finds it: the database and its log are copied as they
/// are, the archive is moved. `from` is of no use afterwards.
void leave_to_next(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace calloff::test
