// schedule show, schedule changes, release diff, export schedule.
#include "app/verb.hpp"
#include "base/text.hpp"
#include "present/views.hpp"
#include "present/whole_file.hpp"
#include "present/workbook.hpp"

namespace calloff::app {
namespace {

using present::ViewOf;

/// A date and time without an offset is read by the clock of the plant that is asked for, else of the first one.
std::string zone_of(const ViewOf& of, const Command& command) {
  for (const auto& customer : of.configuration.customers) {
    if (command.has("customer") && customer.customer != command.get("customer")) continue;
    for (const auto& plant : customer.plants)
      if (!command.has("plant") || plant.code == command.get("plant")) return plant.zone;
  }
  return "UTC";
}

/// An instant of the past. `2026-03-10` alone: that day's beginning. none, with the mistake told: it is none
std::optional<Instant> past_instant(const Command& command, const std::string& option, const ViewOf& of,
                                    Output& output) {
  const auto text = command.get(option);
  std::optional<Instant> at;
  if (const auto instant = parse_instant(text))
    at = *instant;
  else if (const auto local = parse_local_time(text))
    at = to_instant(*local, zone_of(of, command));
  else if (const auto date = parse_date(text))
    at = to_instant({*date, {}}, zone_of(of, command));
  if (!at) {
    output.err("calloff: --" + option +
               " takes a moment such as 2026-03-10T11:30, 2026-03-10T11:30:00+08:00 or a date, not '" + text + "'\n");
    return std::nullopt;
  }
  if (*at > of.now) {
    report(Error(Recovery::fix_config, "present/future", {{"option", option}, {"at", text}}), output);
    return std::nullopt;
  }
  return at;
}

/// day, week or month; false, with the mistake told, for anything else.
bool read_bucket(const Command& command, const std::string& option, std::optional<model::Bucket>& bucket,
                 Output& output) {
  if (!command.has(option)) return true;
  bucket = model::from_string<model::Bucket>(command.get(option));
  if (bucket && *bucket != model::Bucket::past_due) return true;
  output.err("calloff: --" + option + " takes day, week or month, not '" + command.get(option) + "'\n");
  return false;
}

/// What all verbs of the schedule share.
std::optional<present::ScheduleQuery> read_query(const Command& command, const ViewOf& of, Output& output) {
  present::ScheduleQuery query;
  query.customer = command.get("customer");
  query.plant = command.get("plant");
  query.part = command.get("part");
  query.is_all = command.has("all");
  query.with_packs = command.has("packs");
  query.with_orders = command.has("capacity");
  if (!read_bucket(command, "bucket", query.bucket, output) || !read_bucket(command, "pivot", query.bucket, output) ||
      !read_date(command, "from", query.from, output) ||
      !read_date(command, command.verb == "export schedule" ? "until" : "to", query.to, output))
    return std::nullopt;
  if (command.has("limit") && !(query.limit = count_of(command, "limit", 0, output))) return std::nullopt;
  if (command.has("as-of") && !(query.as_of = past_instant(command, "as-of", of, output))) return std::nullopt;
  return query;
}

Exit show_schedule(const Command& command, const ViewOf& of, Output& output) {
  if (command.has("pivot") && command.has("bucket")) {
    output.err("calloff: --pivot says the bucket already; leave --bucket out\n");
    return Exit::usage;
  }
  const auto query = read_query(command, of, output);
  if (!query) return Exit::usage;
  print(command.has("pivot") ? present::schedule_pivot(of, *query) : present::schedule_view(of, *query), command,
        output);
  return Exit::ok;
}

Exit with_differences(const present::Listing& listing, const Command& command, Output& output) {
  print(listing, command, output);
  return command.has("exit-code") && !listing.rows.empty() ? Exit::findings : Exit::ok;
}

Exit show_changes(const Command& command, const ViewOf& of, Output& output) {
  const auto query = read_query(command, of, output);
  if (!query) return Exit::usage;
  const auto since = past_instant(command, "since", of, output);
  if (!since) return Exit::usage;
  return with_differences(present::schedule_changes_view(of, *query, *since), command, output);
}

/// So that Excel takes the file for UTF-8.
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The grid by week (or --pivot), and all rows as they are.
Result<void> write_export(const Command& command, const ViewOf& of, const present::ScheduleQuery& query,
                          std::vector<std::string>& notes) {
  auto each = query;
  each.bucket.reset();
  auto rows = present::schedule_view(of, each);
  notes = rows.notes;
  if (command.get("to") == "csv")
    return present::write_text(
        command.get("file"),
        std::string(command.has("bom") ? kByteOrderMark : std::string_view()) + present::to_csv(rows));
  auto grid = present::schedule_pivot(of, query);
  constexpr std::size_t kPartColumns = 6;
  return present::write_workbook(command.get("file"),
                                 {{"Grid", std::move(grid), kPartColumns}, {"Data", std::move(rows), 4}});
}

Exit export_schedule(const Command& command, const ViewOf& of, Output& output) {
  const auto to = command.get("to");
  if (to != "xlsx" && to != "csv") {
    output.err("calloff: --to takes xlsx or csv, not '" + to + "'\n");
    return Exit::usage;
  }
  const auto query = read_query(command, of, output);
  if (!query) return Exit::usage;
  std::vector<std::string> notes;
  if (const auto written = write_export(command, of, *query, notes); !written) return report(written.error(), output);
  for (const auto& note : notes) output.err(printable(note) + "\n");
  output.err(command.get("file") + " written\n");
  return Exit::ok;
}

Exit diff_releases(const Command& command, const ViewOf& of, Output& output) {
  const present::ReleaseQuery query{command.get("customer"), command.get("plant"), command.get("feed")};
  const auto before = present::find_release(of, query, command.get("A")),
             after = present::find_release(of, query, command.get("B"));
  for (const auto* one : {&before, &after})
    if (!*one) {
      report(one->error(), output);
      return one->error().code == "present/release_unknown" ? Exit::failed : Exit::usage;
    }
  const auto percent = count_of(command, "min-pct", 0, output);
  if (!percent) return Exit::usage;
  return with_differences(present::release_diff_view(of, *before, *after, {command.get("part"), int(*percent)}),
                          command, output);
}

}  // namespace

Exit run_schedule_verb(const Command& command, const ViewOf& of, Output& output) {
  if (command.verb == "export schedule") return export_schedule(command, of, output);
  if (command.verb == "release diff") return diff_releases(command, of, output);
  return command.verb == "schedule changes" ? show_changes(command, of, output) : show_schedule(command, of, output);
}

}  // namespace calloff::app
