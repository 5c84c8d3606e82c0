#include "app/verbs.hpp"

namespace calloff::app {

std::string_view OptionSpec::key() const {
  if (is_positional()) return name;
  const auto plain = name.substr(2);
  return plain.substr(0, plain.find(' '));
}

std::span<const VerbSpec> all_verbs() {
  static const std::vector<VerbSpec> verbs{
      {"serve", Access::serve, "run the gateway: poll by schedule, send what is queued, answer the other verbs", {},
       "calloff --config config --data /var/lib/calloff serve"},
      {"config check", Access::none, "read every file under --config and say what is wrong; touches no network", {},
       "calloff config check"},
      {"config show", Access::none, "print the configuration as understood, defaults filled in, secrets by reference", {},
       "calloff config show -o json"},
      {"config schema", Access::none, "print the JSON Schema (draft-07) of a configuration file",
       {{"FILE", "calloff or customer", false, false}}, "calloff config schema customer"},
      {"fetch", Access::write, "poll the matching feeds now, due or not, within holds and the login budget",
       {{"CUSTOMER", "only this customer"},
        {"--plant P", "only this plant"},
        {"--feed F", "only this feed"}},
       "calloff fetch sgm --plant JQ"},
      {"schedule show", Access::read, "the consolidated delivery schedule: open rows from today on",
       {{"--customer C", "only this customer"},
        {"--plant P", "only this plant"},
        {"--part GLOB", "part numbers that match, e.g. '0012*'"},
        {"--from D", "first date, e.g. 2026-03-11"},
        {"--to D", "last date"},
        {"--bucket B", "day, week or month"},
        {"--limit N", "at most N rows"},
        {"--all", "also shipped and past rows"}},
       "calloff schedule show --plant JQ --from 2026-03-11"},
      {"oes list", Access::read, "service-parts (OES) order lines", {{"--open", "only lines with an open quantity"}},
       "calloff oes list --open"},
      {"asn new", Access::write, "draft an ASN from an order's lines",
       {{"CUSTOMER", "whose order", true},
        {"--order NO", "the order; all its open lines unless --line says otherwise"},
        {"--line L", "NO=QTY of the order, or RECORD=QTY as `oes list` names it", false, true},
        {"--ship T", "departure, plant time, e.g. 2026-03-10T15:00"},
        {"--eta T", "arrival, plant time"},
        {"--carrier X", "carrier"},
        {"--plate Y", "licence plate"},
        {"--waybill Z", "waybill number"}},
       "calloff asn new sgm --order OE26031001 --ship 2026-03-10T15:00 --eta 2026-03-11T09:00 --carrier SF --plate 沪A12345"},
      {"asn check", Access::write, "check a draft against the rules; sends nothing", {{"ID", "the ASN", true}},
       "calloff asn check A-000001"},
      {"asn send", Access::write, "freeze, queue and send an ASN",
       {{"ID", "the ASN", true}, {"--wait", "wait until the customer's own list shows it, or a person must decide"}},
       "calloff asn send A-000001 --wait"},
      {"asn show", Access::read, "one ASN with its lines and history", {{"ID", "the ASN", true}}, "calloff asn show A-000001"},
      {"asn list", Access::read, "all ASNs, newest first", {}, "calloff asn list"},
      {"asn cancel", Access::write, "withdraw an ASN that has not left",
       {{"ID", "the ASN", true}, {"--reason R", "why", true}}, "calloff asn cancel A-000001 --reason 'truck broke down'"},
      {"asn decide", Access::write, "settle an ASN whose outcome is unknown, after looking at the portal",
       {{"ID", "the ASN", true},
        {"--found REF", "the portal shows it, under this number"},
        {"--absent", "the portal does not have it: send again"},
        {"--abandon", "it will not be sent again"}},
       "calloff asn decide A-000001 --found ASN2026000017"},
      {"run list", Access::read, "past runs, newest first", {{"--limit N", "at most N rows (50)"}}, "calloff run list"},
      {"run show", Access::read, "one run: its steps on the wire, its documents", {{"RUN", "the run", true}},
       "calloff run show R-0123456789abcdef"},
      {"explain", Access::read, "where a figure comes from: record, mapping line, archived bytes, run",
       {{"RECORD", "a record, as `schedule show -o json` and `oes list` name it", true}}, "calloff explain L-0123456789abcdef"},
      {"account status", Access::read, "accounts: last sign-in, and why one is held", {}, "calloff account status"},
      {"account release", Access::write, "lift an account's hold, after a person has signed in or mended it",
       {{"CUSTOMER", "whose account", true}, {"ACCOUNT", "the account", true}}, "calloff account release sgm jq"},
      {"adapter list", Access::none, "the adapters in the plugin folder", {}, "calloff adapter list"},
      {"store check", Access::read, "check database, archive and event log against each other", {}, "calloff store check"},
  };
  return verbs;
}

}  // namespace calloff::app
