#include "backup/backup.hpp"
#include "backup/files.hpp"
#include "store/crash_point.hpp"
#include "store/disk.hpp"
#include "store/lock.hpp"
#include "store/safe_mode.hpp"

namespace calloff::backup {
namespace {

namespace fs = std::filesystem;

Result<void> copy_documents(const fs::path& dir, const fs::path& into, RestoredStore& restored,
                            const Progress& progress) {
  const store::Archive from(dir / "archive"), to(into / "archive");
  const auto& files = restored.manifest.snapshot.files;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& hash = files[i].sha256;
    if (auto whole = from.get(hash); !whole)
      restored.findings.push_back(whole.error());
    else if (auto copied = copy_whole(from.path_of(hash), to.path_of(hash)); !copied)
      return copied.error();
    progress("documents", i + 1, files.size());
  }
  return {};
}

/// The store in a folder beside its place: migrated, locked, closed.
Result<void> prepare_store(const fs::path& dir, const Manifest& manifest, const fs::path& place,
                           const std::string& actor, Clock& clock) {
  if (auto copied = copy_whole(dir / manifest.database, place / "calloff.db"); !copied) return copied;
  auto store = store::Store::open(place, store::Mode::write, clock);
  if (!store) return store.error();
  return (*store)->write_now("store.restored", [&](store::Writer& writer) -> Result<void> {
    store::mark_restored(writer, manifest.created, actor);
    return {};
  });
}

}  // namespace

Result<RestoredStore> restore(const fs::path& dir, const fs::path& into, const std::string& signer,
                              const std::string& actor, Clock& clock, const Progress& progress) {
  auto found = manifest_of(dir);
  if (!found) return found.error();
  if (auto ours = check_signer(*found, signer); !ours) return ours.error();
  if (auto same = check_database(dir, found->manifest); !same) return same.error();
  if (auto made = store::make_private_folder(into); !made) return made.error();
  const auto lock = store::FolderLock::take(into);
  if (!lock) return lock.error();
  if (fs::exists(into / "calloff.db") || fs::exists(into / "calloff.db-wal"))
    return Error{Recovery::fix_config, "backup/store_there", {{"dir", into.string()}}};
  RestoredStore restored{std::move(found->manifest), std::move(found->signer), {}};
  const auto place = into / "restoring";
  std::error_code ignored;
  fs::remove_all(place, ignored);
  if (auto copied = copy_documents(dir, into, restored, progress); !copied) return copied.error();
  if (auto ready = prepare_store(dir, restored.manifest, place, actor, clock); !ready) return ready.error();
  // Closing has emptied the log; what is left there would be lost with the rename.
  if (fs::exists(place / "calloff.db-wal"))
    return Error{Recovery::ask_person, "store/io", {{"what", "close " + place.string()}}};
  if (auto synced = store::sync_filesystem(into); !synced) return synced.error();
  store::crash_point("backup.restored");
  if (auto renamed = rename_durably(place / "calloff.db", into / "calloff.db"); !renamed) return renamed.error();
  fs::remove_all(place, ignored);
  return restored;
}

}  // namespace calloff::backup
