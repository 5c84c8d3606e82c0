#include "settings/passwords.hpp"

namespace calloff::settings {
namespace {

void add(const Result<SecretText>& read, std::vector<std::string>& into) {
  if (read) into.push_back(read->reveal());
}

bool is_reference(const Node& value) {
  return value.is_scalar() && (value.text.starts_with("env:") || value.text.starts_with("file:"));
}

/// An address out of the environment may hold a key.
void add_address(const std::string& url, std::vector<std::string>& into) {
  if (!is_environment_reference(url)) return;
  if (auto resolved = resolve_environment(url)) into.push_back(std::move(*resolved));
}

void add_account(const Account& account, std::vector<std::string>& into) {
  for (const auto& [key, value] : account.own_keys.entries)
    if (key != "user" && key != "base_url" && is_reference(value)) add(secret(account, key), into);
  for (const auto* source : secrets_of(account.way_out))
    if (source->key != "user") add(source->read(), into);
}

}  // namespace

std::vector<std::string> known_passwords(const Configuration& configuration) {
  std::vector<std::string> all;
  for (const auto& customer : configuration.customers)
    for (const auto& account : customer.accounts) add_account(account, all);
  for (const auto& target : configuration.gateway.notify) {
    for (const auto* source : secrets_of(target))
      if (source->key != "user") add(source->read(), all);
    add_address(target.url, all);
  }
  if (const auto& dead_man = configuration.gateway.dead_man) add_address(dead_man->url, all);
  return all;
}

}  // namespace calloff::settings
