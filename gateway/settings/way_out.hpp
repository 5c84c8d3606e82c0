// How an account's requests leave the company and what they trust: `proxy`, `client_certificate` and `tls_exception` of
// an account. Threading: values.
#pragma once
#include <optional>
#include <string>

#include "base/dates.hpp"
#include "settings/notify.hpp"

namespace calloff::settings {

/// url: http://HOST:PORT; may be env:NAME. user, password: both or none
struct ProxySettings {
  std::string url;
  SecretSource user, password;
  Place place;
};

/// errors: fix_config secrets/not_set (name), settings/bad_proxy_url (name: the variable, or `url`); at its place
Result<std::string> address_of(const ProxySettings& proxy);

/// PEM files; key_password: none where the key is not encrypted
struct ClientCertificate {
  std::string file, key_file;
  SecretSource key_password;
};

/// One certificate that is accepted though it cannot be verified, through a day.
/// until: the last day, in the account's zone; fingerprint: SHA-256 of the certificate, 64 digits in lower case
struct TlsException {
  LocalDate until;
  std::string reason, fingerprint;
  Place place;
};

/// From when on it is over. zone: the account's
Instant end_of(const TlsException& exception, std::string_view zone);

struct WayOut {
  std::optional<ProxySettings> proxy;
  std::optional<ClientCertificate> client_certificate;
  std::optional<TlsException> tls_exception;
};

/// Every secret that is named there.
std::vector<const SecretSource*> secrets_of(const WayOut& way);

/// The private key, read as a secret: a file that others may read is refused.
/// errors: fix_config secrets/...; at `place`
Result<SecretText> read_private_key(const ClientCertificate& shown, const Place& place);

}  // namespace calloff::settings
