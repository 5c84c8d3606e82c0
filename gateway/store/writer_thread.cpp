#include "store/writer_thread.hpp"

#include <algorithm>

#include "store/crash_point.hpp"

namespace calloff::store {
namespace {

// More at once would hardly be faster, and the first of them would wait for the last.
constexpr std::size_t kMostJobsACommit = 64;

}  // namespace

WriterThread::WriterThread(std::unique_ptr<Session> session, Clock& clock)
    : session_(std::move(session)), clock_(clock), thread_([this] { loop(); }) {}

WriterThread::~WriterThread() {
  {
    const std::lock_guard hold(mutex_);
    is_closing_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void WriterThread::submit(Job job) {
  {
    const std::lock_guard hold(mutex_);
    queue_.push_back(std::move(job));
  }
  wake_.notify_one();
}

void WriterThread::loop() {
  while (true) {
    std::deque<Job> jobs;
    {
      std::unique_lock hold(mutex_);
      wake_.wait(hold, [this] { return is_closing_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const auto count = std::min(queue_.size(), kMostJobsACommit);
      const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
      jobs.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
      queue_.erase(queue_.begin(), end);
    }
    run_batch(std::move(jobs));
  }
}

void WriterThread::run_batch(std::deque<Job> jobs) {
  std::vector<Pending> batch;
  const auto tell = [&batch] {
    for (auto& [job, result] : batch) {
      job.run = nullptr;  // what the job holds is let go before its owner goes on
      job.done(std::move(result));
    }
    batch.clear();
  };
  while (!jobs.empty()) {
    if (!session_->is_in_transaction()) {
      const auto begun = stopped_ ? Result<void>(Error{Recovery::ask_person, "store/stopped", stopped_->args})
                                  : guarded([this] { session_->script("begin immediate"); });
      if (!begun) {
        jobs.front().done(begun);
        jobs.pop_front();
        continue;
      }
    }
    auto result = run_one(jobs.front());
    batch.push_back({std::move(jobs.front()), result});
    jobs.pop_front();
    if (session_->is_in_transaction()) continue;
    // The engine undid the whole transaction: what ran before in it is lost too.
    for (auto& [job, kept] : batch)
      if (kept) kept = result.error();
    tell();
  }
  if (batch.empty()) return;
  const auto committed = commit(batch);
  for (auto& [job, kept] : batch)
    if (kept && !committed) kept = committed.error();
  tell();
}

Result<void> WriterThread::run_one(const Job& job) {
  Result<void> result;
  const auto ran = guarded([&] {
    session_->execute("savepoint job");
    Writer writer(*session_, clock_.now());
    result = job.run(writer);
    if (!result) session_->execute("rollback to job");
    session_->execute("release job");
  });
  if (ran) return result;
  if (session_->is_in_transaction()) {
    const auto undone = guarded([this] {
      session_->execute("rollback to job");
      session_->execute("release job");
    });
    if (!undone) roll_back();
  }
  return ran;
}

Result<void> WriterThread::commit(const std::vector<Pending>& batch) {
  if (std::ranges::none_of(batch, [](const Pending& pending) { return pending.result.has_value(); })) {
    roll_back();
    return {};
  }
  for (const auto& [job, result] : batch)
    if (result) crash_point("before:" + job.name);
  const auto committed = guarded([this] { session_->script("commit"); });
  if (!committed) {
    roll_back();
    return committed;
  }
  ++commits_;
  trouble_.clear();
  for (const auto& [job, result] : batch)
    if (result) crash_point("after:" + job.name);
  return {};
}

void WriterThread::roll_back() {
  if (!session_->is_in_transaction()) return;
  const auto undone = guarded([this] { session_->script("rollback"); });
  if (undone) return;
  stopped_ = undone.error();
  trouble_.note(undone.error());
}

/// The one place where what a job throws becomes a value.
Result<void> WriterThread::guarded(const std::function<void()>& step) {
  try {
    step();
    return {};
  } catch (const DatabaseFailure& failure) {
    return note(failure.error());
  } catch (const std::exception& defect) {
    return Error{Recovery::fix_code, "store/job_threw", {{"what", defect.what()}}};
  }
}

Error WriterThread::note(Error error) {
  const bool is_end = error.code == "store/io" || error.code == "store/damaged";
  if (is_end) stopped_ = error;
  if (is_end || error.code == "store/disk_full") trouble_.note(error);
  return error;
}

}  // namespace calloff::store
