// The Run that an adapter is lent for one operation. Private to accounts/.
#pragma once
#include "accounts/account.hpp"

namespace calloff::accounts {

/// A session whose user leaves its place while the customer is waited for: what came first is worked off first, and
/// asks again while others still wait for their turn.
class WireFromPlace final : public transport::Wire {
 public:
  WireFromPlace(transport::Session& session, Place& place) : session_(session), place_(place) {}
  boost::asio::awaitable<transport::Exchange> exchange(transport::Request request) override;

 private:
  transport::Session& session_;
  Place& place_;
};

class Account::Context final : public adapter_api::Run {
 public:
  Context(Account& account, std::string run, Place* place = nullptr);
  ~Context() override;

  const std::string& id() const override { return run_; }
  transport::Wire& wire() override { return from_place_ ? static_cast<transport::Wire&>(*from_place_) : session_; }
  Clock& clock() override { return with_.clock; }
  std::string setting(std::string_view key) const override;
  const std::string& plant() const override { return setup_.plant; }
  const std::string& zone() const override { return setup_.zone; }
  Result<std::string> secret(std::string_view name) const override { return setup_.secret(name); }
  void log(adapter_api::Level level, std::string text) override;
  void tell(Error what) override { told_.push_back(std::move(what)); }
  Task<std::string> ask(adapter_api::Challenge challenge) override;

  /// The exchanges since the last call, secrets masked.
  std::vector<transport::WireRecord> take_exchanges() { return std::exchange(exchanges_, {}); }
  /// What the adapter told since the last call.
  std::vector<Error> take_told() { return std::exchange(told_, {}); }

 private:
  Account& account_;
  const AccountSetup& setup_;
  const Surroundings& with_;
  transport::Session& session_;
  std::string run_;
  Place* place_;
  std::optional<WireFromPlace> from_place_;
  std::vector<transport::WireRecord> exchanges_;
  std::vector<Error> told_;
};

}  // namespace calloff::accounts
