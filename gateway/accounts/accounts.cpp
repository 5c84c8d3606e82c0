#include "accounts/accounts.hpp"

namespace calloff::accounts {
namespace {

Error unknown_adapter(const settings::Account& account, const LoadedAdapters& adapters) {
  std::string installed;
  for (const auto& module : adapters.modules)
    installed += (installed.empty() ? "" : ", ") + std::string(module.manifest->name);
  return settings::error_at(account.adapter_place, "accounts/unknown_adapter",
                            {{"adapter", account.adapter}, {"installed", installed.empty() ? "none" : installed}});
}

}  // namespace

std::vector<Error> check_accounts(const settings::Configuration& configuration, const LoadedAdapters& adapters) {
  std::vector<Error> errors;
  for (const auto& customer : configuration.customers)
    for (const auto& account : customer.accounts) {
      const auto* module = adapters.find(account.adapter);
      if (!module) {
        errors.push_back(unknown_adapter(account, adapters));
        continue;
      }
      for (auto& error : settings::check_account(account, *module->manifest->spec()))
        errors.push_back(std::move(error));
    }
  return errors;
}

Result<AccountSetup> setup_of(const settings::Account& account, const LoadedAdapters& adapters) {
  const auto* module = adapters.find(account.adapter);
  if (!module) return unknown_adapter(account, adapters);
  AccountSetup setup;
  setup.key = {account.customer, account.name};
  setup.zone = account.zone;
  setup.plant = account.plant;
  setup.module = *module;
  auto values = settings::settings_of(account, *module->manifest->spec());
  if (!values) return values.error();
  setup.settings = std::move(*values);
  setup.secret = [&account](std::string_view name) -> Result<std::string> {
    auto text = settings::secret(account, name);
    if (!text) return text.error();
    return text->reveal();
  };
  setup.session.account = account.customer + "/" + account.name;
  setup.session.ca_file = account.ca_file;
  setup.session.limits.min_gap = account.min_gap;
  setup.logins = {account.login.min_gap, account.login.reserve_per_day};
  return setup;
}

Accounts::Accounts(boost::asio::any_io_executor io, const settings::Configuration& configuration,
                   const LoadedAdapters& adapters, Surroundings surroundings)
    : io_(std::move(io)), configuration_(configuration), adapters_(adapters), surroundings_(std::move(surroundings)) {}

Result<Account*> Accounts::find(const store::AccountKey& key) {
  const std::lock_guard lock(mutex_);
  if (const auto found = accounts_.find(key); found != accounts_.end()) return found->second.get();
  const auto* customer = configuration_.find_customer(key.customer);
  const auto* account = customer ? customer->find_account(key.account) : nullptr;
  if (!account) return Error(Recovery::fix_config, "accounts/unknown", {{"account", key.customer + "/" + key.account}});
  auto setup = setup_of(*account, adapters_);
  if (!setup) return setup.error();
  auto made = std::make_unique<Account>(io_, std::move(*setup), surroundings_);
  return accounts_.emplace(key, std::move(made)).first->second.get();
}

std::vector<Account*> Accounts::used() {
  const std::lock_guard lock(mutex_);
  std::vector<Account*> list;
  for (const auto& [key, account] : accounts_) list.push_back(account.get());
  return list;
}

}  // namespace calloff::accounts
