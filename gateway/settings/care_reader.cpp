#include <filesystem>

#include "settings/address.hpp"
#include "settings/care_spec.hpp"

namespace calloff::settings {
namespace {

constexpr long kDay = 86400;

Spec log_spec() {
  return object("log",
                {choice("format", {"auto", "text", "json"},
                        "lines for people, or one JSON object a line; `auto`: for people on a terminal, else JSON")
                     .with_default("auto"),
                 field("folder", Type::path,
                       "where `serve` keeps its log, too, a file of JSON lines a day; made if it is not there")
                     .with_example("/var/log/calloff")},
                "what the gateway says while it works, on stderr; see docs/operations.md");
}

Spec retention_spec() {
  return object("retention",
                {field("documents", Type::duration,
                       "documents as they came. Kept longer: what stands in the schedule, in orders or in a forecast, "
                       "what proves an ASN, what is not understood yet")
                     .with_default("3650d")
                     .between(kDay, 36500 * kDay),
                 field("exchanges", Type::duration,
                       "exchanges with customers' systems that only read; what an ASN was sent with stays")
                     .with_default("90d")
                     .between(kDay, 36500 * kDay),
                 field("logs", Type::duration, "files of `log.folder`").with_default("30d").between(kDay, 3650 * kDay)},
                "how long what is no proof is kept; `serve` prunes once a day, `calloff store prune` at any time");
}

Spec disk_spec() {
  return object("disk",
                {field("low_mib", Type::integer,
                       "MiB free on the store's disk below which no feed is polled by schedule; ASNs still go out")
                     .with_default("1024")
                     .between(0, 1L << 40)},
                "what happens before the disk is full");
}

Spec dead_man_spec() {
  return object(
      "dead_man",
      {field("url", Type::url, "asked with GET; may hold a key, then better env:NAME")
           .required()
           .with_example("https://monitor.example/ping/calloff"),
       field("every", Type::duration, "how often, while the gateway is ready").with_default("5m").between(10, kDay),
       field("ca", Type::path,
             "PEM file of the authority that signs its certificate, relative to the configuration folder; "
             "the system's authorities if absent")
           .with_example("secrets/company-ca.pem")},
      "a monitor outside that raises an alarm when it is not asked any more; none if absent");
}

std::string below(const std::string& folder, const std::string& path) {
  return path.empty() ? path : (std::filesystem::path(folder) / path).lexically_normal().string();
}

LogFormat format_of(const std::string& word) {
  if (word == "text") return LogFormat::text;
  return word == "json" ? LogFormat::json : LogFormat::automatic;
}

}  // namespace

std::vector<Spec> care_specs() { return {log_spec(), retention_spec(), disk_spec(), dead_man_spec()}; }

void read_care(const Values& values, const std::string& folder, GatewaySettings& gateway) {
  const auto log = values.object("log");
  gateway.log = {format_of(log.text("format")), below(folder, log.text("folder"))};
  const auto retention = values.object("retention");
  gateway.retention = {retention.seconds("documents"), retention.seconds("exchanges"), retention.seconds("logs")};
  gateway.disk.low = std::uint64_t(values.object("disk").integer("low_mib")) << 20;
  if (!values.has("dead_man")) return;
  const auto dead_man = values.object("dead_man");
  gateway.dead_man = DeadManSettings{dead_man.text("url"), below(folder, dead_man.text("ca")),
                                     dead_man.seconds("every"), dead_man.value_place("url")};
}

Error bad_address(const DeadManSettings& monitor) {
  return bad_address(monitor.url, monitor.place, "dead_man/bad_url");
}

Result<std::string> address_of(const DeadManSettings& monitor) {
  return resolve_address(monitor.url, monitor.place, "dead_man/bad_url");
}

}  // namespace calloff::settings
