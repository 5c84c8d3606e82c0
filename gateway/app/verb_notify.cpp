// notify list, notify test: who is told of tickets, and whether a message reaches them.
#include "app/verb.hpp"
#include "base/dates.hpp"
#include "base/text.hpp"
#include "notify/message.hpp"
#include "present/freshness.hpp"
#include "present/ticket_view.hpp"
#include "settings/address.hpp"
#include "store/alerts.hpp"

namespace calloff::app {
namespace {

using present::Value;
using settings::NotifyTarget;

const NotifyTarget* target_named(const settings::Configuration& configuration, const std::string& name) {
  for (const auto& target : configuration.gateway.notify)
    if (target.name == name) return &target;
  return nullptr;
}

Error unknown(const settings::Configuration& configuration, const std::string& name) {
  std::vector<std::string> known;
  for (const auto& target : configuration.gateway.notify) known.push_back(target.name);
  const auto near = nearest(name, known);
  std::string hint = near.empty() ? "" : "did you mean '" + near + "'?";
  if (hint.empty()) {
    hint = known.empty() ? "none is configured" : "known:";
    for (const auto& one : known) hint += (&one == &known.front() ? " " : ", ") + one;
  }
  return {Recovery::ask_person, "notify/unknown_target", {{"target", name}, {"hint", hint}}};
}

/// Where it goes, as far as it may be shown: an address may hold a key in its path.
std::string way_of(const NotifyTarget& target) {
  if (target.kind == settings::NotifyKind::program) return target.command.empty() ? "" : target.command.front();
  if (target.kind == settings::NotifyKind::smtp) {
    std::string to;
    for (const auto& address : target.to) to += (to.empty() ? "" : ", ") + address;
    return to;
  }
  if (settings::is_environment_reference(target.url)) return target.url;
  return std::string(settings::without_path(target.url));
}

Value row_of(const present::ViewOf& of, const NotifyTarget& target) {
  const auto state = store::alert_target(of.reader, target.name);
  const auto zone = target.quiet ? target.quiet->zone : present::zone_of(of.configuration, {});
  const auto at = [&](const std::optional<Instant>& when) {
    return when ? Value(to_zoned_string(*when, zone)) : Value();
  };
  const auto waiting = store::waiting_alerts(of.reader, target.name).size();
  auto value = Value::object();
  value.add("target", target.name)
      .add("kind", settings::kind_name(target.kind))
      .add("to", way_of(target))
      .add("severity", target.severity)
      .add("waiting", std::int64_t(waiting))
      .add("failures", state ? state->failures : 0)
      .add("last_told", state ? at(state->last_told) : Value())
      .add("next_try", state ? at(state->next_try) : Value());
  return value;
}

}  // namespace

Exit list_notified(const Command& command, const present::ViewOf& of, Output& output) {
  present::Listing listing{{{"target", "TARGET"},
                            {"kind", "KIND"},
                            {"to", "TO"},
                            {"severity", "FROM SEVERITY"},
                            {"waiting", "WAITING", true},
                            {"failures", "FAILURES", true},
                            {"last_told", "LAST TOLD"},
                            {"next_try", "NEXT TRY"}},
                           {}};
  for (const auto& target : of.configuration.gateway.notify) listing.rows.push_back(row_of(of, target));
  if (listing.rows.empty())
    listing.notes.push_back(sentence({Recovery::ask_person, "notify/nobody"}, present::language_of(of.configuration)));
  print(listing, command, output);
  return Exit::ok;
}

boost::asio::awaitable<Exit> run_notify_test(Command command, Gateway& gateway, model::Actor actor, Output& output) {
  const auto& configuration = gateway.prepared().configuration;
  const auto language = present::language_of(configuration);
  const auto name = command.get("TARGET");
  const auto* target = target_named(configuration, name);
  if (!target) {
    report(unknown(configuration, name), output, language);
    co_return Exit::usage;
  }
  auto message = notify::test_message(configuration, *target, actor.name, gateway.clock().now());
  const auto carried = co_await gateway.carrier().carry(*target, std::move(message));
  if (!carried) co_return report(carried.error(), output, language);
  output.out(name + ": the message was taken\n");
  if (carried->refused.empty()) co_return Exit::ok;
  co_return report(notify::address_refused(name, *carried), output, language);
}

}  // namespace calloff::app
