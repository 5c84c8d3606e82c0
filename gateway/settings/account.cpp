// What an account's adapter reads of it: its own settings and secrets.
#include <algorithm>
#include <filesystem>

#include "base/text.hpp"
#include "settings/configuration.hpp"

namespace calloff::settings {
namespace {

Error placed(const Error& error, const Place& place) { return error_at(place, error.code, error.args); }

bool is_fatal(const Error& error) { return error.code != "secrets/not_set" && error.code != "secrets/missing_file"; }

/// A list's items, one a line.
std::string list_text(const Spec& spec, const Node& node) {
  const auto* value = node.find(spec.name);
  if (!value) return replace_all(spec.default_text.value_or(""), ", ", "\n");
  if (value->is_scalar()) return value->text;
  std::string lines;
  for (const auto& item : value->items) lines += (lines.empty() ? "" : "\n") + item.text;
  return lines;
}

Result<std::string> value_of(const Account& account, const Spec& owner, const Spec& spec, const Node& node) {
  if (spec.type == Type::list) return list_text(spec, node);
  const auto text = text_or_default(owner, node, spec.name);
  if (spec.type == Type::url) {
    const auto resolved = resolve_environment(text);
    if (!resolved) return placed(resolved.error(), node.place_of(spec.name));
    return *resolved;
  }
  if (spec.type == Type::path && !text.empty())
    return (std::filesystem::path(account.folder) / text).lexically_normal().string();
  return text;
}

Result<void> add_values(const Account& account, const Spec& spec, const Node& node, const std::string& before,
                        std::map<std::string, std::string>& into) {
  static const Node nothing;
  for (const auto& field : spec.fields) {
    if (field.type == Type::secret) continue;
    const auto path = before + field.name;
    if (field.type == Type::object) {
      const auto* below = node.find(field.name);
      if (auto read = add_values(account, field, below ? *below : nothing, path + ".", into); !read) return read;
      continue;
    }
    auto value = value_of(account, spec, field, node);
    if (!value) return value.error();
    into[path] = std::move(*value);
  }
  return {};
}

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

Result<std::map<std::string, std::string>> settings_of(const Account& account, const Spec& adapter) {
  std::map<std::string, std::string> values;
  if (auto read = add_values(account, adapter, account.own_keys, "", values); !read) return read.error();
  return values;
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

/// Every secret of an account that is not its adapter's.
std::vector<const SecretSource*> secrets_of(const WayOut& way) {
  std::vector<const SecretSource*> given;
  if (way.proxy)
    for (const auto* source : {&way.proxy->user, &way.proxy->password})
      if (source->is_given()) given.push_back(source);
  if (way.client_certificate && way.client_certificate->key_password.is_given())
    given.push_back(&way.client_certificate->key_password);
  return given;
}

namespace {

void add_finding(const Error& error, SecretFindings& findings) {
  (is_fatal(error) ? findings.errors : findings.notes).push_back(error);
}

template <class T>
void check(const Result<T>& read, SecretFindings& findings) {
  if (!read) add_finding(read.error(), findings);
}

/// An address that a variable holds; one that stands in a file was judged when it was read.
template <class Addressed>
void check_address(const Addressed& addressed, SecretFindings& findings) {
  if (is_environment_reference(addressed.url)) check(address_of(addressed), findings);
}

void check_account_secrets(const Account& account, SecretFindings& findings) {
  for (const auto* key : {"user", "password"})
    if (account.own_keys.find(key)) check(secret(account, key), findings);
  for (const auto* source : secrets_of(account.way_out)) check(source->read(), findings);
  if (account.way_out.proxy) check_address(*account.way_out.proxy, findings);
  if (const auto& shown = account.way_out.client_certificate) check(read_private_key(*shown, account.place), findings);
}

void check_target(const NotifyTarget& target, SecretFindings& findings) {
  for (const auto* source : secrets_of(target)) {
    const auto text = source->read();
    check(text, findings);
    const bool is_key = source == &target.secret || source == &target.old_secret;
    if (const auto bytes = text && is_key ? key_bytes(text->reveal()) : Result<std::string>(""); !bytes)
      add_finding(error_at(source->place, bytes.error().code, {{"key", source->key}}), findings);
  }
  if (target.kind == NotifyKind::webhook) check_address(target, findings);
}

}  // namespace

SecretFindings check_secrets(const Configuration& configuration) {
  SecretFindings findings;
  for (const auto& customer : configuration.customers)
    for (const auto& account : customer.accounts) check_account_secrets(account, findings);
  for (const auto& target : configuration.gateway.notify) check_target(target, findings);
  if (const auto& monitor = configuration.gateway.dead_man) check_address(*monitor, findings);
  return findings;
}

Result<SecretText> read_private_key(const ClientCertificate& shown, const Place& place) {
  auto text = read_secret({SecretReference::Kind::file, shown.key_file});
  if (!text) return error_at(place, text.error().code, text.error().args);
  return text;
}

}  // namespace calloff::settings
