// Being told to stop, inside a coroutine. Asio throws operation_aborted at every co_await once a coroutine is
// cancelled; what must be finished all the same switches that off (this_coro::throw_if_cancelled) and asks here
// instead.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <exception>
#include <utility>

#include "base/task.hpp"

namespace calloff {

/// Was the coroutine that awaits this cancelled? Awaited where cancellation does not throw.
boost::asio::awaitable<bool> is_told_to_stop();

/// Is this how a cancelled coroutine ends, and not a defect? A cancelled channel has an error code of its own.
bool is_cancellation(const std::exception_ptr& failure);

/// How an operation ended: told to stop, with stopped run/stopped, where it would throw. Awaited where cancellation
/// does not throw.
Task<void> or_stopped(Task<void> operation);

/// Awaits two that run side by side (`a || b`). Asio throws what both threw, when they are told to stop, as one
/// multiple_exceptions; who waits knows that by the plain exception, the first of them.
template <typename T>
boost::asio::awaitable<T> side_by_side(boost::asio::awaitable<T> both) {
  try {
    co_return co_await std::move(both);
  } catch (const boost::asio::multiple_exceptions& failed) {
    std::rethrow_exception(failed.first_exception());
  }
}

}  // namespace calloff
