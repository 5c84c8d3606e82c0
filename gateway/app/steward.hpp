// Looks after accounts while nobody asks: gives up sessions that are not used, reminds of passwords that expire.
// Threading: on the gateway's executor.
#pragma once
#include <map>
#include <string>

#include "app/gateway.hpp"

namespace calloff::app {

class Steward {
 public:
  explicit Steward(Gateway& gateway) : gateway_(gateway) {}

  /// Looks once a minute, until cancelled (operation_aborted is thrown).
  boost::asio::awaitable<void> run();
  /// Looks once.
  boost::asio::awaitable<void> look();

 private:
  boost::asio::awaitable<void> give_up_idle();
  boost::asio::awaitable<void> remind(const settings::Account& account);

  Gateway& gateway_;
  std::map<store::AccountKey, LocalDate> reminded_;  ///< on which day it was last looked at
};

}  // namespace calloff::app
