#include <filesystem>

#include "base/text.hpp"
#include "settings/address.hpp"
#include "settings/way_out_spec.hpp"

namespace calloff::settings {
namespace {

Spec proxy_spec() {
  return object(
      "proxy",
      {field("url", Type::url, "the proxy: http://HOST:PORT; what is asked over TLS goes through it by CONNECT")
           .required()
           .with_example("http://proxy.example:3128"),
       field("user", Type::secret, "where the user name for the proxy is kept").with_example("env:CALLOFF_PROXY_USER"),
       field("password", Type::secret, "where its password is kept").with_example("file:secrets/proxy.password")},
      "the way to the customer's system where there is no direct one; nothing is taken from the environment");
}

Spec client_certificate_spec() {
  return object(
      "client_certificate",
      {field("certificate", Type::path,
             "PEM file: our certificate, then what signed it; relative to the configuration folder")
           .required()
           .with_example("secrets/sgm-client.pem"),
       field("key", Type::path, "PEM file of its private key; only its owner may read it")
           .required()
           .with_example("secrets/sgm-client.key"),
       field("key_password", Type::secret, "where the key's password is kept; without one it is not encrypted")
           .with_example("file:secrets/sgm-client.password")},
      "what we show to a customer's system that asks for a certificate");
}

Spec tls_exception_spec() {
  return object(
      "tls_exception",
      {field("until", Type::date, "the last day, in the account's zone; then everything is verified again")
           .required()
           .with_example("2026-06-30"),
       field("reason", Type::text, "why; people read it").required().with_example("renewal is late, SGM IT"),
       field("fingerprint", Type::text, "SHA-256 of the one certificate, 64 hexadecimal digits, colons or not")
           .required()
           .with_example("4D:9E:..:07")},
      "one certificate of the customer's system that is accepted although it cannot be verified, for a while");
}

SecretSource source_of(const Values& values, const char* key, const std::string& folder) {
  return {key, values.text(key), folder, values.value_place(key)};
}

std::string existing_file(const Values& values, const char* key, const std::string& folder,
                          std::vector<Error>& errors) {
  const auto text = values.text(key);
  if (text.empty()) return {};  // told already
  auto path = (std::filesystem::path(folder) / text).lexically_normal().string();
  if (!std::filesystem::is_regular_file(path))
    errors.push_back(error_at(values.value_place(key), "settings/missing_file", {{"key", key}, {"path", path}}));
  return path;
}

std::optional<ProxySettings> read_proxy(const Values& account, const std::string& folder, std::vector<Error>& errors) {
  if (!account.has("proxy")) return std::nullopt;
  const auto values = account.object("proxy");
  ProxySettings proxy{values.text("url"), source_of(values, "user", folder), source_of(values, "password", folder),
                      values.value_place("url")};
  // What is no web address at all was told already; what a variable holds is not this machine's alone to judge.
  if (judge_address(proxy.url) == AddressFault::none)
    if (const auto judged = address_of(proxy); !judged) errors.push_back(judged.error());
  if (proxy.user.is_given() != proxy.password.is_given())
    errors.push_back(
        error_at(account.place("proxy"), "settings/missing_key",
                 {{"key", proxy.user.is_given() ? "password" : "user"}, {"meaning", "user and password go together"}}));
  return proxy;
}

/// Lower case, no colons; empty unless it is a SHA-256.
std::string digits_of(const std::string& text) {
  auto digits = lower(replace_all(text, ":", ""));
  const bool is_hash = digits.size() == 64 && digits.find_first_not_of("0123456789abcdef") == digits.npos;
  return is_hash ? digits : std::string();
}

std::optional<TlsException> read_exception(const Values& account, std::vector<Error>& errors) {
  if (!account.has("tls_exception")) return std::nullopt;
  const auto values = account.object("tls_exception");
  const auto until = values.date("until");
  const auto text = values.text("fingerprint");
  const auto digits = digits_of(text);
  if (!text.empty() && digits.empty())
    errors.push_back(error_at(values.value_place("fingerprint"), "settings/bad_value",
                              {{"key", "fingerprint"}, {"text", text}, {"expected", "64 hexadecimal digits"}}));
  if (!until || digits.empty()) return std::nullopt;
  return TlsException{*until, values.text("reason"), digits, account.place("tls_exception")};
}

}  // namespace

Result<std::string> address_of(const ProxySettings& proxy) {
  constexpr auto kCode = "settings/bad_proxy_url";
  auto url = resolve_address(proxy.url, proxy.place, kCode);
  if (url && !url->starts_with("http://")) return bad_address(proxy.url, proxy.place, kCode);
  return url;
}

Instant end_of(const TlsException& exception, std::string_view zone) {
  return to_instant({add_days(exception.until, 1), std::chrono::seconds(0)}, zone);
}

std::vector<Spec> way_out_specs() { return {proxy_spec(), client_certificate_spec(), tls_exception_spec()}; }

WayOut read_way_out(const Values& values, const std::string& folder, std::vector<Error>& errors) {
  WayOut way;
  way.proxy = read_proxy(values, folder, errors);
  if (values.has("client_certificate")) {
    const auto shown = values.object("client_certificate");
    way.client_certificate =
        ClientCertificate{existing_file(shown, "certificate", folder, errors),
                          existing_file(shown, "key", folder, errors), source_of(shown, "key_password", folder)};
  }
  way.tls_exception = read_exception(values, errors);
  return way;
}

}  // namespace calloff::settings
