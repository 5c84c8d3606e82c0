// All accounts of the configuration, made on first use.
// Threading: find from any thread; what it gives is used on `io`, which one thread runs (docs/decisions: one I/O
// thread).
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "accounts/account.hpp"
#include "settings/configuration.hpp"

namespace calloff::accounts {

/// What configuration and installed adapters disagree on, each at its place: an adapter that is not installed, a key
/// that its spec does not know.
std::vector<Error> check_accounts(const settings::Configuration& configuration, const LoadedAdapters& adapters);

/// errors: fix_config accounts/unknown_adapter (adapter), secrets/not_set (an address by env:NAME)
Result<AccountSetup> setup_of(const settings::Account& account, const LoadedAdapters& adapters);

/// What accounts at one host share, for each of `hosts`, by name.
std::map<std::string, std::shared_ptr<transport::HostPace>> paces_of(const settings::Configuration& configuration);

class Accounts {
 public:
  /// io: runs the accounts; configuration and adapters outlive this.
  Accounts(boost::asio::any_io_executor io, const settings::Configuration& configuration,
           const LoadedAdapters& adapters, Surroundings surroundings);

  /// errors: fix_config accounts/unknown (account), those of setup_of
  Result<Account*> find(const store::AccountKey& key);

  /// From now on questions of portals wait for a person's answer. Before any account is used.
  void let_people_answer() { surroundings_.people_answer = true; }

  /// Those that were used so far.
  std::vector<Account*> used();

 private:
  boost::asio::any_io_executor io_;
  const settings::Configuration& configuration_;
  const LoadedAdapters& adapters_;
  Surroundings surroundings_;
  std::mutex mutex_;
  std::map<store::AccountKey, std::unique_ptr<Account>> accounts_;
  std::map<std::string, std::shared_ptr<transport::HostPace>> hosts_;
};

}  // namespace calloff::accounts
