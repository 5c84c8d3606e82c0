#include "app/task_group.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <list>

#include "base/stopping.hpp"

namespace calloff::app {

namespace asio = boost::asio;

struct TaskGroup::State {
  asio::any_io_executor executor;
  std::function<void(const std::string&, std::exception_ptr)> failed;
  asio::experimental::channel<void(boost::system::error_code)> all_done;
  std::list<asio::cancellation_signal> running;
  bool is_stopping = false;

  State(asio::any_io_executor e, std::function<void(const std::string&, std::exception_ptr)> f)
      : executor(e), failed(std::move(f)), all_done(e, 1) {}
};

TaskGroup::TaskGroup(asio::any_io_executor executor, std::function<void(const std::string&, std::exception_ptr)> failed)
    : state_(std::make_shared<State>(std::move(executor), std::move(failed))) {}

TaskGroup::~TaskGroup() = default;

void TaskGroup::spawn(std::string name, asio::awaitable<void> task) {
  if (state_->is_stopping) return;
  const auto signal = state_->running.emplace(state_->running.end());
  auto done = [state = state_, signal, name = std::move(name)](std::exception_ptr failure) {
    state->running.erase(signal);
    if (failure && !is_cancellation(failure)) state->failed(name, failure);
    if (state->running.empty()) state->all_done.try_send(boost::system::error_code());
  };
  asio::co_spawn(state_->executor, std::move(task), asio::bind_cancellation_slot(signal->slot(), std::move(done)));
}

void TaskGroup::stop() {
  state_->is_stopping = true;
  // A cancelled task may end at once and leave the list: go on from the next before it is told.
  for (auto task = state_->running.begin(); task != state_->running.end();)
    (task++)->emit(asio::cancellation_type::terminal);
}

asio::awaitable<void> TaskGroup::wait() {
  while (!state_->running.empty()) co_await state_->all_done.async_receive(asio::use_awaitable);
}

asio::awaitable<void> TaskGroup::wait_or_stop() {
  std::exception_ptr told_to_stop;
  try {
    co_await wait();
  } catch (const boost::system::system_error&) {
    told_to_stop = std::current_exception();
  }
  if (!told_to_stop) co_return;
  stop();
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await wait();
  std::rethrow_exception(told_to_stop);
}

}  // namespace calloff::app
