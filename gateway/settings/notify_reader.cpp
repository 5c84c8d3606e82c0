#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>

#include "base/base64.hpp"
#include "settings/address.hpp"
#include "settings/notify_spec.hpp"

namespace calloff::settings {
namespace {

constexpr std::array<std::string_view, 3> kKinds{"program", "webhook", "smtp"};

/// Keys that belong to one kind. is_needed: it cannot do without
struct KindKey {
  NotifyKind kind;
  std::string_view key;
  bool is_needed;
};
constexpr std::array kKindKeys = std::to_array<KindKey>({
    {NotifyKind::program, "command", true},
    {NotifyKind::webhook, "url", true},
    {NotifyKind::webhook, "secret", true},
    {NotifyKind::webhook, "old_secret", false},
    {NotifyKind::smtp, "server", true},
    {NotifyKind::smtp, "security", false},
    {NotifyKind::smtp, "user", false},
    {NotifyKind::smtp, "password", false},
    {NotifyKind::smtp, "from", true},
    {NotifyKind::smtp, "to", true},
});

Spec quiet() {
  return object("quiet",
                {field("from", Type::time_of_day, "when they begin").required().with_example("22:00"),
                 field("to", Type::time_of_day, "when they end; before `from`: the next morning")
                     .required()
                     .with_example("06:30"),
                 field("zone", Type::zone, "whose clock").required().with_example("Asia/Shanghai"),
                 choice("critical", {"pass", "wait"}, "whether critical tickets wait, too").with_default("pass")},
                "hours of every day in which nothing is told; what waits is told when they end");
}

std::optional<NotifyKind> kind_of(const std::string& word) {
  for (std::size_t i = 0; i < kKinds.size(); ++i)
    if (kKinds[i] == word) return NotifyKind(i);
  return std::nullopt;
}

/// What the kind needs and has not, and what another kind's keys do here.
void check_keys(const Values& values, const Place& place, NotifyKind kind, std::vector<Error>& errors) {
  const auto target = notify_spec().item.front();
  for (const auto& [of, key, is_needed] : kKindKeys) {
    const bool is_there = values.has(key);
    if (of != kind && is_there)
      errors.push_back(error_at(
          values.place(key), "settings/other_kind",
          {{"key", std::string(key)}, {"kind", std::string(kind_name(of))}, {"here", std::string(kind_name(kind))}}));
    if (of == kind && is_needed && !is_there)
      errors.push_back(error_at(place, "settings/missing_key",
                                {{"key", std::string(key)}, {"meaning", target.find(key)->description}}));
  }
}

std::vector<std::string> texts(const Values& values, std::string_view key) {
  std::vector<std::string> all;
  for (const auto* node : values.list(key)) all.push_back(node->text);
  return all;
}

/// An address that stands in a mail's head and in a command to the server: nothing in it may end either.
bool is_address(std::string_view text) {
  const auto at = text.find('@');
  const auto is_good = [](unsigned char c) { return c > ' ' && c < 127 && !std::strchr("<>()[],;:\\\"", c); };
  return at != text.npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == text.npos &&
         std::ranges::all_of(text, is_good);
}

bool is_server(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos || colon == 0) return false;
  const auto port = parse_integer(text.substr(colon + 1));
  const auto host = text.substr(0, colon);
  constexpr auto kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-";
  return port && *port > 0 && *port < 65536 && host.find_first_not_of(kLetters) == host.npos;
}

void check_value(bool is_good, const Place& place, const char* key, const std::string& text, const char* expected,
                 std::vector<Error>& errors) {
  if (!is_good)
    errors.push_back(error_at(place, "settings/bad_value", {{"key", key}, {"text", text}, {"expected", expected}}));
}

void check_mail(const Values& values, const NotifyTarget& target, std::vector<Error>& errors) {
  if (values.has("server"))
    check_value(is_server(target.server), values.value_place("server"), "server", target.server,
                "a host and a port such as smtp.example.com:587", errors);
  constexpr auto kAddress = "a mail address such as calloff@example.com";
  if (values.has("from"))
    check_value(is_address(target.from), values.value_place("from"), "from", target.from, kAddress, errors);
  for (const auto* node : values.list("to"))
    check_value(is_address(node->text), node->place, "to", node->text, kAddress, errors);
  if (values.has("to") && target.to.empty())
    errors.push_back(error_at(values.place("to"), "settings/none_of", {{"key", "to"}}));
  if (target.user.is_given() != target.password.is_given())
    errors.push_back(error_at(
        target.place, "settings/missing_key",
        {{"key", target.user.is_given() ? "password" : "user"}, {"meaning", "user and password go together"}}));
  if (target.security == MailSecurity::none && target.password.is_given())
    errors.push_back(error_at(values.place("security"), "settings/password_in_clear"));
}

SecretSource source_of(const Values& values, const char* key, const std::string& folder) {
  return {key, values.text(key), folder, values.value_place(key)};
}

std::optional<QuietHours> read_quiet(const Values& target, std::vector<Error>& errors) {
  if (!target.has("quiet")) return std::nullopt;
  const auto values = target.object("quiet");
  QuietHours quiet;
  quiet.from = values.time("from").value_or(std::chrono::minutes(0));
  quiet.to = values.time("to").value_or(std::chrono::minutes(0));
  quiet.zone = values.text("zone");
  quiet.critical_passes = values.text("critical") != "wait";
  if (values.has("from") && values.has("to"))
    check_value(quiet.from != quiet.to, values.value_place("to"), "to", values.text("to"), "another time than `from`",
                errors);
  return quiet;
}

MailSecurity security_of(const std::string& word) {
  if (word == "tls") return MailSecurity::tls;
  return word == "none" ? MailSecurity::none : MailSecurity::starttls;
}

NotifyTarget read_target(const Values::Item& item, const std::string& language, const std::string& folder,
                         std::vector<Error>& errors) {
  const auto& values = item.values;
  NotifyTarget target;
  target.name = item.name;
  target.place = item.place;
  if (!is_name(item.name)) errors.push_back(error_at(item.place, "settings/bad_name", {{"name", item.name}}));
  target.severity = values.text("severity");
  target.customers = texts(values, "customers");
  target.language = values.has("language") ? values.text("language") : language;
  target.tells_closing = values.text("closing") != "off";
  if (values.has("remind")) target.reminds = values.seconds("remind");
  target.quiet = read_quiet(values, errors);
  target.time_limit = values.seconds("time_limit");
  target.command = texts(values, "command");
  target.url = values.text("url");
  target.secret = source_of(values, "secret", folder);
  target.old_secret = source_of(values, "old_secret", folder);
  target.server = values.text("server");
  target.security = security_of(values.text("security"));
  target.from = values.text("from");
  target.to = texts(values, "to");
  target.user = source_of(values, "user", folder);
  target.password = source_of(values, "password", folder);
  if (const auto ca = values.text("ca"); !ca.empty())
    target.ca_file = (std::filesystem::path(folder) / ca).lexically_normal().string();
  if (const auto kind = kind_of(values.text("kind"))) {
    target.kind = *kind;
    check_keys(values, item.place, *kind, errors);
    if (*kind == NotifyKind::smtp) check_mail(values, target, errors);
    if (*kind == NotifyKind::program && values.has("command") && target.command.empty())
      errors.push_back(error_at(values.place("command"), "settings/none_of", {{"key", "command"}}));
  }
  return target;
}

}  // namespace

Spec notify_spec() {
  auto target = object(
      "target",
      {choice("kind", {"program", "webhook", "smtp"}, "how it is told").required(),
       choice("severity", {"info", "warn", "error", "critical"}, "from which severity on").with_default("warn"),
       list_of("customers", field("customer", Type::text, "a customer's short name").with_example("sgm"),
               "only tickets of these customers, and those that belong to none; all if absent")
           .or_single(),
       choice("language", {"en", "zh"}, "of its sentences; that of the gateway if absent"),
       choice("closing", {"on", "off"}, "whether it is told when a ticket it was told of is over").with_default("on"),
       field("remind", Type::duration,
             "so often it is told again of what is overdue and nobody has taken; never if absent")
           .with_example("4h")
           .between(60, 604800),
       quiet(), field("time_limit", Type::duration, "for one message").with_default("30s").between(1, 300),
       list_of("command", field("word", Type::text, "the program, then its arguments"),
               "program: what is started, with the message as JSON on its standard input")
           .with_example("[/usr/local/bin/page-somebody, --team, edi]"),
       field("url", Type::url, "webhook: where the message is posted as JSON")
           .with_example("https://hooks.example/calloff"),
       field("secret", Type::secret, "webhook: where the key is kept that signs it")
           .with_example("file:secrets/hook.key"),
       field("old_secret", Type::secret, "webhook: a second key that signs it too, while one takes the other's place"),
       field("server", Type::text, "smtp: the mail server, HOST:PORT").with_example("smtp.example.com:587"),
       choice("security", {"starttls", "tls", "none"},
              "smtp: TLS asked for at the start, from the first byte, or not at all (then without password)")
           .with_default("starttls"),
       field("user", Type::secret, "smtp: where the user name is kept").with_example("env:CALLOFF_MAIL_USER"),
       field("password", Type::secret, "smtp: where the password is kept").with_example("file:secrets/mail.password"),
       field("from", Type::text, "smtp: the sender's address").with_example("calloff@example.com"),
       list_of("to", field("address", Type::text, "an address").with_example("planning@example.com"),
               "smtp: who gets it")
           .or_single(),
       field("ca", Type::path,
             "webhook, smtp: PEM file of the authority that signs the server's certificate, relative to the "
             "configuration folder; the system's authorities if absent")
           .with_example("secrets/company-ca.pem")},
      "one way to reach somebody; its name is the key");
  return map_of("notify", std::move(target), "who is told of new and escalated tickets, by name; see docs/notify.md");
}

std::vector<NotifyTarget> read_notify(const Values& values, const std::string& language, const std::string& folder,
                                      std::vector<Error>& errors) {
  std::vector<NotifyTarget> targets;
  for (const auto& item : values.items("notify")) targets.push_back(read_target(item, language, folder, errors));
  return targets;
}

void check_notified_customers(const Values& values, const std::vector<std::string>& names, std::vector<Error>& errors) {
  for (const auto& item : values.items("notify"))
    for (const auto* node : item.values.list("customers"))
      if (std::ranges::find(names, node->text) == names.end())
        errors.push_back(unknown_reference(node->place, "customers", node->text, names));
}

std::string_view kind_name(NotifyKind kind) { return kKinds.at(std::size_t(kind)); }

Result<SecretText> SecretSource::read() const {
  const auto reference = parse_secret_reference(text, folder);
  if (!reference) return error_at(place, reference.error().code, {{"key", key}});
  auto read = read_secret(*reference);
  if (!read) return error_at(place, read.error().code, read.error().args);
  return read;
}

Error bad_address(const NotifyTarget& target) { return bad_address(target.url, target.place, "notify/bad_url"); }

Result<std::string> address_of(const NotifyTarget& target) {
  return resolve_address(target.url, target.place, "notify/bad_url");
}

Result<std::string> key_bytes(const std::string& key) {
  constexpr std::string_view kEncoded = "whsec_";
  if (!key.starts_with(kEncoded)) return key;
  auto bytes = from_base64(std::string_view(key).substr(kEncoded.size()));
  if (!bytes || bytes->empty()) return Error(Recovery::fix_config, "notify/bad_key");
  return std::move(*bytes);
}

std::vector<const SecretSource*> secrets_of(const NotifyTarget& target) {
  std::vector<const SecretSource*> given;
  for (const auto* source : {&target.secret, &target.old_secret, &target.user, &target.password})
    if (source->is_given()) given.push_back(source);
  return given;
}

}  // namespace calloff::settings
