// A portal's question that waits for a person. Private to accounts/.
#pragma once
#include <boost/asio/experimental/channel.hpp>

#include "accounts/account.hpp"

namespace calloff::accounts {

class Account::Asking {
 public:
  explicit Asking(boost::asio::any_io_executor io) : said_(std::move(io), 1) {}

  /// The first word counts. none: nobody will answer
  void say(std::optional<std::string> text) { said_.try_send(boost::system::error_code(), std::move(text)); }
  /// Waits until it is said. operation_aborted or a channel's error is thrown when cancelled.
  boost::asio::awaitable<std::optional<std::string>> heard();

 private:
  boost::asio::experimental::channel<void(boost::system::error_code, std::optional<std::string>)> said_;
};

}  // namespace calloff::accounts
