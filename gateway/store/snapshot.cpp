#include "store/snapshot.hpp"

#include "store/columns.hpp"
#include "store/facts.hpp"
#include "store/sqlite.hpp"

namespace calloff::store {
namespace {

Snapshot read_snapshot(Reader& reader) {
  auto& session = reader.session();
  Snapshot snapshot;
  snapshot.schema = static_cast<int>(session.query("select max(number) from migration").at(0).integer(0));
  snapshot.timeline = timeline(reader);
  const auto head = session.query("select seq, hash from event order by seq desc limit 1");
  if (!head.empty()) {
    snapshot.event_seq = head[0].integer(0);
    snapshot.event_hash = hash_of(head[0].blob(1));
  }
  session.each("select sha256, size from archive_file where pruned is null order by sha256", {}, [&](Row& row) {
    snapshot.files.push_back({hash_of(row.blob(0)), static_cast<std::uint64_t>(row.integer(1))});
  });
  return snapshot;
}

/// A session at a portal is a secret for as long as it lasts, and worth one sign-in afterwards.
Result<void> leave_out_sessions(const std::filesystem::path& file) {
  try {
    const auto copy = open_sqlite(file, Access::read_write);
    copy->script(
        "pragma secure_delete = on; update account_state set cookies = x'', session_since = null; "
        "pragma journal_mode = delete");
    return {};
  } catch (const DatabaseFailure& failure) {
    return failure.error();
  }
}

}  // namespace

Result<Snapshot> snapshot_in(const std::filesystem::path& database) {
  try {
    const auto session = open_sqlite(database, Access::read_only);
    Reader reader(*session);
    return read_snapshot(reader);
  } catch (const DatabaseFailure& failure) {
    return failure.error();
  }
}

Result<Snapshot> copy_database(Store& store, const std::filesystem::path& file,
                               const std::function<void(std::int64_t, std::int64_t)>& copied) {
  auto snapshot = store.read_now([&](Reader& reader) -> Result<Snapshot> {
    auto read = read_snapshot(reader);
    copy_sqlite(reader.session(), file, copied);
    return read;
  });
  if (!snapshot) return snapshot;
  if (auto done = leave_out_sessions(file); !done) return done.error();
  return snapshot;
}

}  // namespace calloff::store
