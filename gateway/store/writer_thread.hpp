// The one thread that writes: a queue, a savepoint per job, one COMMIT for all who wait.
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "store/job.hpp"
#include "store/last_trouble.hpp"

namespace calloff::store {

class WriterThread {
 public:
  struct Job {
    std::string name;
    std::function<Result<void>(Writer&)> run;
    std::function<void(Result<void>)> done;  ///< called on the writer thread, after the commit
  };

  /// clock outlives the thread.
  WriterThread(std::unique_ptr<Session> session, Clock& clock);
  WriterThread(const WriterThread&) = delete;
  WriterThread& operator=(const WriterThread&) = delete;
  /// Finishes what is queued.
  ~WriterThread();

  void submit(Job job);
  std::uint64_t commits() const { return commits_.load(); }
  std::optional<Error> trouble() const { return trouble_.get(); }

 private:
  struct Pending {
    Job job;
    Result<void> result;
  };

  void loop();
  void run_batch(std::deque<Job> jobs);
  Result<void> run_one(const Job& job);
  Result<void> guarded(const std::function<void()>& step);
  Result<void> commit(const std::vector<Pending>& batch);
  void roll_back();
  Error note(Error error);

  std::unique_ptr<Session> session_;
  Clock& clock_;
  std::optional<Error> stopped_;  ///< writer thread only: after a failed fsync nothing is believed any more
  std::atomic<std::uint64_t> commits_ = 0;
  LastTrouble trouble_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool is_closing_ = false;
  std::thread thread_;
};

}  // namespace calloff::store
