// asn new, check, send, cancel, decide: what a shipping clerk does.
#include "app/verb.hpp"
#include "asn/check.hpp"
#include "asn/draft.hpp"
#include "base/text.hpp"
#include "present/views.hpp"

namespace calloff::app {
namespace {

constexpr std::chrono::milliseconds kLongestWait = std::chrono::minutes(30);

Language language_of(const Gateway& gateway) {
  return gateway.prepared().configuration.gateway.language == "zh" ? Language::zh : Language::en;
}

Exit exit_of(const asn::AsnView& view) {
  switch (asn::ending(view)) {
    case asn::Ending::proven:
      return Exit::ok;
    case asn::Ending::rejected:
    case asn::Ending::stopped:
      return Exit::failed;
    case asn::Ending::not_sent:
      return Exit::customer_down;
    case asn::Ending::unknown:
      return Exit::outcome_unknown;
  }
  return Exit::outcome_unknown;
}

/// With --now civil time stands still: what is not due at that instant never becomes due while we wait.
std::chrono::milliseconds wait_of(const Command& command) {
  return command.globals.now.empty() ? kLongestWait : std::chrono::milliseconds(0);
}

/// Who goes on with an ASN that is neither proven nor closed when its verb ends; nothing where nobody has to.
std::optional<Error> what_goes_on(const asn::AsnView& view) {
  const std::vector<std::pair<std::string, std::string>> args{{"asn", view.record.id}};
  if (view.phase == asn::Phase::held) return Error(Recovery::ask_person, "asn/waits_for_decision", args);
  if (asn::ending(view) == asn::Ending::unknown) return Error(Recovery::retry, "asn/looked_for", args);
  if (asn::ending(view) == asn::Ending::not_sent) return Error(Recovery::retry, "asn/sent_later", args);
  return std::nullopt;
}

/// The ASN as `asn show` has it.
Exit show(const Command& command, Gateway& gateway, const model::Actor& actor, const std::string& id, Output& output) {
  const auto shown = gateway.store().read_now([&](store::Reader& reader) -> Result<void> {
    const present::ViewOf of{reader, gateway.prepared().configuration, gateway.clock().now(), actor};
    if (const auto view = present::asn_view(of, id)) print(*view, command, output);
    return {};
  });
  return shown ? Exit::ok : report(shown.error(), output);
}

/// `NO=QTY` of the order, or `RECORD=QTY`. errors: fix_config asn/bad_line (text)
Result<asn::WantedLine> wanted_line(const std::string& text, bool is_by_record) {
  const auto equals = text.rfind('=');
  const auto bad = Error(Recovery::ask_person, "asn/bad_line", {{"text", text}});
  if (equals == text.npos || equals == 0) return bad;
  const auto qty = parse_decimal(std::string_view(text).substr(equals + 1));
  if (!qty) return bad;
  asn::WantedLine line;
  (is_by_record ? line.record : line.line_no) = text.substr(0, equals);
  line.qty = *qty;
  return line;
}

Result<std::optional<LocalTime>> local_time_option(const Command& command, const std::string& option) {
  if (!command.has(option)) return std::optional<LocalTime>();
  const auto time = parse_local_time(command.get(option));
  if (!time) return time.error();
  return std::optional(*time);
}

Result<asn::DraftRequest> request_of(const Command& command) {
  asn::DraftRequest request;
  request.customer = command.get("CUSTOMER");
  request.order_no = command.get("order");
  for (const auto& text : command.all("line")) {
    auto line = wanted_line(text, request.order_no.empty());
    if (!line) return line.error();
    request.lines.push_back(std::move(*line));
  }
  if (request.order_no.empty() && request.lines.empty()) return Error(Recovery::ask_person, "asn/no_lines");
  const auto shipped = local_time_option(command, "ship"), eta = local_time_option(command, "eta");
  if (!shipped) return shipped.error();
  if (!eta) return eta.error();
  request.shipped = *shipped;
  request.eta = *eta;
  request.carrier = command.get("carrier");
  request.plate = command.get("plate");
  request.waybill = command.get("waybill");
  return request;
}

boost::asio::awaitable<Exit> make(Command command, Gateway& gateway, model::Actor actor, Output& output) {
  auto request = request_of(command);
  if (!request) {
    report(request.error(), output, language_of(gateway));
    co_return Exit::usage;
  }
  auto view = co_await gateway.asns().draft(actor, std::move(*request));
  if (!view) co_return report(view.error(), output, language_of(gateway));
  co_return show(command, gateway, actor, view->record.id, output);
}

present::Listing finding_listing(const std::vector<asn::Finding>& findings, Language language) {
  present::Listing listing{{{"rule", "RULE", true},
                            {"severity", "SEVERITY"},
                            {"field", "FIELD"},
                            {"text", "WHAT"},
                            {"code", "", false, true}},
                           {}};
  for (const auto& finding : findings) {
    auto value = present::Value::object();
    value.add("rule", finding.rule).add("severity", asn::to_string(finding.severity)).add("field", finding.field);
    value.add("code", finding.error.code).add("text", sentence(finding.error, language));
    listing.rows.push_back(std::move(value));
  }
  return listing;
}

boost::asio::awaitable<Exit> check(Command command, Gateway& gateway, model::Actor actor, Output& output) {
  auto findings = co_await gateway.asns().check(actor, command.get("ID"));
  if (!findings) co_return report(findings.error(), output, language_of(gateway));
  if (findings->empty() && command.globals.format == present::Format::table)
    output.out(command.get("ID") + ": nothing to say against it\n");
  else
    print(finding_listing(*findings, language_of(gateway)), command, output);
  co_return asn::blocks(*findings) ? Exit::findings : Exit::ok;
}

boost::asio::awaitable<Exit> send(Command command, Gateway& gateway, model::Actor actor, Output& output) {
  const auto id = command.get("ID");
  auto queued = co_await gateway.asns().send(actor, id);
  if (!queued) co_return report(queued.error(), output, language_of(gateway));
  if (!command.has("wait")) co_return show(command, gateway, actor, id, output);
  auto waited = co_await gateway.asns().wait(id, wait_of(command));
  if (!waited) co_return report(waited.error(), output, language_of(gateway));
  if (waited->stopped_by) report(*waited->stopped_by, output, language_of(gateway));
  if (const auto next = what_goes_on(waited->view)) report(*next, output, language_of(gateway));
  if (const auto shown = show(command, gateway, actor, id, output); shown != Exit::ok) co_return shown;
  // Not sent: what stopped it says why.
  const auto exit = exit_of(waited->view);
  co_return exit == Exit::customer_down && waited->stopped_by ? exit_for(*waited->stopped_by) : exit;
}

boost::asio::awaitable<Exit> decide(Command command, Gateway& gateway, model::Actor actor, Output& output) {
  using Choice = asn::Decide::Choice;
  if (int(command.has("found")) + int(command.has("absent")) + int(command.has("abandon")) != 1) {
    output.err("calloff: say one of --found REF, --absent and --abandon\n");
    co_return Exit::usage;
  }
  const auto choice = command.has("found") ? Choice::found : command.has("absent") ? Choice::absent : Choice::abandon;
  auto view = co_await gateway.asns().decide(actor, command.get("ID"), choice, command.get("found"));
  if (!view) co_return report(view.error(), output, language_of(gateway));
  co_return show(command, gateway, actor, command.get("ID"), output);
}

}  // namespace

boost::asio::awaitable<Exit> run_asn_verb(Command command, Gateway& gateway, model::Actor actor, Output& output) {
  Exit exit = Exit::usage;
  if (command.verb == "asn new")
    exit = co_await make(std::move(command), gateway, std::move(actor), output);
  else if (command.verb == "asn check")
    exit = co_await check(std::move(command), gateway, std::move(actor), output);
  else if (command.verb == "asn send")
    exit = co_await send(std::move(command), gateway, std::move(actor), output);
  else if (command.verb == "asn decide")
    exit = co_await decide(std::move(command), gateway, std::move(actor), output);
  else if (command.verb == "asn cancel") {
    auto view = co_await gateway.asns().cancel(actor, command.get("ID"), command.get("reason"));
    exit = view ? show(command, gateway, actor, command.get("ID"), output)
                : report(view.error(), output, language_of(gateway));
  }
  co_return exit;
}

}  // namespace calloff::app
