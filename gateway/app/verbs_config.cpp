// config check, config show, config schema, adapter list: configuration only, no store, no network.
#include <map>

#include "app/verb.hpp"
#include "base/text.hpp"

namespace calloff::app {
namespace {

using present::Value;
using settings::Configuration;

Exit check(const Command& command, Output& output) {
  const auto loaded = prepare(command.globals.config);
  const auto secrets = settings::check_secrets(loaded.prepared.configuration);
  auto errors = loaded.errors;
  errors.insert(errors.end(), secrets.errors.begin(), secrets.errors.end());
  for (const auto* notes : {&loaded.notes, &secrets.notes})
    for (const auto& note : *notes) output.err("note: " + printable(sentence(note)) + "\n");
  if (!errors.empty()) {
    report_all(errors, output);
    output.err("calloff: " + counted(errors.size(), "mistake") + "\n");
    return Exit::configuration;
  }
  const auto& read = loaded.prepared.configuration;
  output.out(counted(read.files.size(), "file") + ", " + counted(read.customers.size(), "customer") + ", " +
             counted(loaded.prepared.feeds.size(), "feed") + ": fine\n");
  return Exit::ok;
}

std::string time_text(std::chrono::minutes of_day) {
  char text[32];
  std::snprintf(text, sizeof text, "%02d:%02d", int(of_day.count() / 60), int(of_day.count() % 60));
  return text;
}

std::string schedule_text(const settings::PollSchedule& schedule) {
  if (const auto* cron = std::get_if<Cron>(&schedule.when)) return "cron " + cron->text();
  if (const auto* window = std::get_if<settings::PollWindow>(&schedule.when))
    return "every " + std::to_string(window->every.count()) + "s from " + time_text(window->from) + " to " +
           time_text(window->to);
  std::string text = "at";
  for (const auto time : std::get<std::vector<std::chrono::minutes>>(schedule.when)) text += " " + time_text(time);
  return text;
}

Value name_value(const settings::DisplayName& name) {
  auto value = Value::object();
  value.add("en", present::text_or_null(name.en)).add("zh", present::text_or_null(name.zh));
  return value;
}

Value plant_value(const settings::Plant& plant) {
  auto docks = Value::list();
  for (const auto& dock : plant.docks) docks.items.emplace_back(dock);
  auto value = Value::object();
  value.add("plant", plant.code).add("name", name_value(plant.name)).add("zone", plant.zone);
  value.add("docks", std::move(docks)).add("calendar", present::text_or_null(plant.calendar_name));
  return value;
}

/// Where its secrets are kept, and what is trusted for a while.
void add_way_out(Value& value, const settings::WayOut& way) {
  if (way.proxy) {
    auto proxy = Value::object();
    proxy.add("url", way.proxy->url);
    for (const auto* source : {&way.proxy->user, &way.proxy->password})
      if (source->is_given()) proxy.add(source->key, source->text);
    value.add("proxy", std::move(proxy));
  }
  if (const auto& shown = way.client_certificate) {
    auto certificate = Value::object();
    certificate.add("certificate", shown->file).add("key", shown->key_file);
    if (shown->key_password.is_given()) certificate.add("key_password", shown->key_password.text);
    value.add("client_certificate", std::move(certificate));
  }
  if (const auto& exception = way.tls_exception) {
    auto accepted = Value::object();
    accepted.add("until", to_string(exception->until))
        .add("reason", exception->reason)
        .add("fingerprint", exception->fingerprint);
    value.add("tls_exception", std::move(accepted));
  }
}

/// Secrets stay references: the text of the file, never what it points at.
Value account_value(const settings::Account& account) {
  auto own = Value::object();
  for (const auto& entry : account.own_keys.entries) own.add(entry.key, entry.value.text);
  auto value = Value::object();
  value.add("account", account.name)
      .add("adapter", account.adapter)
      .add("plant", present::text_or_null(account.plant))
      .add("ca", present::text_or_null(account.ca_file))
      .add("min_gap_ms", std::int64_t(account.min_gap.count()))
      .add("hours", time_text(account.hours.from) + "-" + time_text(account.hours.to))
      .add("login_min_gap_s", std::int64_t(account.login.min_gap.count()))
      .add("login_reserve_per_day", account.login.reserve_per_day)
      .add("settings", std::move(own));
  add_way_out(value, account.way_out);
  return value;
}

Value feed_value(const settings::Feed& feed) {
  auto value = Value::object();
  value.add("feed", feed.name)
      .add("account", feed.account)
      .add("plant", present::text_or_null(feed.plant))
      .add("schedule", schedule_text(feed.schedule))
      .add("mapping", present::text_or_null(feed.mapping))
      .add("date_basis", feed.date_basis)
      .add("days_back", feed.days_back)
      .add("days_ahead", feed.days_ahead);
  return value;
}

/// Secrets stay references here, too.
Value target_value(const settings::NotifyTarget& target) {
  auto value = Value::object();
  value.add("target", target.name)
      .add("kind", settings::kind_name(target.kind))
      .add("severity", target.severity)
      .add("language", target.language)
      .add("closing", target.tells_closing)
      .add("remind_s", target.reminds ? Value(std::int64_t(target.reminds->count())) : Value())
      .add("time_limit_s", std::int64_t(target.time_limit.count()))
      .add("quiet", target.quiet ? Value(time_text(target.quiet->from) + "-" + time_text(target.quiet->to) + " " +
                                         target.quiet->zone + (target.quiet->critical_passes ? "" : ", critical waits"))
                                 : Value());
  const auto add_texts = [&](const char* name, const std::vector<std::string>& texts) {
    auto list = Value::list();
    for (const auto& text : texts) list.items.emplace_back(text);
    if (!texts.empty()) value.add(name, std::move(list));
  };
  add_texts("customers", target.customers);
  add_texts("command", target.command);
  for (const auto& [name, text] : {std::pair("url", &target.url), std::pair("server", &target.server),
                                   std::pair("from", &target.from), std::pair("ca", &target.ca_file)})
    if (!text->empty()) value.add(name, *text);
  add_texts("to", target.to);
  for (const auto* source : settings::secrets_of(target)) value.add(source->key, source->text);
  return value;
}

template <class Items, class Make>
Value list_of(const Items& items, Make make) {
  auto list = Value::list();
  for (const auto& item : items) list.items.push_back(make(item));
  return list;
}

Value customer_value(const settings::CustomerSettings& customer) {
  auto value = Value::object();
  value.add("customer", customer.customer).add("name", name_value(customer.name));
  value.add("plants", list_of(customer.plants, plant_value));
  value.add("accounts", list_of(customer.accounts, account_value));
  value.add("feeds", list_of(customer.feeds, feed_value));
  if (customer.asn) {
    auto asn = Value::object();
    asn.add("account", customer.asn->account).add("feed", customer.asn->feed).add("mapping", customer.asn->mapping);
    value.add("asn", std::move(asn));
  }
  return value;
}

Value http_value(const std::optional<settings::HttpSettings>& http) {
  if (!http) return {};
  auto value = Value::object();
  value.add("address", http->address).add("port", http->port);
  return value;
}

/// What is kept how long, where the log goes, and who is told that the gateway lives.
void add_care(Value& value, const settings::GatewaySettings& gateway) {
  auto log = Value::object();
  const char* const kFormats[] = {"auto", "text", "json"};
  log.add("format", kFormats[int(gateway.log.format)]).add("folder", present::text_or_null(gateway.log.folder));
  auto retention = Value::object();
  retention.add("documents_s", std::int64_t(gateway.retention.documents.count()))
      .add("exchanges_s", std::int64_t(gateway.retention.exchanges.count()))
      .add("logs_s", std::int64_t(gateway.retention.logs.count()));
  value.add("log", std::move(log)).add("retention", std::move(retention));
  value.add("disk_low_mib", std::int64_t(gateway.disk.low >> 20));
  if (!gateway.dead_man) return;
  auto monitor = Value::object();
  monitor.add("url", gateway.dead_man->url).add("every_s", std::int64_t(gateway.dead_man->every.count()));
  value.add("dead_man", std::move(monitor));
}

Exit show(const Command& command, Output& output) {
  const auto loaded = settings::load_configuration(command.globals.config);
  if (!loaded.errors.empty()) {
    report_all(loaded.errors, output);
    return Exit::configuration;
  }
  const auto& read = loaded.configuration;
  auto value = Value::object();
  value.add("folder", read.folder)
      .add("mappings", read.gateway.mappings)
      .add("adapters", read.gateway.adapters.empty() ? accounts::default_adapter_folder() : read.gateway.adapters)
      .add("language", read.gateway.language)
      .add("http", http_value(read.gateway.http));
  add_care(value, read.gateway);
  value.add("notify", list_of(read.gateway.notify, target_value))
      .add("customers", list_of(read.customers, customer_value));
  print(value, command, output);
  return Exit::ok;
}

Exit schema(const Command& command, Output& output) {
  const auto file = command.has("FILE") ? command.get("FILE") : "customer";
  const std::map<std::string, std::pair<const settings::Spec*, const char*>> known{
      {"customer", {&settings::customer_spec(), "customers/CUSTOMER.yaml"}},
      {"calloff", {&settings::gateway_spec(), "calloff.yaml"}},
      {"calendar", {&settings::calendar_spec(), "calendars/NAME.yaml"}}};
  const auto found = known.find(file);
  if (found == known.end()) {
    output.err("calloff: there is a schema for `customer`, `calloff` and `calendar`, not for `" + file + "`\n");
    return Exit::usage;
  }
  output.out(settings::json_schema(*found->second.first, found->second.second));
  return Exit::ok;
}

const char* class_text(adapter_api::ResendClass resend) {
  switch (resend) {
    case adapter_api::ResendClass::deduplicated:
      return "D";
    case adapter_api::ResendClass::queryable:
      return "Q";
    case adapter_api::ResendClass::never:
      return "N";
    case adapter_api::ResendClass::sends_nothing:
      return "-";
  }
  return "-";
}

Exit list_adapters(const Command& command, Output& output) {
  const auto read = settings::load_configuration(command.globals.config);
  const auto folder = read.errors.empty() && !read.configuration.gateway.adapters.empty()
                          ? read.configuration.gateway.adapters
                          : accounts::default_adapter_folder();
  const auto loaded = accounts::load_adapters(folder);
  present::Listing listing{{{"adapter", "ADAPTER"},
                            {"version", "VERSION"},
                            {"feeds", "FEEDS"},
                            {"kinds", "SUBMITS"},
                            {"class", "CLASS"},
                            {"summary", "SUMMARY"},
                            {"file", "", false, true}},
                           {}};
  for (const auto& module : loaded.modules) {
    const auto& manifest = *module.manifest;
    auto value = Value::object();
    value.add("adapter", manifest.name)
        .add("version", manifest.version)
        .add("feeds", manifest.feeds)
        .add("kinds", manifest.kinds);
    value.add("class", class_text(manifest.resend_class))
        .add("summary", manifest.summary ? manifest.summary : "")
        .add("file", module.file);
    listing.rows.push_back(std::move(value));
  }
  print(listing, command, output);
  return loaded.refused.empty() ? Exit::ok : report_all(loaded.refused, output);
}

}  // namespace

Exit run_config_verb(const Command& command, Output& output) {
  if (command.verb == "config check") return check(command, output);
  if (command.verb == "config show") return show(command, output);
  if (command.verb == "config schema") return schema(command, output);
  if (command.verb == "doctor") return run_doctor(command, output);
  if (command.verb.starts_with("backup ")) return run_backup_verb(command, output);
  return list_adapters(command, output);
}

}  // namespace calloff::app
