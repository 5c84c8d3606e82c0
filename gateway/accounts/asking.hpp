// A portal's question that waits for a person. Private to accounts/.
#pragma once
#include <atomic>
#include <boost/asio/experimental/channel.hpp>
#include <utility>

#include "accounts/account.hpp"

namespace calloff::accounts {

class Account::Asking {
 public:
  explicit Asking(boost::asio::any_io_executor io) : said_(std::move(io), 1) {}

  /// The first word counts. none: nobody will answer; false: somebody was first
  bool say(std::optional<std::string> text) {
    if (std::exchange(is_said_, true)) return false;
    said_.try_send(boost::system::error_code(), std::move(text));
    return true;
  }
  /// Of the question; 0 until the store knows it. Written on the store's thread.
  std::atomic<std::int64_t> number{0};
  /// Waits until it is said. operation_aborted or a channel's error is thrown when cancelled.
  boost::asio::awaitable<std::optional<std::string>> heard();

 private:
  bool is_said_ = false;
  boost::asio::experimental::channel<void(boost::system::error_code, std::optional<std::string>)> said_;
};

}  // namespace calloff::accounts
