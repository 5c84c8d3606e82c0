// The store of one data folder: `lock`, `calloff.db` (SQLite, WAL), `archive/`. Everything that lasts is here.
// Threading: write and read from any coroutine, write_now and read_now from any thread but the writer's. Destroy it
// before the executors its callers run on; what was queued is finished first.
#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "store/archive.hpp"
#include "store/job.hpp"

namespace calloff::store {

enum class Mode {
  write,  ///< takes the lock, migrates, adopts orphans, closes interrupted runs; one per folder
  read    ///< takes no lock, only read_now and read work
};

class Store {
 public:
  /// Opens, and in write mode creates, the store of `dir`. clock outlives the store.
  /// errors: fix_config store/in_use (pid), store/not_found, store/newer_schema, store/older_schema (read mode),
  ///         store/migration_changed; ask_person store/io, store/damaged; retry store/disk_full
  static Result<std::unique_ptr<Store>> open(std::filesystem::path dir, Mode mode, Clock& clock);
  virtual ~Store() = default;

  /// Runs `fn(Writer&) -> Result<T>` on the writer thread and resumes, on the caller's executor, once the commit that
  /// holds it is durable. A failed fn undoes itself and nothing else. It is not cancelled once asked for.
  /// job: its name for crash points, e.g. `asn/sending`
  /// errors: fn's own; retry store/disk_full, store/busy; ask_person store/io, store/damaged, store/stopped; none of
  ///         them is ever reported for a job that is durable
  template <class Fn, class R = std::invoke_result_t<Fn&, Writer&>>
  boost::asio::awaitable<R> write(std::string job, Fn fn) {
    auto kept = std::make_shared<Kept<Fn, R>>(std::move(fn));
    auto committed = co_await write_erased(std::move(job), erase<Writer>(kept));
    co_return finish(std::move(committed), *kept);
  }

  /// The same for code outside coroutines: waits for the commit.
  template <class Fn, class R = std::invoke_result_t<Fn&, Writer&>>
  R write_now(std::string job, Fn fn) {
    auto kept = std::make_shared<Kept<Fn, R>>(std::move(fn));
    auto committed = write_now_erased(std::move(job), erase<Writer>(kept));
    return finish(std::move(committed), *kept);
  }

  /// Runs `fn(Reader&) -> Result<T>` on one snapshot, on a reading thread. errors: fn's own; store/...
  template <class Fn, class R = std::invoke_result_t<Fn&, Reader&>>
  boost::asio::awaitable<R> read(Fn fn) {
    auto kept = std::make_shared<Kept<Fn, R>>(std::move(fn));
    auto done = co_await read_erased(erase<Reader>(kept));
    co_return finish(std::move(done), *kept);
  }

  /// The same on the calling thread.
  template <class Fn, class R = std::invoke_result_t<Fn&, Reader&>>
  R read_now(Fn fn) {
    auto kept = std::make_shared<Kept<Fn, R>>(std::move(fn));
    auto done = read_now_erased(erase<Reader>(kept));
    return finish(std::move(done), *kept);
  }

  /// Archives on a thread that may block; durable when it resumes. errors: as Archive::put
  Task<RawRef> keep(std::string bytes);
  /// The same of what belongs together. errors: as Archive::put_all
  virtual Task<std::vector<RawRef>> keep_all(std::vector<std::string> all) = 0;
  virtual const Archive& archive() const = 0;
  virtual const std::filesystem::path& dir() const = 0;
  /// COMMITs since it was opened.
  virtual std::uint64_t commits() const = 0;
  /// What keeps it from keeping anything, as the last who tried met it: store/disk_full, store/io, store/damaged; none
  /// once somebody succeeded, which a store that stopped never does.
  virtual std::optional<Error> trouble() const = 0;

 protected:
  virtual Task<void> write_erased(std::string job, std::function<Result<void>(Writer&)> fn) = 0;
  virtual Result<void> write_now_erased(std::string job, std::function<Result<void>(Writer&)> fn) = 0;
  virtual Task<void> read_erased(std::function<Result<void>(Reader&)> fn) = 0;
  virtual Result<void> read_now_erased(std::function<Result<void>(Reader&)> fn) = 0;

 private:
  /// The job and its result, shared with the thread that runs it: a caller that is destroyed leaves nothing dangling.
  template <class Fn, class R>
  struct Kept {
    explicit Kept(Fn fn_) : fn(std::move(fn_)) {}
    Fn fn;
    std::optional<R> result;
  };

  template <class Lent, class Fn, class R>
  static std::function<Result<void>(Lent&)> erase(std::shared_ptr<Kept<Fn, R>> kept) {
    return [kept](Lent& lent) -> Result<void> {
      kept->result.emplace(kept->fn(lent));
      if (!*kept->result) return kept->result->error();
      return {};
    };
  }

  template <class Fn, class R>
  static R finish(Result<void> done, Kept<Fn, R>& kept) {
    if (!done) return done.error();
    return std::move(*kept.result);
  }
};

/// What the clock of the process that wrote this folder was offset by (a demo's); none if no store is there.
/// errors: ask_person store/io, store/damaged
Result<std::optional<std::chrono::milliseconds>> stored_clock_offset(const std::filesystem::path& dir);

}  // namespace calloff::store
