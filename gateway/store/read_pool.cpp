#include "store/read_pool.hpp"

#include "store/sqlite.hpp"

namespace calloff::store {
namespace {

constexpr int kMostConnections = 4;

Result<void> read_snapshot(Session& session, const std::function<Result<void>(Reader&)>& fn) {
  session.script("begin");
  Reader reader(session);
  auto result = fn(reader);
  session.script("commit");
  return result;
}

}  // namespace

/// The one place where what a read throws becomes a value. A connection that failed is not used again.
Result<void> ReadPool::run(const std::function<Result<void>(Reader&)>& fn) {
  std::unique_ptr<Session> session;
  Result<void> result;
  try {
    session = borrow();
    result = read_snapshot(*session, fn);
  } catch (const DatabaseFailure& failure) {
    session.reset();
    result = failure.error();
  } catch (const std::exception& defect) {
    session.reset();
    result = Error{Recovery::fix_code, "store/job_threw", {{"what", defect.what()}}};
  }
  give_back(std::move(session));
  return result;
}

std::unique_ptr<Session> ReadPool::borrow() {
  {
    std::unique_lock hold(mutex_);
    returned_.wait(hold, [this] { return in_use_ < kMostConnections; });
    ++in_use_;
    if (!idle_.empty()) {
      auto session = std::move(idle_.back());
      idle_.pop_back();
      return session;
    }
  }
  return open_sqlite(database_, Access::read_only);
}

void ReadPool::give_back(std::unique_ptr<Session> session) {
  {
    const std::lock_guard hold(mutex_);
    --in_use_;
    if (session) idle_.push_back(std::move(session));
  }
  returned_.notify_one();
}

}  // namespace calloff::store
