#include "store/store.hpp"

#include <signal.h>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>

#include "store/disk.hpp"
#include "store/facts.hpp"
#include "store/lock.hpp"
#include "store/migrations.hpp"
#include "store/opening.hpp"
#include "store/read_pool.hpp"
#include "store/sqlite.hpp"
#include "store/writer_thread.hpp"

namespace calloff::store {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

fs::path database_of(const fs::path& dir) { return dir / "calloff.db"; }

template <class T>
using Done = std::function<void(Result<T>)>;

/// Calls `start` with a callback that may be called from any thread; the coroutine resumes on its own executor.
template <class T>
Task<T> resume_when_done(std::function<void(Done<T>)> start) {
  const auto initiate = [](auto handler, const std::function<void(Done<T>)>& begin) {
    using Handler = decltype(handler);
    struct Waiting {
      explicit Waiting(Handler handler_)
          : handler(std::move(handler_)), executor(asio::get_associated_executor(handler)), work(executor) {}
      Handler handler;
      asio::any_io_executor executor;
      asio::executor_work_guard<asio::any_io_executor> work;  // the executor does not run out while we wait
    };
    auto waiting = std::make_shared<Waiting>(std::move(handler));
    begin([waiting](Result<T> result) {
      asio::post(waiting->executor, [waiting, result = std::move(result)]() mutable {
        auto resume = std::move(waiting->handler);
        waiting->work.reset();
        resume(std::move(result));
      });
    });
  };
  return asio::async_initiate<const asio::use_awaitable_t<>, void(Result<T>)>(initiate, asio::use_awaitable,
                                                                              std::move(start));
}

class FolderStore final : public Store {
 public:
  FolderStore(fs::path dir, std::optional<FolderLock> lock, std::unique_ptr<Session> writing, Clock& clock)
      : dir_(std::move(dir)), lock_(std::move(lock)), archive_(dir_ / "archive"), readers_(database_of(dir_)) {
    if (writing) writer_ = std::make_unique<WriterThread>(std::move(writing), clock);
  }

  ~FolderStore() override {
    background_.join();
    keeping_.join();
    if (!writer_) return;
    // If this fails, the next opening looks for what a crash left and finds nothing.
    (void)write_now_erased("folder/close", [](Writer& writer) -> Result<void> {
      mark_closed(writer);
      return {};
    });
  }

  Task<std::vector<RawRef>> keep_all(std::vector<std::string> all) override {
    auto kept = std::make_shared<const std::vector<std::string>>(std::move(all));
    return resume_when_done<std::vector<RawRef>>([this, kept = std::move(kept)](Done<std::vector<RawRef>> done) {
      asio::post(keeping_, [this, kept, done] {
        auto refs = archive_.put_all(*kept);
        if (refs)
          archive_trouble_.clear();
        else
          archive_trouble_.note(refs.error());
        done(std::move(refs));
      });
    });
  }

  const Archive& archive() const override { return archive_; }
  const fs::path& dir() const override { return dir_; }
  std::uint64_t commits() const override { return writer_ ? writer_->commits() : 0; }
  std::optional<Error> trouble() const override {
    auto writing = writer_ ? writer_->trouble() : std::nullopt;
    return writing ? writing : archive_trouble_.get();
  }

 protected:
  Task<void> write_erased(std::string job, std::function<Result<void>(Writer&)> fn) override {
    return resume_when_done<void>([this, job = std::move(job), fn = std::move(fn)](Done<void> done) {
      writer().submit({job, fn, std::move(done)});
    });
  }

  Result<void> write_now_erased(std::string job, std::function<Result<void>(Writer&)> fn) override {
    std::promise<Result<void>> done;
    auto result = done.get_future();
    writer().submit({std::move(job), std::move(fn), [&done](Result<void> r) { done.set_value(std::move(r)); }});
    return result.get();
  }

  Task<void> read_erased(std::function<Result<void>(Reader&)> fn) override {
    return resume_when_done<void>([this, fn = std::move(fn)](Done<void> done) {
      asio::post(background_, [this, fn, done] { done(readers_.run(fn)); });
    });
  }

  Result<void> read_now_erased(std::function<Result<void>(Reader&)> fn) override { return readers_.run(fn); }

 private:
  WriterThread& writer() {
    if (!writer_) throw std::logic_error("store: opened for reading, asked to write");
    return *writer_;
  }

  fs::path dir_;
  std::optional<FolderLock> lock_;
  Archive archive_;
  LastTrouble archive_trouble_;
  ReadPool readers_;
  std::unique_ptr<WriterThread> writer_;
  asio::thread_pool background_{3};
  // Each file waits for the disk, and disks take many waits at once: so do answers of a thousand accounts.
  asio::thread_pool keeping_{48};
};

Result<std::unique_ptr<Store>> open_for_writing(fs::path dir, Clock& clock) {
  // A limit on file sizes must come back from write() as an error, not kill the process.
  ::signal(SIGXFSZ, SIG_IGN);
  if (auto made = make_private_folder(dir); !made) return made.error();
  auto lock = FolderLock::take(dir);
  if (!lock) return lock.error();
  auto session = open_sqlite(database_of(dir), Access::read_write);
  const Archive archive(dir / "archive");
  if (auto prepared = archive.prepare(); !prepared) return prepared.error();
  if (auto ready = put_in_order(*session, archive, clock.now()); !ready) return ready.error();
  return std::make_unique<FolderStore>(std::move(dir), std::move(*lock), std::move(session), clock);
}

Result<std::unique_ptr<Store>> open_for_reading(fs::path dir, Clock& clock) {
  const Error missing{Recovery::fix_config, "store/not_found", {{"dir", dir.string()}}};
  if (!fs::exists(database_of(dir))) return missing;
  const auto session = open_sqlite(database_of(dir), Access::read_only);
  if (!session->has_table("migration")) return missing;
  if (auto known = check_schema(*session, migrations()); !known) return known.error();
  return std::make_unique<FolderStore>(std::move(dir), std::nullopt, nullptr, clock);
}

}  // namespace

Task<RawRef> Store::keep(std::string bytes) {
  std::vector<std::string> one{std::move(bytes)};
  auto kept = co_await keep_all(std::move(one));
  if (!kept) co_return kept.error();
  co_return kept->front();
}

Result<std::unique_ptr<Store>> Store::open(fs::path dir, Mode mode, Clock& clock) {
  try {
    return mode == Mode::write ? open_for_writing(std::move(dir), clock) : open_for_reading(std::move(dir), clock);
  } catch (const DatabaseFailure& failure) {
    return failure.error();
  }
}

Result<std::optional<std::chrono::milliseconds>> stored_clock_offset(const fs::path& dir) {
  if (!fs::exists(database_of(dir))) return std::nullopt;
  try {
    const auto session = open_sqlite(database_of(dir), Access::read_only);
    if (!session->has_table("fact")) return std::nullopt;
    Reader reader(*session);
    const auto offset = fact(reader, "clock_offset_ms");
    if (!offset) return std::nullopt;
    return std::chrono::milliseconds(std::stoll(*offset));
  } catch (const DatabaseFailure& failure) {
    return failure.error();
  }
}

}  // namespace calloff::store
