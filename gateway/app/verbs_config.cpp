// config check, config show, config schema, adapter list: configuration only, no store, no network.
#include <map>

#include "app/shown_configuration.hpp"
#include "app/verb.hpp"
#include "base/text.hpp"

namespace calloff::app {
namespace {

using present::Value;

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

Exit show(const Command& command, Output& output) {
  const auto loaded = settings::load_configuration(command.globals.config);
  if (!loaded.errors.empty()) {
    report_all(loaded.errors, output);
    return Exit::configuration;
  }
  print(shown(loaded.configuration), command, output);
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
