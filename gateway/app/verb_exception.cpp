// exception list, show, ack, resolve, assign, snooze, reopen: what needs a person, and what people do with it.
#include "app/verb.hpp"
#include "asn/phase.hpp"
#include "base/dates.hpp"
#include "present/freshness.hpp"
#include "present/ticket_view.hpp"
#include "settings/spec.hpp"
#include "store/asns.hpp"

namespace calloff::app {
namespace {

using present::ViewOf;
using store::TicketStep;

bool read_query(const Command& command, present::TicketQuery& query, Output& output) {
  query.customer = command.get("customer");
  query.owner = command.get("mine");
  query.is_all = command.has("all");
  if (command.has("severity")) {
    query.severity = store::severity_from(command.get("severity"));
    if (!query.severity) {
      output.err("calloff: --severity takes info, warn, error or critical, not '" + command.get("severity") + "'\n");
      return false;
    }
  }
  const auto limit = count_of(command, "limit", query.limit, output);
  if (limit) query.limit = *limit;
  return limit.has_value();
}

Error unknown(const std::string& name) { return {Recovery::ask_person, "ticket/unknown", {{"ticket", name}}}; }

/// `--until` as the ticket's place reads its clock, or as an instant; `--for` from now. errors: what is wrong with them
Result<Instant> until_of(const Command& command, const std::string& zone, Instant now) {
  if (command.has("for")) {
    const auto seconds = settings::parse_duration_seconds(command.get("for"));
    if (!seconds) return seconds.error();
    return now + std::chrono::seconds(*seconds);
  }
  if (const auto instant = parse_instant(command.get("until"))) return *instant;
  const auto local = parse_local_time(command.get("until"));
  if (!local) return local.error();
  return to_instant(*local, zone);
}

std::optional<TicketStep::Kind> kind_of(const std::string& verb) {
  using Kind = TicketStep::Kind;
  const std::pair<std::string_view, Kind> kinds[] = {{"exception ack", Kind::ack},
                                                     {"exception resolve", Kind::resolve},
                                                     {"exception assign", Kind::assign},
                                                     {"exception snooze", Kind::snooze},
                                                     {"exception reopen", Kind::reopen}};
  for (const auto& [name, kind] : kinds)
    if (name == verb) return kind;
  return std::nullopt;
}

/// What no run would bring back: an ASN waits for the decision itself, whatever its ticket says.
Result<void> check_resolvable(store::Reader& reader, const store::Ticket& ticket) {
  const std::string id(ticket.reason.arg("asn"));
  const auto asn = id.empty() ? std::nullopt : store::find_asn(reader, id);
  if (!asn || !asn->is_open) return {};
  const auto phase = asn::phase_from(asn->state);
  if (phase != asn::Phase::held && phase != asn::Phase::unknown) return {};
  return Error(Recovery::ask_person, "ticket/asn_waits", {{"ticket", store::ticket_name(ticket.id)}, {"asn", id}});
}

/// The step on the ticket, as one job.
Result<store::Ticket> step(store::Writer& writer, const Command& command, const settings::Configuration& configuration,
                           const model::Actor& actor) {
  const auto id = store::ticket_id(command.get("ID"));
  const auto ticket = id ? store::find_ticket(writer, *id) : std::nullopt;
  if (!ticket || !present::is_visible(actor, *ticket)) return unknown(command.get("ID"));
  TicketStep step;
  step.kind = *kind_of(command.verb);
  step.note = command.get("note");
  step.owner = command.get("WHO");
  if (step.kind == TicketStep::Kind::snooze) {
    const auto until = until_of(command, present::zone_of(configuration, ticket->reason.where), writer.now());
    if (!until) return until.error();
    step.until = *until;
  }
  if (step.kind == TicketStep::Kind::resolve)
    if (auto resolvable = check_resolvable(writer, *ticket); !resolvable) return resolvable.error();
  return store::step_ticket(writer, *id, step, actor.name);
}

}  // namespace

Exit run_exception_verb(const Command& command, const ViewOf& of, Output& output) {
  if (command.verb == "exception list") {
    present::TicketQuery query;
    if (!read_query(command, query, output)) return Exit::usage;
    print(present::ticket_list_view(of, query), command, output);
    return Exit::ok;
  }
  const auto id = store::ticket_id(command.get("ID"));
  const auto value = id ? present::ticket_view(of, *id) : std::nullopt;
  if (!value) return report(unknown(command.get("ID")), output, present::language_of(of.configuration));
  print(*value, command, output);
  return Exit::ok;
}

Exit step_exception(const Command& command, Gateway& gateway, const model::Actor& actor, Output& output) {
  const auto& configuration = gateway.prepared().configuration;
  const auto language = present::language_of(configuration);
  if (command.verb == "exception snooze" && command.has("until") == command.has("for")) {
    output.err("calloff: say one of --until T and --for D\n");
    return Exit::usage;
  }
  const auto stepped = gateway.store().write_now(
      "ticket.step", [&](store::Writer& writer) { return step(writer, command, configuration, actor); });
  if (!stepped) {
    const auto exit = report(stepped.error(), output, language);
    const auto& code = stepped.error().code;
    return code.starts_with("base/") || code.starts_with("settings/") ? Exit::usage : exit;
  }
  const auto shown = gateway.store().read_now([&](store::Reader& reader) -> Result<void> {
    const ViewOf of{reader, configuration, gateway.clock().now(), actor};
    if (const auto view = present::ticket_view(of, stepped->id)) print(*view, command, output);
    return {};
  });
  return shown ? Exit::ok : report(shown.error(), output, language);
}

}  // namespace calloff::app
