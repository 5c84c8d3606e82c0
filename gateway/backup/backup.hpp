// Backups of one data folder: made beside the gateway, proved by restoring them, restored to a locked store.
// DIR/manifest.json names DIR/database-HASH.db and the files of DIR/archive/, which is laid out as the store's own.
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "backup/manifest.hpp"
#include "store/check.hpp"

namespace calloff::backup {

/// How far a step is: `what` in pages or documents. Called often.
using Progress = std::function<void(std::string_view what, std::uint64_t done, std::uint64_t all)>;

/// copied: documents that were not there yet; findings: documents that the store itself has lost
struct Created {
  Manifest manifest;
  std::string signer;
  std::uint64_t copied = 0;
  std::vector<Error> findings;
};

/// Makes, or brings up to date, the backup in `dir`. The manifest is written last: until then the backup that was there
/// is what is there. A document that is in `dir` already is not copied again.
/// dir: is made, is empty, or holds a backup, finished or not; nothing else in it is touched
/// store: may be open for reading, beside the process that writes; program: this program's version
/// errors: fix_config backup/not_empty (dir), store/in_use (another one works on `dir`), backup/newer_format; retry store/disk_full; ask_person store/io
Result<Created> create(store::Store& store, const accounts::Keyring& keyring, const std::filesystem::path& dir,
                       Instant now, std::string program, const Progress& progress);

/// findings empty: it is good. checked: of the store that came out of it
struct Verified {
  Manifest manifest;
  std::string signer;
  store::CheckReport checked;
  std::vector<Error> findings;
};

/// Restores the database into a folder of its own, opens the store there, and runs the store's check over it with every
/// document of the backup. Writes nothing in `dir`.
/// signer: who must have signed it; empty: anybody
/// errors: fix_config backup/not_one (dir), backup/newer_format; ask_person store/io
Result<Verified> verify(const std::filesystem::path& dir, const std::string& signer, Clock& clock,
                        const Progress& progress);

/// findings: documents that are missing or damaged; the rest is restored
struct RestoredStore {
  Manifest manifest;
  std::string signer;
  std::vector<Error> findings;
};

/// Puts the backup into the data folder `into`, which has no store yet, locked for ASNs (store/safe_mode.hpp). Until it
/// is whole there is no store there; a restore that broke off may be made again.
/// signer: who must have signed it; empty: anybody
/// errors: fix_config backup/not_one (dir), backup/store_there (dir), store/in_use; ask_person backup/other_signer
/// (signer), backup/...: not as signed; then nothing was copied
Result<RestoredStore> restore(const std::filesystem::path& dir, const std::filesystem::path& into,
                              const std::string& signer, const std::string& actor, Clock& clock,
                              const Progress& progress);

/// Is it signed by `signer`, or need not be, as that is empty? errors: ask_person backup/other_signer (signer)
Result<void> check_signer(const SignedManifest& manifest, const std::string& signer);
/// The manifest of the backup in `dir`. errors: fix_config backup/not_one (dir); of read_manifest
Result<SignedManifest> manifest_of(const std::filesystem::path& dir);
/// Is the database as the manifest says? errors: ask_person backup/database_differs (file), backup/database_missing
Result<void> check_database(const std::filesystem::path& dir, const Manifest& manifest);

}  // namespace calloff::backup
