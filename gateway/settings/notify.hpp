// Who is told of new and escalated tickets, and how: `notify` in calloff.yaml. Threading: values.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "settings/document.hpp"
#include "settings/secret.hpp"

namespace calloff::settings {

/// A secret by reference, with its place. text: as written, env:NAME or file:PATH; empty: there is none
struct SecretSource {
  std::string key, text, folder;
  Place place;

  bool is_given() const { return !text.empty(); }
  /// Reads it now. errors: fix_config secrets/...; at its place
  Result<SecretText> read() const;
};

/// Hours of every day in which nobody is told; `to` may be the next morning, and is itself outside.
struct QuietHours {
  std::chrono::minutes from{0}, to{0};
  std::string zone;
  bool critical_passes = true;
};

enum class NotifyKind { program, webhook, smtp };
/// `program`, `webhook`, `smtp`, as the file says it.
std::string_view kind_name(NotifyKind kind);

/// starttls: asks for TLS before anything else is said; tls: from the first byte; none: a relay that wants no password
enum class MailSecurity { starttls, tls, none };

/// One way to reach somebody. Only the keys of its kind have values.
struct NotifyTarget {
  std::string name;
  NotifyKind kind = NotifyKind::program;
  std::string severity;                ///< from which on: info, warn, error or critical
  std::vector<std::string> customers;  ///< only tickets of these, and those that belong to none; empty: all
  std::string language;                ///< en or zh
  bool tells_closing = true;
  std::optional<std::chrono::seconds> reminds;  ///< of what is overdue and nobody took: so often
  std::optional<QuietHours> quiet;
  std::chrono::seconds time_limit{30};

  std::vector<std::string> command;  ///< program: itself, absolute or found in PATH, and its arguments
  std::string url;                   ///< webhook: may be env:NAME
  SecretSource secret, old_secret;   ///< webhook: what signs it; both while one takes the other's place
  std::string server;                ///< smtp: host:port
  MailSecurity security = MailSecurity::starttls;
  std::string from;             ///< smtp: an address
  std::vector<std::string> to;  ///< smtp: addresses
  SecretSource user, password;  ///< smtp
  std::string ca_file;          ///< PEM; empty: the system's authorities
  Place place;
};

/// Where a webhook's messages go, out of the environment if it is kept there. It may be a secret: no error shows it.
/// errors: fix_config secrets/not_set (name), notify/bad_url (name)
Result<std::string> address_of(const NotifyTarget& target);
/// fix_config notify/bad_url (name: the variable, or `url`): no web address, or one with a user name or password
Error bad_address(const NotifyTarget& target);

/// The bytes of a webhook's key: what the base64 behind `whsec_` stands for, else the characters themselves.
/// errors: fix_config notify/bad_key
Result<std::string> key_bytes(const std::string& key);

/// Every secret that the target names.
std::vector<const SecretSource*> secrets_of(const NotifyTarget& target);

}  // namespace calloff::settings
