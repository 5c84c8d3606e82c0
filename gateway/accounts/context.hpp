// The Run that an adapter is lent for one operation. Private to accounts/.
#pragma once
#include "accounts/account.hpp"

namespace calloff::accounts {

/// A session whose user leaves its place while the customer is waited for: what came first is worked off first, and
/// asks again while others still wait for their turn. place: nullptr: there is none; heard: is told what came
class WireFromPlace final : public transport::Wire {
 public:
  /// is_secret: what was asked with names secrets
  using Heard = std::function<void(const transport::Exchange&, bool is_secret)>;
  WireFromPlace(transport::Session& session, Place* place, Heard heard)
      : session_(session), place_(place), heard_(std::move(heard)) {}
  boost::asio::awaitable<transport::Exchange> exchange(transport::Request request) override;

 private:
  transport::Session& session_;
  Place* place_;
  Heard heard_;
};

class Account::Context final : public adapter_api::Run {
 public:
  /// by_person: a person waits for what this is done for
  Context(Account& account, std::string run, Place* place = nullptr, bool by_person = false);
  ~Context() override;

  const std::string& id() const override { return run_; }
  transport::Wire& wire() override { return wire_; }
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
  /// Until when the host wants to be left alone, if it said so.
  std::optional<Instant> wait_until() const { return wait_until_; }
  bool is_refused_by_proxy() const { return is_refused_by_proxy_; }
  /// May the customer's system have seen a password?
  bool may_have_shown_secrets() const { return may_have_shown_secrets_; }

 private:
  Account& account_;
  const AccountSetup& setup_;
  const Surroundings& with_;
  void heed(const transport::Exchange& exchange, bool is_secret);

  transport::Session& session_;
  std::string run_;
  Place* place_;
  bool by_person_;
  WireFromPlace wire_;
  std::optional<Instant> wait_until_;
  bool is_refused_by_proxy_ = false, may_have_shown_secrets_ = false;
  std::vector<transport::WireRecord> exchanges_;
  std::vector<Error> told_;
};

}  // namespace calloff::accounts
