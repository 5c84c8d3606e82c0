// release list, release show, oes list, asn show, asn list, run list, run show, feed status, feed list,
// feed skipped, calendar expected, account status, explain, store check; and which file carries out the other verbs
// that read.
#include "app/explain.hpp"
#include "app/verb.hpp"
#include "base/text.hpp"
#include "present/views.hpp"
#include "store/check.hpp"

namespace calloff::app {
namespace {

using present::ViewOf;

Exit show_or_unknown(const std::optional<present::Value>& value, const std::string& what, const std::string& id,
                     const Command& command, Output& output) {
  if (!value) {
    output.err("calloff: there is no " + what + " " + id + "; `calloff " + (what == "ASN" ? "asn" : "run") +
               " list` shows what there is\n");
    return Exit::failed;
  }
  print(*value, command, output);
  return Exit::ok;
}

present::ReleaseQuery release_query(const Command& command) {
  return {command.get("customer"), command.get("plant"), command.get("feed")};
}

Exit show_release(const Command& command, const ViewOf& of, Output& output) {
  store::ForecastFilter filter;
  filter.part = command.get("part");
  if (command.has("bucket")) {
    filter.bucket = model::from_string<model::Bucket>(command.get("bucket"));
    if (!filter.bucket) {
      output.err("calloff: --bucket takes day, week, month or past_due, not '" + command.get("bucket") + "'\n");
      return Exit::usage;
    }
  }
  const auto release = present::find_release(of, release_query(command), command.get("RELEASE"));
  if (!release) {
    report(release.error(), output);
    return release.error().code == "present/release_unknown" ? Exit::failed : Exit::usage;
  }
  const bool is_table = command.globals.format == present::Format::table;
  print(is_table ? present::release_grid_view(of, *release, filter) : present::release_rows_view(of, *release, filter),
        command, output);
  return Exit::ok;
}

Exit list_runs(const Command& command, const ViewOf& of, Output& output) {
  const auto limit = count_of(command, "limit", 50, output);
  if (!limit) return Exit::usage;
  print(present::run_list_view(of, *limit), command, output);
  return Exit::ok;
}

/// No day more than a year is listed: each is worked out anew.
constexpr std::chrono::days kDaysListed{366};

Exit list_expected(const Command& command, const ViewOf& of, Output& output) {
  present::ExpectedQuery query;
  query.customer = command.get("customer");
  query.plant = command.get("plant");
  if (!read_date(command, "from", query.from, output) || !read_date(command, "to", query.to, output))
    return Exit::usage;
  const auto [first, last] = present::days_listed(query, local_date(of.now, "UTC"));
  const auto days = std::chrono::sys_days(last) - std::chrono::sys_days(first);
  if (days < days.zero() || days >= kDaysListed) {
    output.err("calloff: --from and --to span at most 366 days, the earlier one first\n");
    return Exit::usage;
  }
  print(present::expected_view(of, query), command, output);
  return Exit::ok;
}

Exit list_skipped(const Command& command, const ViewOf& of, Output& output) {
  const auto limit = count_of(command, "limit", 50, output);
  if (!limit) return Exit::usage;
  print(present::skipped_view(of, *limit), command, output);
  return Exit::ok;
}

Exit read_view(const Command& command, const ViewOf& of, store::Store& store, const Prepared& prepared,
               Output& output) {
  if (command.verb.starts_with("schedule ") || command.verb == "release diff" || command.verb == "export schedule")
    return run_schedule_verb(command, of, output);
  if (command.verb == "release show") return show_release(command, of, output);
  if (command.verb == "calendar expected") return list_expected(command, of, output);
  if (command.verb == "run list") return list_runs(command, of, output);
  if (command.verb == "run show")
    return show_or_unknown(present::run_view(of, command.get("RUN")), "run", command.get("RUN"), command, output);
  if (command.verb == "asn show")
    return show_or_unknown(present::asn_view(of, command.get("ID")), "ASN", command.get("ID"), command, output);
  if (command.verb == "notify list") return list_notified(command, of, output);
  if (command.verb.starts_with("exception ")) return run_exception_verb(command, of, output);
  if (command.verb.starts_with("quarantine ")) return run_quarantine_verb(command, of, store, output);
  if (command.verb.starts_with("drift ")) return run_drift_verb(command, of, store, output);
  if (command.verb == "explain") return explain(command, of, store, prepared, output);
  if (command.verb == "account picture") return show_picture(command, of, store, output);
  if (command.verb == "feed skipped") return list_skipped(command, of, output);
  if (command.verb == "oes list")
    print(present::oes_view(of, command.has("open")), command, output);
  else if (command.verb == "release list")
    print(present::release_list_view(of, release_query(command)), command, output);
  else if (command.verb == "asn list")
    print(present::asn_list_view(of), command, output);
  else if (command.verb == "feed list")
    print(present::feed_list_view(of), command, output);
  else if (command.verb == "feed status")
    print(present::feed_view(of), command, output);
  else
    print(present::account_view(of), command, output);
  return Exit::ok;
}

Exit check_store(const Command& command, store::Store& store, Output& output) {
  const auto checked = store::check_store(store);
  if (!checked) return report(checked.error(), output);
  auto value = present::Value::object();
  auto findings = present::Value::list();
  for (const auto& finding : checked->findings) findings.items.emplace_back(sentence(finding));
  value.add("files", checked->files)
      .add("documents", checked->documents)
      .add("events", checked->events)
      .add("lines", checked->lines)
      .add("pruned", checked->pruned);
  value.add("findings", std::move(findings));
  if (command.globals.format == present::Format::json) {
    print(value, command, output);
  } else {
    output.out(counted(checked->files, "archived file") + ", " + counted(checked->documents, "document") + ", " +
               counted(checked->events, "event") + ", " + counted(checked->lines, "line") +
               (checked->pruned > 0 ? ", " + counted(std::size_t(checked->pruned), "file") + " pruned" : "") + ": " +
               (checked->findings.empty() ? "sound" : counted(checked->findings.size(), "finding")) + "\n");
    for (const auto& finding : checked->findings) output.out(printable(sentence(finding)) + "\n");
  }
  return checked->findings.empty() ? Exit::ok : Exit::findings;
}

}  // namespace

Exit run_read_verb(const Command& command, const Prepared& prepared, store::Store& store, Clock& clock,
                   const model::Actor& actor, Output& output) {
  if (command.verb == "store check") return check_store(command, store, output);
  if (command.verb == "replay") return run_replay(command, prepared, store, actor, output);
  if (command.verb == "backup create") return create_backup(command, store, clock, output);
  const auto done = store.read_now([&](store::Reader& reader) -> Result<Exit> {
    const ViewOf of{reader, prepared.configuration, clock.now(), actor, records_of(prepared)};
    return read_view(command, of, store, prepared, output);
  });
  return done ? *done : report(done.error(), output);
}

}  // namespace calloff::app
