// What an asynchronous step gives: a coroutine on the gateway's executor that ends with a value or an Error.
#pragma once
#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"

namespace calloff {

/// Parameters of a Task are taken by value: a coroutine outlives its caller's temporaries.
template <class T>
using Task = boost::asio::awaitable<Result<T>>;

}  // namespace calloff
