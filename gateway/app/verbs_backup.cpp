// backup create, verify, restore; store release.
#include <unistd.h>

#include "accounts/keyring.hpp"
#include "app/verb.hpp"
#include "backup/backup.hpp"
#include "base/dates.hpp"
#include "base/text.hpp"
#include "store/safe_mode.hpp"

namespace calloff::app {
namespace {

using present::Value;

constexpr std::chrono::milliseconds kTellEvery{2000};

/// How far a long step is, on stderr; a short one says nothing.
backup::Progress told_on(Output& output, Clock& clock) {
  return [&output, &clock, last = clock.boot()](std::string_view what, std::uint64_t done, std::uint64_t all) mutable {
    if (clock.boot() - last < kTellEvery) return;
    last = clock.boot();
    output.err("calloff: " + std::to_string(done) + " of " + std::to_string(all) + " " + std::string(what) + "\n");
  };
}

/// What every verb says of the backup. signer: empty where the manifest is not to be believed, and then not told
Value value_of(const Command& command, const backup::Manifest& manifest, const std::string& signer) {
  auto value = Value::object();
  value.add("backup", command.get("DIR"))
      .add("created", signer.empty() ? Value() : to_string(manifest.created))
      .add("program", present::text_or_null(manifest.program))
      .add("schema", manifest.snapshot.schema)
      .add("event", manifest.snapshot.event_seq)
      .add("event_hash", present::text_or_null(manifest.snapshot.event_hash))
      .add("documents", std::int64_t(manifest.snapshot.files.size()))
      .add("database_bytes", std::int64_t(manifest.database_size))
      .add("signer", present::text_or_null(signer));
  return value;
}

/// Prints `text` for people, or the value; every finding is said, and one is enough for Exit::findings.
Exit say(const Command& command, Value value, const std::string& text, const std::vector<Error>& findings,
         Output& output) {
  auto list = Value::list();
  for (const auto& finding : findings) list.items.emplace_back(sentence(finding));
  value.add("findings", std::move(list));
  if (command.globals.format == present::Format::table) {
    output.out(text + "\n");
    for (const auto& finding : findings) output.out(printable(sentence(finding)) + "\n");
  } else {
    print(value, command, output);
  }
  return findings.empty() ? Exit::ok : Exit::findings;
}

std::string described(const backup::Manifest& manifest) {
  return counted(manifest.snapshot.files.size(), "archived file") + ", " +
         counted(std::size_t(manifest.snapshot.event_seq), "event");
}

Exit verify(const Command& command, Clock& clock, Output& output) {
  const auto verified = backup::verify(command.get("DIR"), command.get("signer"), clock, told_on(output, clock));
  if (!verified) return report(verified.error(), output);
  const bool is_good = verified->findings.empty();
  auto value = value_of(command, verified->manifest, verified->signer);
  value.add("good", is_good);
  const auto text = is_good ? command.get("DIR") + ": good: of " + to_string(verified->manifest.created) + ", " +
                                  described(verified->manifest) + "; restored, opened and checked\nsigned by " +
                                  verified->signer
                            : command.get("DIR") + ": not good: " + counted(verified->findings.size(), "finding");
  return say(command, std::move(value), text, verified->findings, output);
}

Exit restore(const Command& command, Clock& clock, Output& output) {
  const auto into = command.get("into");
  const auto restored = backup::restore(command.get("DIR"), into, command.get("signer"), actor_of(geteuid()).name,
                                        clock, told_on(output, clock));
  if (!restored) return report(restored.error(), output);
  auto value = value_of(command, restored->manifest, restored->signer);
  value.add("into", into);
  return say(command, std::move(value),
             into + ": restored as of " + to_string(restored->manifest.created) + ", " + described(restored->manifest) +
                 "\nno ASN is sent from it: compare `calloff asn list` with the customers' own lists, then `calloff "
                 "store release --note TEXT`",
             restored->findings, output);
}

}  // namespace

Exit create_backup(const Command& command, store::Store& store, Clock& clock, Output& output) {
  const auto keyring = accounts::Keyring::open(store.dir());
  if (!keyring) return report(keyring.error(), output);
  const auto created = backup::create(store, *keyring, command.get("DIR"), clock.now(), std::string(program_version()),
                                      told_on(output, clock));
  if (!created) return report(created.error(), output);
  auto value = value_of(command, created->manifest, created->signer);
  value.add("copied", std::int64_t(created->copied));
  return say(command, std::move(value),
             command.get("DIR") + ": " + described(created->manifest) + "; " + counted(created->copied, "file") +
                 " copied\nsigned by " + created->signer + "\n`calloff backup verify " + command.get("DIR") +
                 "` says whether it is good",
             created->findings, output);
}

Exit run_backup_verb(const Command& command, Output& output) {
  const auto clock = clock_for(command);
  if (!clock) return report(clock.error(), output);
  return command.verb == "backup verify" ? verify(command, **clock, output) : restore(command, **clock, output);
}

Exit release_store(const Command& command, Gateway& gateway, const model::Actor& actor, Output& output) {
  const auto unlocked = gateway.store().write_now("store.released", [&](store::Writer& writer) -> Result<bool> {
    return store::unlock_asns(writer, actor.name, command.get("note"));
  });
  if (!unlocked) return report(unlocked.error(), output);
  output.out(*unlocked ? "ASNs go out again\n" : "the store was not locked\n");
  return Exit::ok;
}

}  // namespace calloff::app
