#include "settings/passwords.hpp"

namespace calloff::settings {
namespace {

void add(const Result<SecretText>& read, std::vector<std::string>& into) {
  if (read) into.push_back(read->reveal());
}

bool is_reference(const Node& value) {
  return value.is_scalar() && (value.text.starts_with("env:") || value.text.starts_with("file:"));
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
  for (const auto& target : configuration.gateway.notify)
    for (const auto* source : secrets_of(target))
      if (source->key != "user") add(source->read(), all);
  if (const auto& dead_man = configuration.gateway.dead_man; dead_man && is_environment_reference(dead_man->url))
    if (auto url = resolve_environment(dead_man->url)) all.push_back(*url);
  return all;
}

}  // namespace calloff::settings
