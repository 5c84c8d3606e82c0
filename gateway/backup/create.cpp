#include <algorithm>

#include "backup/backup.hpp"
#include "backup/files.hpp"
#include "store/crash_point.hpp"
#include "store/lock.hpp"

namespace calloff::backup {
namespace {

namespace fs = std::filesystem;

/// The database's copy, under its name in the backup.
Result<Manifest> copy_store(store::Store& store, const fs::path& dir, const Progress& progress) {
  const auto copy = dir / "tmp" / "database";
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
  if (auto renamed = rename_durably(copy, dir / manifest.database); !renamed) return renamed.error();
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

/// Databases of earlier backups, and what broke off.
void sweep(const fs::path& dir, const std::string& kept) {
  std::error_code ignored;
  fs::remove_all(dir / "tmp", ignored);
  std::vector<fs::path> old;
  for (const auto& entry : fs::directory_iterator(dir, ignored)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("database-") && name != kept) old.push_back(entry.path());
  }
  for (const auto& path : old) fs::remove(path, ignored);
}

}  // namespace

Result<Created> create(store::Store& store, const accounts::Keyring& keyring, const fs::path& dir, Instant now,
                       std::string program, const Progress& progress) {
  if (auto made = make_folder(dir); !made) return made.error();
  const auto lock = store::FolderLock::take(dir);
  if (!lock) return lock.error();
  std::error_code ignored;
  fs::remove_all(dir / "tmp", ignored);
  if (auto made = make_folder(dir / "tmp"); !made) return made.error();
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
  if (auto synced = sync_filesystem(dir); !synced) return synced.error();
  store::crash_point("backup.documents");
  const auto text = write_manifest(created.manifest, keyring);
  if (auto written = replace_durably(dir / "manifest.json", text); !written) return written.error();
  store::crash_point("backup.manifest");
  sweep(dir, created.manifest.database);
  return created;
}

}  // namespace calloff::backup
