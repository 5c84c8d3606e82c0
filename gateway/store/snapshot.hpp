// One state of a store, for a copy of it: the database as one reader sees it, and which archived files it names.
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace calloff::store {

/// schema: number of the newest migration; event_seq, event_hash: head of the event log; files: in order of hash
struct Snapshot {
  int schema = 0;
  std::string timeline;
  std::int64_t event_seq = 0;
  std::string event_hash;
  std::vector<RawRef> files;
  bool operator==(const Snapshot&) const = default;
};

/// What a database is of that nobody writes to. errors: as the store's
Result<Snapshot> snapshot_in(const std::filesystem::path& database);

/// Copies the database into `file`, which must not exist, and says what is in it. Portal sessions are left out. It runs
/// beside the writer and holds nobody up. errors: as the store's
Result<Snapshot> copy_database(Store& store, const std::filesystem::path& file,
                               const std::function<void(std::int64_t pages, std::int64_t all)>& copied);

}  // namespace calloff::store
