#include "app/shown_configuration.hpp"

#include <array>
#include <bitset>

#include "accounts/adapter_loader.hpp"
#include "base/dates.hpp"
#include "base/text.hpp"

namespace calloff::app {
namespace {

using present::Value;

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
  value.add("docks", std::move(docks))
      .add("duns", present::text_or_null(plant.duns))
      .add("calendar", present::text_or_null(plant.calendar_name))
      .add("transit_days", plant.transit_days);
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

Value weekdays_value(const std::bitset<7>& weekdays) {
  constexpr std::array kDays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  auto list = Value::list();
  for (std::size_t day = 0; day < kDays.size(); ++day)
    if (weekdays[day]) list.items.emplace_back(kDays[day]);
  return list;
}

Value seconds(std::chrono::seconds time) { return std::int64_t(time.count()); }

Value time_or_null(const std::optional<std::chrono::minutes>& of_day) {
  return of_day ? Value(time_text(*of_day)) : Value();
}

/// What stands in the file, else the default; null where there is none.
Value filled(const settings::Spec& spec, const settings::Node* node) {
  if (spec.type == settings::Type::object) {
    auto value = Value::object();
    for (const auto& one : spec.fields) value.add(one.name, filled(one, node ? node->find(one.name) : nullptr));
    return value;
  }
  if (spec.type != settings::Type::list)
    return present::text_or_null(node && node->is_scalar() ? node->text : spec.default_text.value_or(""));
  auto list = Value::list();
  if (node && node->is_scalar()) list.items.emplace_back(node->text);
  if (node)
    for (const auto& item : node->items) list.items.push_back(filled(spec.item.front(), &item));
  const auto words = node ? std::string() : replace_all(spec.default_text.value_or(""), ", ", "\n");
  if (!words.empty())
    for (const auto word : split(words, '\n')) list.items.emplace_back(word);
  return list;
}

Value password_age_value(const std::optional<settings::PasswordAge>& age) {
  if (!age) return {};
  auto value = Value::object();
  value.add("changed", to_string(age->changed))
      .add("lives_days", std::int64_t(age->lives.count()))
      .add("remind_days", std::int64_t(age->remind.count()));
  return value;
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
      .add("idle_s", seconds(account.idle))
      .add("answer_within_s", seconds(account.answer_within))
      .add("password_age", password_age_value(account.password_age))
      .add("settings", std::move(own));
  add_way_out(value, account.way_out);
  return value;
}

Value expected_value(const settings::ExpectedBy& expected) {
  if (!expected.is_set()) return {};
  auto value = Value::object();
  value.add("warn", time_or_null(expected.warn))
      .add("escalate", time_or_null(expected.escalate))
      .add("on", weekdays_value(expected.weekdays))
      .add("ahead", expected.ahead);
  if (!expected.numbers) return value.add("numbers", Value());
  auto numbers = Value::object();
  numbers.add("digits", expected.numbers->digits)
      .add("first", expected.numbers->first ? Value(*expected.numbers->first) : Value());
  return value.add("numbers", std::move(numbers));
}

Value set_value(const std::optional<settings::SetRule>& rule) {
  if (!rule) return {};
  auto value = Value::object();
  value.add("equal_polls", rule->equal_polls).add("apart_s", seconds(rule->apart)).add("by", time_text(rule->by));
  return value;
}

Value guard_value(const settings::GuardRules& guard) {
  auto value = Value::object();
  value.add("rows_drop", guard.rows_drop)
      .add("rows_from", guard.rows_from)
      .add("totals", guard.totals)
      .add("cells", guard.cells)
      .add("plant", guard.plant)
      .add("supplier", guard.supplier)
      .add("old_list", guard.old_list);
  return value;
}

const char* word_of(settings::CatchUp catch_up) {
  switch (catch_up) {
    case settings::CatchUp::skip:
      return "skip";
    case settings::CatchUp::all:
      return "all";
    case settings::CatchUp::run_once:
      break;
  }
  return "run_once";
}

Value feed_value(const settings::Feed& feed) {
  const auto& schedule = feed.schedule;
  auto value = Value::object();
  value.add("feed", feed.name)
      .add("account", feed.account)
      .add("plant", present::text_or_null(feed.plant))
      .add("schedule", schedule_text(schedule))
      .add("days", schedule.on_every_day ? "every_day" : "workdays")
      .add("jitter_s", seconds(schedule.jitter))
      .add("until", schedule.until_complete ? "complete" : "end")
      .add("catch_up", word_of(schedule.catch_up))
      .add("expected_by", expected_value(feed.expected))
      .add("complete_set", set_value(feed.complete_set))
      .add("mapping", present::text_or_null(feed.mapping))
      .add("import_mapping", present::text_or_null(feed.import_mapping))
      .add("date_basis", feed.date_basis)
      .add("firm_days", feed.firm_days)
      .add("absent_part", feed.is_absent_held ? "hold" : "zero")
      .add("days_back", feed.days_back)
      .add("days_ahead", feed.days_ahead)
      .add("recheck_s", seconds(feed.recheck))
      .add("guard", guard_value(feed.guard));
  return value;
}

std::string_view word_of(settings::MailSecurity security) {
  switch (security) {
    case settings::MailSecurity::starttls:
      return "starttls";
    case settings::MailSecurity::tls:
      return "tls";
    case settings::MailSecurity::none:
      break;
  }
  return "none";
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
  if (target.kind == settings::NotifyKind::smtp) value.add("security", word_of(target.security));
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
  value.add("duns", present::text_or_null(customer.duns));
  value.add("plants", list_of(customer.plants, plant_value));
  value.add("accounts", list_of(customer.accounts, account_value));
  value.add("feeds", list_of(customer.feeds, feed_value));
  if (customer.asn) value.add("asn", filled(settings::asn_spec(), &customer.asn->rules));
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
  monitor.add("url", gateway.dead_man->url)
      .add("every_s", seconds(gateway.dead_man->every))
      .add("ca", present::text_or_null(gateway.dead_man->ca_file));
  value.add("dead_man", std::move(monitor));
}

Value host_value(const std::pair<const std::string, settings::HostRule>& host) {
  auto value = Value::object();
  value.add("host", host.first).add("min_gap_ms", std::int64_t(host.second.min_gap.count()));
  return value;
}

}  // namespace

Value shown(const settings::Configuration& read) {
  auto value = Value::object();
  value.add("folder", read.folder)
      .add("mappings", read.gateway.mappings)
      .add("calendars", read.gateway.calendars)
      .add("adapters", read.gateway.adapters.empty() ? accounts::default_adapter_folder() : read.gateway.adapters)
      .add("language", read.gateway.language)
      .add("http", http_value(read.gateway.http));
  add_care(value, read.gateway);
  value.add("hosts", list_of(read.gateway.hosts, host_value))
      .add("notify", list_of(read.gateway.notify, target_value))
      .add("customers", list_of(read.customers, customer_value));
  return value;
}

}  // namespace calloff::app
