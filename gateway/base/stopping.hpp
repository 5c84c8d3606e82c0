// Being told to stop, inside a coroutine. Asio throws operation_aborted at every co_await once a coroutine is
// cancelled; what must be finished all the same switches that off (this_coro::throw_if_cancelled) and asks here
// instead.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <exception>

namespace calloff {

/// Was the coroutine that awaits this cancelled? Awaited where cancellation does not throw.
boost::asio::awaitable<bool> is_told_to_stop();

/// Is this how a cancelled coroutine ends, and not a defect? A cancelled channel has an error code of its own.
bool is_cancellation(const std::exception_ptr& failure);

}  // namespace calloff
