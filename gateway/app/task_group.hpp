// Coroutines that end together: all are told to stop, and waited for, before what they use goes away.
// Threading: all calls on one executor.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>

namespace calloff::app {

class TaskGroup {
 public:
  /// failed: told of an exception other than a cancellation, with the task's name; a broken invariant
  TaskGroup(boost::asio::any_io_executor executor,
            std::function<void(const std::string& name, std::exception_ptr)> failed);
  ~TaskGroup();
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  /// Starts the task; after stop() drops it before it began.
  void spawn(std::string name, boost::asio::awaitable<void> task);
  /// Cancels every task.
  void stop();
  /// Until no task runs any more.
  boost::asio::awaitable<void> wait();
  /// The same; if the caller is told to stop, so are the tasks, and it stops once none of them runs any more.
  boost::asio::awaitable<void> wait_or_stop();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace calloff::app
