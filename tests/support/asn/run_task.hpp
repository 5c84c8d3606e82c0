// Runs one coroutine to its end on a context of its own, and lets what it throws out again.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <optional>

namespace calloff::test {

void run(boost::asio::awaitable<void> coroutine);

/// The coroutine's value.
template <class T>
T run_for(boost::asio::awaitable<T> coroutine) {
  std::optional<T> value;
  run([](boost::asio::awaitable<T> inner, std::optional<T>& out) -> boost::asio::awaitable<void> {
    out.emplace(co_await std::move(inner));
  }(std::move(coroutine), value));
  return std::move(*value);
}

}  // namespace calloff::test
