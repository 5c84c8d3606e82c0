#include <algorithm>

#include "backup/backup.hpp"
#include "backup/files.hpp"
#include "store/crash_point.hpp"
#include "store/disk.hpp"
#include "store/lock.hpp"
#include "store/prune.hpp"

namespace calloff::backup {
namespace {

namespace fs = std::filesystem;

/// What is not finished, in the backup's folder; while it is there, so is the folder ours.
constexpr const char* kPart = ".calloff-backup-part";

/// The database's copy, among what is not finished; the manifest says what it will be called.
Result<Manifest> copy_store(store::Store& store, const fs::path& dir, const Progress& progress) {
  const auto copy = dir / kPart / "database";
  auto snapshot = store::copy_database(store, copy, [&](std::int64_t pages, std::int64_t all) {
    progress("database pages", static_cast<std::uint64_t>(pages), static_cast<std::uint64_t>(all));
  });
  if (!snapshot) return snapshot.error();
  const auto hash = hash_of(copy);
  if (!hash) return hash.error();
  Manifest manifest;
  manifest.database = "database-" + hash->substr(0, 16) + ".db";
  manifest.database_sha256 = *hash;
  manifest.database_size = fs::file_size(copy);
  manifest.snapshot = std::move(*snapshot);
  return manifest;
}

/// What an earlier backup had made durable; in order.
std::vector<store::RawRef> listed_in(const fs::path& dir) {
  auto found = manifest_of(dir);
  return found ? std::move(found->manifest.snapshot.files) : std::vector<store::RawRef>();
}

class DocumentCopy {
 public:
  DocumentCopy(const store::Archive& from, const fs::path& dir)
      : from_(from), to_(dir / "archive"), listed_(listed_in(dir)) {}

  /// True if it was copied now. errors: ask_person store/archive_missing (the store's own file); of copying
  Result<bool> copy(const std::string& sha256) const {
    std::error_code lost, none;
    const auto size = fs::file_size(from_.path_of(sha256), lost);
    if (lost) return Error{Recovery::ask_person, "store/archive_missing", {{"hash", sha256}}};
    if (fs::file_size(to_.path_of(sha256), none) == size && !none && is_whole(sha256)) return false;
    if (auto copied = copy_whole(from_.path_of(sha256), to_.path_of(sha256)); !copied) return copied.error();
    return true;
  }

 private:
  /// A file that no manifest vouches for may be what a power cut left: of the right size, with nothing in it.
  bool is_whole(const std::string& sha256) const {
    const auto known = std::ranges::lower_bound(listed_, sha256, {}, &store::RawRef::sha256);
    return (known != listed_.end() && known->sha256 == sha256) || to_.get(sha256);
  }

  const store::Archive& from_;
  store::Archive to_;
  std::vector<store::RawRef> listed_;
};

Result<void> copy_documents(const store::Archive& from, const fs::path& dir, Created& created,
                            const Progress& progress) {
  const DocumentCopy copy(from, dir);
  const auto& files = created.manifest.snapshot.files;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto copied = copy.copy(files[i].sha256);
    if (copied)
      created.copied += *copied;
    else if (copied.error().code == "store/archive_missing")
      created.findings.push_back(copied.error());
    else
      return copied.error();
    progress("documents", i + 1, files.size());
  }
  return {};
}

/// Is there nothing in it, or a backup of ours, finished or not? Somebody else's folder is left alone.
/// errors: fix_config backup/not_empty (dir), backup/newer_format; ask_person store/io
Result<void> check_ours(const fs::path& dir) {
  std::error_code failed;
  if (!fs::exists(dir, failed) && !failed) return {};
  if (!failed && (fs::is_empty(dir, failed) || fs::is_directory(dir / kPart, failed))) return {};
  const auto found = manifest_of(dir);
  // Somebody's edit does not make it another program's.
  if (found || found.error().code == "backup/manifest_edited") return {};
  if (found.error().code == "backup/newer_format" || found.error().code == "store/io") return found.error();
  return Error{Recovery::fix_config, "backup/not_empty", {{"dir", dir.string()}}};
}

/// The database that the manifest in `dir` names; empty: there is no manifest, or none to be believed.
std::string database_named_in(const fs::path& dir) {
  const auto found = manifest_of(dir);
  return found ? found->manifest.database : std::string();
}

/// Puts the finished database into its place. Its name is noted first: a kill before the manifest is written leaves a
/// database that no manifest names, and the next backup takes it away.
Result<void> place_database(const fs::path& dir, const std::string& name) {
  if (auto noted = replace_durably(dir / kPart / "placed", name); !noted) return noted;
  return rename_durably(dir / kPart / "database", dir / name);
}

/// What an earlier backup that broke off has left; then there is an empty folder for what is not finished, and in it
/// the name of the database that is to go. before: of database_named_in
Result<void> begin_part(const fs::path& dir, const std::string& before) {
  std::error_code ignored;
  for (const auto* left : {"placed", "before"}) {
    const auto name = read_whole(dir / kPart / left);
    // Who cannot read the manifest does not know that it names another one.
    const bool may_be_named = left == std::string_view("before") && before.empty();
    if (name && is_database_name(*name) && *name != before && !may_be_named) fs::remove(dir / *name, ignored);
  }
  fs::remove_all(dir / kPart, ignored);
  if (auto made = store::make_private_folder(dir / kPart); !made) return made;
  return before.empty() ? Result<void>() : replace_durably(dir / kPart / "before", before);
}

}  // namespace

Result<Created> create(store::Store& store, const accounts::Keyring& keyring, const fs::path& dir, Instant now,
                       std::string program, const Progress& progress) {
  if (auto ours = check_ours(dir); !ours) return ours.error();
  // kPart before the lock's file: a kill in between leaves a folder that the next backup knows as ours.
  for (const auto& folder : {dir, dir / kPart})
    if (auto made = store::make_private_folder(folder); !made) return made.error();
  const auto lock = store::FolderLock::take(dir);
  if (!lock) return lock.error();
  const auto whole = store::ArchiveHold::share(store.dir());  // nothing is pruned of what is copied
  if (!whole) return whole.error();
  const auto before = database_named_in(dir);
  if (auto begun = begin_part(dir, before); !begun) return begun.error();
  Created created;
  auto manifest = copy_store(store, dir, progress);
  if (!manifest) return manifest.error();
  created.manifest = std::move(*manifest);
  created.manifest.created = now;
  created.manifest.program = std::move(program);
  created.signer = keyring.public_key();
  store::crash_point("backup.database");
  if (auto copied = copy_documents(store.archive(), dir, created, progress); !copied) return copied.error();
  // One wait for the disk instead of one a document; only then is anything said of them.
  if (auto synced = store::sync_filesystem(dir); !synced) return synced.error();
  store::crash_point("backup.documents");
  if (auto placed = place_database(dir, created.manifest.database); !placed) return placed.error();
  const auto text = write_manifest(created.manifest, keyring);
  if (auto written = replace_durably(dir / "manifest.json", text); !written) return written.error();
  store::crash_point("backup.manifest");
  std::error_code ignored;
  if (!before.empty() && before != created.manifest.database) fs::remove(dir / before, ignored);
  fs::remove_all(dir / kPart, ignored);
  return created;
}

}  // namespace calloff::backup
