#include "accounts/accounts.hpp"

#include <set>

#include "accounts/keeping_off.hpp"

namespace calloff::accounts {
namespace {

Error unknown_adapter(const settings::Account& account, const LoadedAdapters& adapters) {
  std::string installed;
  for (const auto& module : adapters.modules)
    installed += (installed.empty() ? "" : ", ") + std::string(module.manifest->name);
  return settings::error_at(account.adapter_place, "accounts/unknown_adapter",
                            {{"adapter", account.adapter}, {"installed", installed.empty() ? "none" : installed}});
}

transport::SessionSettings session_of(const settings::Account& account) {
  transport::SessionSettings session;
  session.account = account.customer + "/" + account.name;
  session.ca_file = account.ca_file;
  session.limits.min_gap = account.min_gap;
  const auto& way = account.way_out;
  if (way.client_certificate) {
    session.identity.certificate_file = way.client_certificate->file;
    session.identity.key_file = way.client_certificate->key_file;
  }
  if (way.tls_exception)
    session.accepted = {way.tls_exception->fingerprint, settings::end_of(*way.tls_exception, account.zone)};
  return session;
}

Result<void> add_proxy(const settings::ProxySettings& proxy, transport::Proxy& into) {
  const auto url = settings::address_of(proxy);
  if (!url) return url.error();
  into.url = *url;
  if (!proxy.user.is_given()) return {};
  const auto user = proxy.user.read(), password = proxy.password.read();
  if (!user) return user.error();
  if (!password) return password.error();
  into.user = user->reveal();
  into.password = password->reveal();
  return {};
}

Result<void> add_secrets(const settings::Account& account, transport::SessionSettings& session) {
  const auto& way = account.way_out;
  if (way.proxy)
    if (auto added = add_proxy(*way.proxy, session.proxy); !added) return added;
  if (!way.client_certificate) return {};
  const auto& shown = *way.client_certificate;
  if (const auto key = settings::read_private_key(shown, account.place); !key) return key.error();
  if (!shown.key_password.is_given()) return {};
  const auto password = shown.key_password.read();
  if (!password) return password.error();
  session.identity.key_password = password->reveal();
  return {};
}

std::string listed(const std::set<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

/// A rule for a host that no account asks is a rule that somebody believes in. Where an address is not known here
/// (env:NAME), nobody can say.
void check_hosts(const settings::Configuration& configuration, const LoadedAdapters& adapters,
                 std::vector<Error>& errors) {
  std::set<std::string> asked;
  for (const auto& customer : configuration.customers)
    for (const auto& account : customer.accounts) {
      const auto* module = adapters.find(account.adapter);
      const auto values = module ? settings::settings_of(account, *module->manifest->spec())
                                 : Result<std::map<std::string, std::string>>(unknown_adapter(account, adapters));
      if (!values) return;
      if (const auto url = values->find("base_url"); url != values->end()) asked.insert(host_name(url->second));
    }
  for (const auto& [host, rule] : configuration.gateway.hosts)
    if (!asked.contains(host))
      errors.push_back(
          settings::error_at(rule.place, "settings/unknown_host", {{"host", host}, {"hosts", listed(asked)}}));
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
  check_hosts(configuration, adapters, errors);
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
  setup.session = session_of(account);
  setup.add_secrets = [&account](transport::SessionSettings& session) { return add_secrets(account, session); };
  setup.logins = {account.login.min_gap, account.login.reserve_per_day};
  setup.hours = account.hours;
  setup.idle = account.idle;
  setup.answer_within = account.answer_within;
  return setup;
}

std::map<std::string, std::shared_ptr<transport::HostPace>> paces_of(const settings::Configuration& configuration) {
  std::map<std::string, std::shared_ptr<transport::HostPace>> paces;
  for (const auto& [host, rule] : configuration.gateway.hosts)
    paces[host] = std::make_shared<transport::HostPace>(transport::HostPace{rule.min_gap, {}});
  return paces;
}

Accounts::Accounts(boost::asio::any_io_executor io, const settings::Configuration& configuration,
                   const LoadedAdapters& adapters, Surroundings surroundings)
    : io_(std::move(io)),
      configuration_(configuration),
      adapters_(adapters),
      surroundings_(std::move(surroundings)),
      hosts_(paces_of(configuration)) {}

Result<Account*> Accounts::find(const store::AccountKey& key) {
  const std::lock_guard lock(mutex_);
  if (const auto found = accounts_.find(key); found != accounts_.end()) return found->second.get();
  const auto* customer = configuration_.find_customer(key.customer);
  const auto* account = customer ? customer->find_account(key.account) : nullptr;
  if (!account) return Error(Recovery::fix_config, "accounts/unknown", {{"account", key.customer + "/" + key.account}});
  auto setup = setup_of(*account, adapters_);
  if (!setup) return setup.error();
  if (const auto shared = hosts_.find(host_name(setup->settings["base_url"])); shared != hosts_.end())
    setup->session.host = shared->second;
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
