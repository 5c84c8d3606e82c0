// What an account's adapter reads of it: its own settings and secrets.
#include <algorithm>
#include <filesystem>

#include "settings/configuration.hpp"

namespace calloff::settings {
namespace {

Error placed(const Error& error, const Place& place) { return error_at(place, error.code, error.args); }

bool is_fatal(const Error& error) { return error.code != "secrets/not_set" && error.code != "secrets/missing_file"; }

}  // namespace

Result<SecretText> secret(const Account& account, std::string_view key) {
  const auto* node = account.own_keys.find(key);
  if (!node || !node->is_scalar())
    return error_at(account.place, "settings/missing_key",
                    {{"key", std::string(key)}, {"meaning", "env:NAME or file:PATH"}});
  const auto reference = parse_secret_reference(node->text, account.folder);
  if (!reference) return error_at(node->place, reference.error().code, {{"key", std::string(key)}});
  auto text = read_secret(*reference);
  if (!text) return placed(text.error(), node->place);
  return text;
}

Result<std::string> setting(const Account& account, const Spec& adapter, std::string_view key) {
  auto text = text_or_default(adapter, account.own_keys, key);
  const auto* spec = adapter.find(key);
  if (spec && spec->type == Type::url) {
    const auto resolved = resolve_environment(text);
    if (!resolved) return placed(resolved.error(), account.own_keys.place_of(key));
    return *resolved;
  }
  if (spec && spec->type == Type::path && !text.empty())
    return (std::filesystem::path(account.folder) / text).lexically_normal().string();
  return text;
}

std::vector<Error> check_account(const Account& account, const Spec& adapter) {
  // One list of keys for the hints: `adaptor` is a slip of `adapter`, whoever reads it.
  auto spec = adapter;
  const auto& common = customer_spec().find("accounts")->item.front();
  for (auto one : common.fields) {
    if (spec.find(one.name)) continue;
    one.is_required = false;
    spec.fields.push_back(std::move(one));
  }
  auto errors = check(spec, account.own_keys);
  const auto told = check(common, account.own_keys);
  std::erase_if(errors, [&](const Error& error) {
    return error.code != "settings/missing_key" && std::any_of(told.begin(), told.end(), [&](const Error& other) {
             return other.code == error.code && other.where.position == error.where.position;
           });
  });
  return errors;
}

SecretFindings check_secrets(const Configuration& configuration) {
  SecretFindings findings;
  for (const auto& customer : configuration.customers)
    for (const auto& account : customer.accounts)
      for (const auto* key : {"user", "password"}) {
        if (!account.own_keys.find(key)) continue;
        if (const auto text = secret(account, key); !text)
          (is_fatal(text.error()) ? findings.errors : findings.notes).push_back(text.error());
      }
  return findings;
}

}  // namespace calloff::settings
