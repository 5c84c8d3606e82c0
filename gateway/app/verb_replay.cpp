// replay: archived documents understood again, to be compared, verified or published.
#include <algorithm>

#include "app/recorded_day.hpp"
#include "app/replay_rows.hpp"
#include "app/verb.hpp"
#include "inbound/replay.hpp"
#include "present/freshness.hpp"
#include "store/runs.hpp"

namespace calloff::app {
namespace {

using inbound::Replayed;

/// None, with the mistake told, if the options do not go together.
std::optional<inbound::ReplaySelection> selection_of(const Command& command, Output& output) {
  inbound::ReplaySelection selection;
  selection.runs = command.all("RUN");
  selection.customer = command.get("customer");
  selection.plant = command.get("plant");
  selection.feed = command.get("feed");
  if (!read_date(command, "from", selection.from, output) || !read_date(command, "to", selection.to, output))
    return std::nullopt;
  const int ways = int(command.has("verify")) + int(command.has("apply")) + int(command.has("sessions"));
  std::string wrong;
  if (ways > 1) wrong = "--verify, --apply and --sessions exclude each other";
  if (command.has("apply") != command.has("reason")) wrong = "--apply and --reason belong together";
  if (command.has("sessions") != command.has("day")) wrong = "--sessions and --day belong together";
  if (command.has("sessions") && (!selection.runs.empty() || selection.from || selection.to))
    wrong = "--sessions takes one --day, and neither runs nor --from and --to";
  if (wrong.empty()) return selection;
  output.err("calloff: " + wrong + "\n");
  return std::nullopt;
}

void print_replayed(const std::vector<Replayed>& all, std::vector<std::string> notes, const Command& command,
                    Language language, Output& output) {
  present::Listing listing{replayed_columns(), {}};
  listing.notes = std::move(notes);
  for (const auto& done : all) listing.rows.push_back(replayed_value(done, language));
  if (all.empty()) listing.notes.push_back(sentence({Recovery::quarantine, "replay/none"}, language));
  print(listing, command, output);
  if (command.globals.format != present::Format::table) return;
  for (const auto& done : all)
    if (!done.changes.empty()) print_changes(done, output);
}

bool has_any(const std::vector<Replayed>& all, std::initializer_list<std::string_view> outcomes) {
  return std::ranges::any_of(all, [&](const Replayed& done) {
    return std::ranges::find(outcomes, std::string_view(done.outcome)) != outcomes.end();
  });
}

Exit exit_of(const std::vector<Replayed>& all) {
  if (has_any(all, {"differs", "stopped", "not_understood", "damaged"})) return Exit::findings;
  return has_any(all, {"unknown_mapping"}) ? Exit::partly : Exit::ok;
}

Exit exit_of_applied(const std::vector<Replayed>& all) {
  if (!has_any(all, {"stopped", "not_understood", "damaged", "failed", "not_reached"})) return Exit::ok;
  return has_any(all, {"published", "same"}) ? Exit::partly : Exit::failed;
}

Result<void> check_runs(store::Reader& reader, const inbound::ReplaySelection& selection) {
  for (const auto& run : selection.runs)
    if (!store::find_run(reader, run)) return Error(Recovery::ask_person, "replay/run_unknown", {{"run", run}});
  return {};
}

Result<std::vector<store::PastDocument>> selected(store::Store& store, const Prepared& prepared,
                                                  const inbound::ReplaySelection& selection,
                                                  const model::Actor& actor) {
  return store.read_now([&](store::Reader& reader) -> Result<std::vector<store::PastDocument>> {
    if (auto known = check_runs(reader, selection); !known) return known.error();
    return inbound::select_documents(reader, prepared.feeds, selection, actor.scope);
  });
}

/// What was not looked at, for people.
std::vector<std::string> notes_of(const inbound::PassedOver& passed_over, Language language) {
  const auto& [older, apart, pruned] = passed_over;
  if (older + apart + pruned == 0) return {};
  return {sentence(
      Error(Recovery::quarantine, "replay/passed_over",
            {{"older", std::to_string(older)}, {"apart", std::to_string(apart)}, {"pruned", std::to_string(pruned)}}),
      language)};
}

}  // namespace

Exit run_replay(const Command& command, const Prepared& prepared, store::Store& store, const model::Actor& actor,
                Output& output) {
  const auto selection = selection_of(command, output);
  if (!selection) return Exit::usage;
  if (command.has("sessions")) return rerun_day(command, prepared, store, actor, output);
  const auto language = present::language_of(prepared.configuration);
  const auto documents = selected(store, prepared, *selection, actor);
  if (!documents) return report(documents.error(), output, language);
  inbound::MappingVersions versions(prepared.feeds);
  const inbound::ReplayWith with{store, prepared.feeds, versions};
  std::vector<Replayed> all;
  inbound::PassedOver passed_over;
  for (const auto& document : *documents) {
    // A snapshot each: a long one would keep the gateway's log from being folded in.
    const auto read = store.read_now([&](store::Reader& reader) -> Result<void> {
      if (command.has("verify"))
        all.push_back(inbound::verify_document(reader, with, document));
      else if (auto compared = inbound::compare_document(reader, with, document, passed_over))
        all.push_back(std::move(*compared));
      return {};
    });
    if (!read) return report(read.error(), output, language);
  }
  print_replayed(all, notes_of(passed_over, language), command, language, output);
  return exit_of(all);
}

boost::asio::awaitable<Exit> apply_replay(Command command, Gateway& gateway, model::Actor actor, Output& output) {
  const auto selection = selection_of(command, output);
  if (!selection) co_return Exit::usage;
  const auto language = present::language_of(gateway.prepared().configuration);
  auto known = co_await gateway.store().read(
      [&selection](store::Reader& reader) -> Result<void> { return check_runs(reader, *selection); });
  if (!known) co_return report(known.error(), output, language);
  auto applied = co_await gateway.replay(*selection, std::move(actor), command.get("reason"));
  if (!applied) co_return report(applied.error(), output, language);
  print_replayed(applied->documents, notes_of(applied->passed_over, language), command, language, output);
  co_return exit_of_applied(applied->documents);
}

}  // namespace calloff::app
