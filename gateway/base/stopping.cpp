#include "base/stopping.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/channel_error.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

namespace calloff {

boost::asio::awaitable<bool> is_told_to_stop() {
  const auto state = co_await boost::asio::this_coro::cancellation_state;
  co_return state.cancelled() != boost::asio::cancellation_type::none;
}

bool is_cancellation(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    return error.code() == boost::asio::error::operation_aborted ||
           error.code() == boost::asio::experimental::error::channel_cancelled;
  } catch (const boost::asio::multiple_exceptions& both) {  // of two that ran side by side
    return is_cancellation(both.first_exception());
  } catch (const std::exception&) {
    return false;
  }
}

Task<void> or_stopped(Task<void> operation) {
  try {
    auto done = co_await std::move(operation);
    co_return done;
  } catch (const boost::system::system_error&) {
    if (!is_cancellation(std::current_exception())) throw;
  }
  co_return Error(Recovery::stopped, "run/stopped");
}

}  // namespace calloff
