#include "store/opening.hpp"

#include <unistd.h>

#include "base/dates.hpp"
#include "base/hash.hpp"
#include "store/asn_proofs.hpp"
#include "store/columns.hpp"
#include "store/event_log.hpp"
#include "store/facts.hpp"
#include "store/migrations.hpp"
#include "store/runs.hpp"
#include "store/steward.hpp"

namespace calloff::store {
namespace {

void adopt(Writer& writer, const Archive& archive, const std::string& sha256) {
  auto& session = writer.session();
  const auto bytes = archive.get(sha256);
  if (!bytes) return;  // not what its name says: `store check` reports it, and nothing refers to it
  session.execute(
      "insert into archive_file (sha256, size, stored_at, is_adopted) values ($1, $2, $3, 1) on "
      "conflict (sha256) do update set pruned = null, is_adopted = 1, stored_at = excluded.stored_at",
      {hash_column(sha256), static_cast<std::int64_t>(bytes->size()), column_of(writer.now())});
  append_event(writer, {.actor = "store", .kind = "archive/adopted", .subject = sha256});
}

/// The files that the archive's table knows, in order, asked for as one walks along: a million single questions would
/// keep everybody waiting. One that was given up and archived again is like one that nobody knew.
class KnownFiles {
 public:
  explicit KnownFiles(Session& session) : session_(session) {}

  /// Calls come in rising order.
  bool contains(const std::string& sha256) {
    if (sha256.compare(0, 2, start_) != 0) read(sha256.substr(0, 2));
    const auto wanted = hash_column(sha256);
    while (next_ < known_.size() && known_[next_] < wanted.bytes) ++next_;
    return next_ < known_.size() && known_[next_] == wanted.bytes;
  }

 private:
  /// Those of one folder.
  void read(std::string start) {
    start_ = std::move(start);
    known_.clear();
    next_ = 0;
    session_.each(
        "select sha256 from archive_file f where sha256 between $1 and $2 and (pruned is null or exists (select 1 from "
        "archive_leaving l where l.sha256 = f.sha256)) order by sha256",
        {hash_column(start_ + std::string(62, '0')), hash_column(start_ + std::string(62, 'f'))},
        [this](Row& row) { known_.push_back(row.blob(0)); });
  }

  Session& session_;
  std::string start_;
  std::vector<std::string> known_;
  std::size_t next_ = 0;
};

void after_crash(Writer& writer, const Archive& archive) {
  archive.sweep_temporary();
  KnownFiles known(writer.session());
  archive.each([&](const std::string& sha256) {
    if (!known.contains(sha256)) adopt(writer, archive, sha256);
  });
  for (const auto& run : close_interrupted_runs(writer, RunOutcome::failed))
    append_event(writer, {.actor = "store", .kind = "run/interrupted", .subject = run, .to = "failed"});
}

}  // namespace

Result<void> put_in_order(Session& session, const Archive& archive, Instant now) {
  if (auto migrated = migrate(session, now, migrations()); !migrated) return migrated;
  session.script("begin immediate");
  Writer writer(session, now);
  if (!fact(writer, "timeline"))
    put_fact(writer, "timeline", content_id("T-", {calloff::to_string(now), std::to_string(::getpid())}, 12));
  note_older_proofs(writer, archive);
  if (fact(writer, "is_closed") != "1") after_crash(writer, archive);
  drop_questions(writer);
  put_fact(writer, "is_closed", "0");
  session.script("commit");
  return {};
}

void mark_closed(Writer& writer) {
  close_interrupted_runs(writer, RunOutcome::stopped);
  put_fact(writer, "is_closed", "1");
}

}  // namespace calloff::store
